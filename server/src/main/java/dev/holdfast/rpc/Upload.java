package dev.holdfast.rpc;

import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A request that comes in pieces, and the only way to read one. The next piece is asked for when it is wanted, so that
 * what a caller sends waits at the caller.
 *
 * <pre>{@code
 * public StreamObserver<WriteFileRequest> writeFile(StreamObserver<HttpBody> answer) {
 *     return Upload.reading(answer, upload -> write(upload).sendTo(answer));
 * }
 * }</pre>
 *
 * <p>Owned by the thread that runs the service.
 */
public final class Upload<Q> {

    private final ServerCallStreamObserver<?> answer;
    private final LiveCall call;
    private @Nullable Q arrived;
    private boolean complete;

    private Upload(ServerCallStreamObserver<?> answer, LiveCall call) {
        this.answer = answer;
        this.call = call;
    }

    /** What the method of a client-streaming RPC returns; the service runs at once, on a thread of its own. */
    public static <Q> StreamObserver<Q> reading(StreamObserver<?> answer, Consumer<Upload<Q>> service) {
        ServerCallStreamObserver<?> observer = (ServerCallStreamObserver<?>) answer;
        observer.disableAutoRequest();
        observer.setOnCancelHandler(() -> {});
        LiveCall call = LiveCall.current();
        Upload<Q> upload = new Upload<>(observer, call);
        call.serve(() -> service.accept(upload));
        return upload.new Arrivals();
    }

    /**
     * The next piece, or nothing after the last. A service that has seen enough answers and returns; the rest is not
     * taken.
     *
     * @throws CallerGoneException if the caller went away before the end
     */
    public Optional<Q> next() {
        synchronized (call) {
            if (complete) {
                return Optional.empty();
            }
        }
        answer.request(1);
        call.await(() -> arrived != null || complete);
        synchronized (call) {
            Optional<Q> piece = Optional.ofNullable(arrived);
            arrived = null;
            return piece;
        }
    }

    /** gRPC's side. A caller that leaves is told to {@link LiveCall} by its listener. */
    private final class Arrivals implements StreamObserver<Q> {

        @Override
        public void onNext(Q piece) {
            synchronized (call) {
                arrived = piece;
                call.changed();
            }
        }

        @Override
        public void onCompleted() {
            synchronized (call) {
                complete = true;
                call.changed();
            }
        }

        @Override
        public void onError(Throwable gone) {
            call.callerLeft();
        }
    }
}
