package dev.holdfast.dialect.body;

import com.google.api.HttpBody;
import com.google.protobuf.ByteString;
import dev.holdfast.log.Delivery;
import dev.holdfast.log.Follower;
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
public final class FrameStream {

    /** Comes before every frame. */
    public static final long FROM_THE_FIRST = -1;

    private static final String TYPE = "text/event-stream";
    private static final ByteString OPENING = ByteString.copyFromUtf8(": ok\n\n");
    private static final HttpBody HEARTBEAT = body(": ping\n\n");

    private final Turns turns;
    private final Duration heartbeat;

    public FrameStream(Turns turns, Duration heartbeat) {
        this.turns = turns;
        this.heartbeat = heartbeat;
    }

    /** Sends the frames after this one, then what happens, until the response has ended. */
    public void send(Stretch turn, TurnFrames frames, long after, StreamObserver<HttpBody> answer) {
        try (Follower follower = turns.follow(turn)) {
            Stream<HttpBody> stream = new HttpReply(200, headers(frames.id()), TYPE, OPENING).beginStream(answer);
            stream.onGone(follower::close);
            send(frames, after, follower, stream);
        } catch (InterruptedException e) {
            // The server is stopping; the reader resumes with its cursor.
            Thread.currentThread().interrupt();
        }
    }

    private void send(TurnFrames turn, long after, Follower follower, Stream<HttpBody> stream)
            throws InterruptedException {
        while (!turn.over()) {
            switch (follower.next(heartbeat)) {
                case Delivery.Delivered delivered -> {
                    String frames = turn.add(delivered.event()).stream()
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

    private static Map<String, String> headers(String id) {
        return Map.of("cache-control", "no-cache", "x-accel-buffering", "no", "x-response-id", id);
    }

    private static HttpBody body(String text) {
        return HttpBody.newBuilder().setData(ByteString.copyFromUtf8(text)).build();
    }
}
