package dev.holdfast.promise;

import static dev.holdfast.testing.TurnCaller.turn;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.name.SessionId;
import dev.holdfast.testing.EventStream;
import dev.holdfast.testing.ScriptedModel;
import dev.holdfast.testing.TestServer;
import dev.holdfast.testing.TurnCaller;
import dev.holdfast.v1.Event;
import dev.holdfast.v1.Event.PayloadCase;
import dev.holdfast.v1.WatchSessionRequest;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jooq.impl.DSL;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * Whoever reads slowly, or goes away, delays no turn. Nothing here looks at a clock: a turn that waited for its readers
 * would never end.
 */
final class AReaderHurtsOnlyItselfTest {

    private static final ScriptedModel MODEL = new ScriptedModel();
    private static final int VANISHED = 1_000;
    private static final int LONG = 50_000;
    private static final int MORE_THAN_BUFFERS_HOLD = 100_000;

    @RegisterExtension
    static final TestServer SERVER = TestServer.scripted(MODEL);

    private final TurnCaller caller = TurnCaller.of(SERVER, "readers");
    private final String session = caller.session();

    @Test
    void aReaderThatNeverReadsDelaysNoTurn() throws IOException {
        try (Socket stalled = follow()) {
            assertThat(stalled.isConnected()).isTrue();
            for (int turn = 1; turn <= 4; turn++) {
                assertThat(runs(turn, MORE_THAN_BUFFERS_HOLD)).isTrue();
            }
        }
    }

    @Test
    void aThousandReadersThatVanishDelayNoTurn() throws IOException {
        List<Socket> readers = new ArrayList<>();
        for (int i = 0; i < VANISHED; i++) {
            readers.add(follow());
        }
        assertThat(runs(1, 1_000)).isTrue();
        for (Socket reader : readers) {
            // With a reset, as a machine does that is gone.
            reader.setSoLinger(true, 0);
            reader.close();
        }

        assertThat(runs(2, 1_000)).isTrue();
        assertThat(runs(3, 1_000)).isTrue();
    }

    @Test
    void aReaderAtTheBeginningOfALongLogSeesAllOfItWhileItGrows() {
        ScriptedModel.Held held = MODEL.hold();
        caller.submit(session, turn(held.line() + "/words 3"));
        held.gate().awaitReached();
        caller.until(session, 0, PayloadCase.TEXT_ADDED);
        lengthen();
        try (EventStream reader = SERVER.open(
                "GET", "/v1/sessions/" + session + "/stream", "", "Authorization", "Bearer " + caller.key())) {
            assertThat(reader.next().orElseThrow().id()).isEqualTo(1);
            held.gate().open();
            assertThat(caller.until(session, LONG, PayloadCase.TURN_COMPLETED)).isNotEmpty();
            assertThat(runs(2, 10)).isTrue();

            long last = caller.watch(WatchSessionRequest.newBuilder()
                            .setSessionId(session)
                            .setAfterSequence(LONG)
                            .setTurnNumber(2))
                    .getLast()
                    .getSequence();
            for (long expected = 2; expected <= last; expected++) {
                assertThat(reader.next().orElseThrow().id()).isEqualTo(expected);
            }
        }
    }

    private boolean runs(int number, int words) {
        List<Event> events = caller.run(session, turn("/words " + words));
        return events.getLast().getTurnNumber() == number && events.getLast().hasTurnCompleted();
    }

    /** The model has said very much already, each time the same. */
    private void lengthen() {
        UUID id = SessionId.parse(session).orElseThrow().value();
        SERVER.database().transaction(sql -> {
            sql.execute("""
                    insert into events (session_id, sequence, turn_number, kind, payload, created_at)
                    select session_id, sequence + n, turn_number, kind, payload, created_at
                    from events, generate_series(1, {1}) as n where session_id = {0} and sequence = 2
                    """, DSL.val(id), DSL.val(LONG));
            return sql.execute(
                    "update session_head set last_sequence = last_sequence + {1} where session_id = {0}",
                    DSL.val(id), DSL.val(LONG));
        });
    }

    /** A connection that asks for the session's stream and does not read it. */
    private Socket follow() throws IOException {
        Socket socket = new Socket();
        socket.setReceiveBufferSize(4 * 1024);
        socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), SERVER.httpPort()));
        String request = "GET /v1/sessions/" + session + "/stream HTTP/1.1\r\nHost: test\r\nAuthorization: Bearer "
                + caller.key() + "\r\n\r\n";
        socket.getOutputStream().write(request.getBytes(UTF_8));
        socket.getOutputStream().flush();
        return socket;
    }
}
