package dev.holdfast.rpc;

import com.google.api.HttpBody;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;

/**
 * The answer of an RPC that streams, and the only way to send one. Sending blocks until the caller takes more: a slow
 * reader holds back its own stream and nothing else, and nothing is queued for it. The stream ends when the service's
 * method returns.
 *
 * <pre>{@code
 * public void watchTurn(WatchTurnRequest request, StreamObserver<Event> answer) {
 *     Feed feed = feeds.from(request.getAfter());   // throws: answered as by any other RPC
 *     Stream<Event> stream = Stream.to(answer);
 *     stream.onGone(feed::close);                   // next() returns nothing from then on
 *     for (var event = feed.next(); event.isPresent(); event = feed.next()) {
 *         stream.send(event.get());
 *     }
 * }
 * }</pre>
 *
 * <p>Owned by the thread that the service's method runs on.
 */
public final class Stream<A> {

    private static final long UNKNOWN = -1;

    private final ServerCallStreamObserver<A> answer;
    private final LiveCall call;
    private final long promised;
    private long sent;
    private boolean ended;

    private Stream(ServerCallStreamObserver<A> answer, LiveCall call, long promised) {
        this.answer = answer;
        this.call = call;
        this.promised = promised;
    }

    /** The stream of the current call. */
    public static <A> Stream<A> to(StreamObserver<A> answer) {
        return open(answer, UNKNOWN);
    }

    /** One that has to carry exactly so many bytes. */
    static Stream<HttpBody> ofLength(StreamObserver<HttpBody> answer, long length) {
        return open(answer, length);
    }

    private static <A> Stream<A> open(StreamObserver<A> answer, long promised) {
        ServerCallStreamObserver<A> observer = (ServerCallStreamObserver<A>) answer;
        // Without one, sending to a caller that has just left would throw gRPC's own exception.
        observer.setOnCancelHandler(() -> {});
        Stream<A> stream = new Stream<>(observer, LiveCall.current(), promised);
        stream.call.opened(stream);
        return stream;
    }

    /**
     * Sends a message as soon as the caller takes it. The call's headers go with the first and are fixed then.
     *
     * @throws CallerGoneException if nobody will take it
     */
    public void send(A message) {
        call.await(answer::isReady);
        if (message instanceof HttpBody body) {
            sent += body.getData().size();
        }
        answer.onNext(message);
    }

    /**
     * For a service that waits for something else than its caller: runs this once when nobody waits for the stream any
     * more, at once if that is so already. It has to wake the service and must not block. The server's stopping counts
     * for such a stream, which might wait for ever; one that only sends gets time to finish.
     */
    public void onGone(Runnable wake) {
        call.wakeBy(wake);
    }

    /** Whether sending would throw. */
    public boolean isGone() {
        return call.isOver();
    }

    void end() {
        if (!ended) {
            ended = true;
            if (promised != UNKNOWN && promised != sent) {
                throw new IllegalStateException("the stream has " + sent + " bytes and promised " + promised);
            }
            answer.onCompleted();
        }
    }
}
