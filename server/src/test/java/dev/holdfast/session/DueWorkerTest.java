package dev.holdfast.session;

import static dev.holdfast.storage.schema.Tables.EVENTS;
import static dev.holdfast.storage.schema.Tables.SESSIONS;
import static dev.holdfast.storage.schema.Tables.SESSION_HEAD;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.holdfast.name.SessionId;
import dev.holdfast.testing.TestServer;
import dev.holdfast.v1.CreateSessionRequest;
import dev.holdfast.v1.DeleteSessionRequest;
import dev.holdfast.v1.SessionServiceGrpc;
import dev.holdfast.v1.SessionServiceGrpc.SessionServiceBlockingStub;
import java.time.Duration;
import java.util.UUID;
import org.jooq.DSLContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What happens to sessions that nobody looks at. */
final class DueWorkerTest {

    @RegisterExtension
    static final TestServer SERVER = new TestServer();

    @Test
    void anIdleSessionCompletesThoughNobodyReadsIt() {
        UUID session = create("unread");
        SERVER.clock.advance(Duration.ofDays(7));

        await().untilAsserted(() -> assertThat(sql().select(SESSIONS.STATUS)
                        .from(SESSIONS)
                        .where(SESSIONS.SESSION_ID.eq(session))
                        .fetchSingle()
                        .value1())
                .isEqualTo("completed"));
    }

    @Test
    void aDeletedSessionLeavesNoRows() {
        UUID session = create("deleted");
        stub("deleted")
                .deleteSession(DeleteSessionRequest.newBuilder()
                        .setSessionId(new SessionId(session).toString())
                        .build());
        SERVER.clock.advance(Duration.ofSeconds(5));

        await().untilAsserted(() -> {
            assertThat(sql().fetchCount(EVENTS, EVENTS.SESSION_ID.eq(session))).isZero();
            assertThat(sql().fetchCount(SESSION_HEAD, SESSION_HEAD.SESSION_ID.eq(session)))
                    .isZero();
        });
    }

    @Test
    void aSessionThatCannotBeReadKeepsNoOtherFromEnding() {
        UUID damaged = create("damaged");
        UUID sound = create("damaged");
        sql().update(EVENTS)
                .set(EVENTS.PAYLOAD, new byte[] {(byte) 0xFF})
                .where(EVENTS.SESSION_ID.eq(damaged))
                .execute();
        SERVER.clock.advance(Duration.ofDays(7));

        await().untilAsserted(() -> assertThat(
                        sql().fetchCount(SESSIONS, SESSIONS.SESSION_ID.eq(sound).and(SESSIONS.STATUS.eq("completed"))))
                .isEqualTo(1));
    }

    private static UUID create(String tenant) {
        String id = stub(tenant)
                .createSession(CreateSessionRequest.getDefaultInstance())
                .getSession()
                .getSessionId();
        return SessionId.parse(id).orElseThrow().value();
    }

    private static SessionServiceBlockingStub stub(String tenant) {
        return SessionServiceGrpc.newBlockingStub(SERVER.channel())
                .withCallCredentials(TestServer.bearer(SERVER.key(tenant)));
    }

    private static DSLContext sql() {
        return SERVER.database().sql();
    }
}
