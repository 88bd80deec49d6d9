package dev.holdfast.dialect.workspace;

import com.google.api.HttpBody;
import com.google.protobuf.ByteString;
import dev.holdfast.log.Delivery;
import dev.holdfast.log.Follower;
import dev.holdfast.name.ResponseId;
import dev.holdfast.rpc.HttpReply;
import dev.holdfast.rpc.Stream;
import dev.holdfast.turn.Stretch;
import dev.holdfast.turn.Turns;
import io.grpc.stub.StreamObserver;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * A response as server-sent events. Every reader folds the turn from its beginning for himself, so that there may be any
 * number of them, each from its own place.
 */
final class ResponseStream {

    /** Comes before every frame. */
    static final long FROM_THE_FIRST = -1;

    private static final String TYPE = "text/event-stream";
    private static final ByteString OPENING = ByteString.copyFromUtf8(": ok\n\n");
    private static final HttpBody HEARTBEAT = body(": ping\n\n");

    private final Turns turns;
    private final Duration heartbeat;

    ResponseStream(Turns turns, Duration heartbeat) {
        this.turns = turns;
        this.heartbeat = heartbeat;
    }

    /** Sends the frames after this one, then what happens, until the response has ended. */
    void send(Stretch turn, long after, StreamObserver<HttpBody> answer) {
        ResponseId id = new ResponseId(turn.session(), turn.turnNumber());
        try (Follower follower = turns.follow(turn)) {
            Stream<HttpBody> stream = new HttpReply(200, headers(id), TYPE, OPENING).beginStream(answer);
            stream.onGone(follower::close);
            send(new FrameFold(id), after, follower, stream);
        } catch (InterruptedException e) {
            // The server is stopping; the reader resumes with its cursor.
            Thread.currentThread().interrupt();
        }
    }

    private void send(FrameFold fold, long after, Follower follower, Stream<HttpBody> stream)
            throws InterruptedException {
        while (!fold.over()) {
            switch (follower.next(heartbeat)) {
                case Delivery.Delivered delivered -> {
                    String frames = fold.add(delivered.event()).stream()
                            .filter(frame -> frame.id() > after)
                            .map(Frame::toString)
                            .collect(Collectors.joining());
                    if (!frames.isEmpty()) {
                        stream.send(body(frames));
                    }
                }
                case Delivery.Quiet _ -> stream.send(HEARTBEAT);
                case Delivery.Ended _ -> {
                    return;
                }
            }
        }
    }

    private static Map<String, String> headers(ResponseId id) {
        return Map.of("cache-control", "no-cache", "x-accel-buffering", "no", "x-response-id", id.toString());
    }

    private static HttpBody body(String text) {
        return HttpBody.newBuilder().setData(ByteString.copyFromUtf8(text)).build();
    }
}
