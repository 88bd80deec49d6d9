package dev.holdfast.bench;

import dev.holdfast.bench.HttpDoor.Request;
import dev.holdfast.v1.Content;
import dev.holdfast.v1.Message;
import dev.holdfast.v1.Role;
import dev.holdfast.v1.SaidMessage;
import dev.holdfast.v1.SubmitTurnRequest;
import dev.holdfast.v1.SubmitTurnResponse;
import dev.holdfast.v1.TurnRequest;
import dev.holdfast.v1.WatchSessionRequest;
import dev.holdfast.v1.WatchSessionResponse;
import io.grpc.StatusRuntimeException;
import java.util.Iterator;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Callers that run a turn and are measured up to its first event; they read the rest before they begin the next. */
final class Turns {

    /** After so many turns a caller goes on with another session, so that what the model is shown stays short. */
    static final int PER_SESSION = 20;

    private static final String INPUT = "/words %d";

    private Turns() {}

    /** Over REST: one request, which is answered by the turn's events. */
    static Caller rest(HttpDoor door, String credentials, Supplier<String> sessions, int words) {
        return new Rest(door, credentials, sessions, words);
    }

    /** Over gRPC: the turn is submitted and then watched. */
    static Caller grpc(GrpcDoor door, Supplier<String> sessions, int words) {
        return new Native(door, sessions, words);
    }

    private static final class Rest implements Caller {

        private final HttpStream stream;
        private final String credentials;
        private final Sessions sessions;
        private final String body;

        Rest(HttpDoor door, String credentials, Supplier<String> sessions, int words) {
            this.stream = new HttpStream(door);
            this.credentials = credentials;
            this.sessions = new Sessions(sessions);
            this.body = "{\"input\":\"" + INPUT.formatted(words) + "\",\"stream\":true}";
        }

        @Override
        public void call() throws FailedCallException {
            stream.open(new Request("POST", "/v1/sessions/" + sessions.next() + "/turns", credentials, body));
        }

        @Override
        public void settle() throws FailedCallException {
            stream.readToEnd();
        }

        @Override
        public void close() {
            stream.close();
        }
    }

    private static final class Native implements Caller {

        private final GrpcDoor door;
        private final Sessions sessions;
        private final TurnRequest turn;
        private @Nullable Iterator<WatchSessionResponse> events;

        Native(GrpcDoor door, Supplier<String> sessions, int words) {
            this.door = door;
            this.sessions = new Sessions(sessions);
            Content text = Content.newBuilder().setText(INPUT.formatted(words)).build();
            SaidMessage said = SaidMessage.newBuilder()
                    .setRole(Role.ROLE_USER)
                    .addContent(text)
                    .build();
            this.turn = TurnRequest.newBuilder()
                    .addInput(Message.newBuilder().setSaid(said))
                    .build();
        }

        @Override
        public void call() throws FailedCallException {
            String session = sessions.next();
            try {
                SubmitTurnResponse begun = door.turns()
                        .submitTurn(SubmitTurnRequest.newBuilder()
                                .setSessionId(session)
                                .setTurn(turn)
                                .build());
                events = door.turns()
                        .watchSession(WatchSessionRequest.newBuilder()
                                .setSessionId(session)
                                .setTurnNumber(begun.getTurnNumber())
                                .setAfterSequence(begun.getFirstSequence() - 1)
                                .build());
                events.next();
            } catch (StatusRuntimeException failure) {
                throw new FailedCallException(failure);
            }
        }

        @Override
        public void settle() throws FailedCallException {
            try {
                while (events != null && events.hasNext()) {
                    events.next();
                }
            } catch (StatusRuntimeException failure) {
                throw new FailedCallException(failure);
            }
        }

        @Override
        public void close() {}
    }

    /** The session of the next turn. */
    private static final class Sessions {

        private final Supplier<String> source;
        private String session = "";
        private int left;

        Sessions(Supplier<String> source) {
            this.source = source;
        }

        String next() {
            if (left == 0) {
                session = source.get();
                left = PER_SESSION;
            }
            left--;
            return session;
        }
    }
}
