package dev.holdfast.dialect.sessions;

import com.google.api.HttpBody;
import com.google.protobuf.ByteString;
import dev.holdfast.event.Event.TurnEnd;
import dev.holdfast.event.Event.TurnPaused;
import dev.holdfast.event.RecordedEvent;
import dev.holdfast.log.Delivery;
import dev.holdfast.log.Follower;
import dev.holdfast.name.SessionId;
import dev.holdfast.rpc.HttpReply;
import dev.holdfast.rpc.Stream;
import dev.holdfast.session.Session;
import dev.holdfast.turn.Stretch;
import dev.holdfast.turn.Turns;
import io.grpc.stub.StreamObserver;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * Events as server-sent events. Whoever reads sees each event once it is durable, and nobody waits for a reader: one that
 * goes away comes back with the number of the last event that it saw.
 */
final class TurnStream {

    private static final String TYPE = "text/event-stream";
    private static final ByteString OPENING = ByteString.copyFromUtf8(": ok\n\n");
    private static final HttpBody HEARTBEAT =
            HttpBody.newBuilder().setData(ByteString.copyFromUtf8(": ping\n\n")).build();

    private final Turns turns;
    private final Duration heartbeat;

    TurnStream(Turns turns, Duration heartbeat) {
        this.turns = turns;
        this.heartbeat = heartbeat;
    }

    /** Sends a turn's events from where it began or went on until it ends or waits. */
    void send(Stretch stretch, StreamObserver<HttpBody> answer) {
        try (Follower follower = turns.follow(stretch)) {
            send(follower, OptionalInt.of(stretch.turnNumber()), TurnStream::endsAStretch, answer);
        }
    }

    /** Sends all events after a number, and with a turn only until that has ended. */
    void follow(Session session, long after, OptionalInt turn, StreamObserver<HttpBody> answer) {
        if (turn.isPresent() && hasEnded(session.id(), turn.getAsInt(), after)) {
            new HttpReply(200, headers(turn), TYPE, OPENING).beginStream(answer);
            return;
        }
        try (Follower follower = turns.follow(session, after)) {
            send(follower, turn, event -> turn.isPresent() && endsTurn(event, turn.getAsInt()), answer);
        }
    }

    private boolean hasEnded(SessionId session, int turn, long after) {
        OptionalLong end = turns.end(session, turn);
        return end.isPresent() && end.getAsLong() <= after;
    }

    private static boolean endsAStretch(RecordedEvent event) {
        return event.event() instanceof TurnPaused || event.event() instanceof TurnEnd;
    }

    private static boolean endsTurn(RecordedEvent event, int turn) {
        return event.turnNumber() == turn && event.event() instanceof TurnEnd;
    }

    private void send(
            Follower follower, OptionalInt turn, Predicate<RecordedEvent> last, StreamObserver<HttpBody> answer) {
        Stream<HttpBody> stream = new HttpReply(200, headers(turn), TYPE, OPENING).beginStream(answer);
        stream.onGone(follower::close);
        try {
            boolean more = true;
            while (more) {
                switch (follower.next(heartbeat)) {
                    case Delivery.Delivered delivered -> {
                        RecordedEvent event = delivered.event();
                        if (turn.isPresent() && event.turnNumber() > turn.getAsInt()) {
                            return;
                        }
                        stream.send(frame(follower.session(), event));
                        more = !last.test(event);
                    }
                    case Delivery.Quiet _ -> stream.send(HEARTBEAT);
                    case Delivery.Ended _ -> more = false;
                }
            }
        } catch (InterruptedException e) {
            // The server is stopping; the reader resumes with its cursor.
            Thread.currentThread().interrupt();
        }
    }

    private static Map<String, String> headers(OptionalInt turn) {
        return turn.isPresent()
                ? Map.of(
                        "cache-control",
                        "no-cache",
                        "x-accel-buffering",
                        "no",
                        "x-turn-number",
                        Integer.toString(turn.getAsInt()))
                : Map.of("cache-control", "no-cache", "x-accel-buffering", "no");
    }

    private HttpBody frame(SessionId session, RecordedEvent event) {
        String frame = new EventJson(session, event, facts(session, event)).frame();
        return HttpBody.newBuilder().setData(ByteString.copyFromUtf8(frame)).build();
    }

    /** The facts of the event's turn before it, read if somebody asks. */
    Supplier<List<RecordedEvent>> facts(SessionId session, RecordedEvent event) {
        return () -> turns.facts(session, event.turnNumber(), event.sequence() - 1);
    }
}
