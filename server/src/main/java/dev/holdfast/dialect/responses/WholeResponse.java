package dev.holdfast.dialect.responses;

import com.google.api.HttpBody;
import com.google.protobuf.ByteString;
import dev.holdfast.error.HoldfastException;
import dev.holdfast.error.Reason;
import dev.holdfast.log.Delivery;
import dev.holdfast.log.Follower;
import dev.holdfast.rpc.HttpReply;
import dev.holdfast.rpc.Stream;
import dev.holdfast.turn.Stretch;
import dev.holdfast.turn.Turns;
import io.grpc.stub.StreamObserver;
import java.time.Duration;
import java.util.Map;

/**
 * A response as one JSON object, sent when it has ended. Until then an empty line now and then, which JSON allows, keeps
 * every proxy on the way waiting.
 */
final class WholeResponse {

    private static final String TYPE = "application/json";
    private static final HttpBody HEARTBEAT = body("\n");

    private final Turns turns;
    private final Duration heartbeat;

    WholeResponse(Turns turns, Duration heartbeat) {
        this.turns = turns;
        this.heartbeat = heartbeat;
    }

    void send(Stretch turn, ResponseFold fold, StreamObserver<HttpBody> answer) {
        try (Follower follower = turns.follow(turn)) {
            Stream<HttpBody> stream =
                    new HttpReply(200, Map.of("x-response-id", fold.id()), TYPE, ByteString.EMPTY).beginStream(answer);
            stream.onGone(follower::close);
            while (!fold.over()) {
                switch (follower.next(heartbeat)) {
                    case Delivery.Delivered delivered -> fold.add(delivered.event());
                    case Delivery.Quiet _ -> stream.send(HEARTBEAT);
                    case Delivery.Ended _ -> throw stopping();
                }
            }
            stream.send(body(fold.json()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw stopping();
        }
    }

    /** The answer breaks off, so that nobody takes it for a whole one. */
    private static HoldfastException stopping() {
        return new HoldfastException(
                Reason.DATABASE_UNAVAILABLE,
                "The server is stopping. Read the response by its id, from X-Response-Id.");
    }

    private static HttpBody body(String text) {
        return HttpBody.newBuilder().setData(ByteString.copyFromUtf8(text)).build();
    }
}
