package dev.holdfast.rpc;

import dev.holdfast.error.HoldfastException;
import io.grpc.Context;
import java.util.concurrent.Executor;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * What happens to a streaming call while its service runs: the caller takes more, sends more, goes away; the server
 * stops. gRPC tells it on one thread, and the service waits for it here on another. Its monitor guards what both touch.
 */
final class LiveCall {

    private static final Context.Key<LiveCall> KEY = Context.key("holdfast-live-call");

    private final CallGuard guard;
    private final Executor threads;
    private @Nullable RuntimeException over;
    private @Nullable Runnable waker;
    private @Nullable Stream<?> stream;
    private boolean stopping;

    LiveCall(CallGuard guard, Executor threads) {
        this.guard = guard;
        this.threads = threads;
    }

    static LiveCall current() {
        LiveCall current = KEY.get();
        if (current == null) {
            throw new IllegalStateException("Only an RPC that streams by its proto has one");
        }
        return current;
    }

    Context attachedTo(Context context) {
        return context.withValue(KEY, this);
    }

    /** Runs the service's part on a thread of its own; what it throws is answered, and its stream ends with it. */
    void serve(Runnable service) {
        threads.execute(Context.current()
                .wrap(() -> guard.run(() -> {
                    service.run();
                    endStream();
                })));
    }

    synchronized void opened(Stream<?> opened) {
        if (stream != null) {
            throw new IllegalStateException("The call has its stream already");
        }
        stream = opened;
    }

    private void endStream() {
        Stream<?> opened;
        synchronized (this) {
            opened = stream;
        }
        if (opened != null) {
            opened.end();
        }
    }

    /** Waits until the condition holds; whoever may have changed it calls {@link #changed}. */
    synchronized void await(BooleanSupplier condition) {
        while (over == null && !condition.getAsBoolean()) {
            try {
                wait();
            } catch (InterruptedException stopped) {
                Thread.currentThread().interrupt();
                throw new CallerGoneException("the server is stopping");
            }
        }
        if (over != null) {
            throw over;
        }
    }

    synchronized void changed() {
        notifyAll();
    }

    synchronized boolean isOver() {
        return over != null;
    }

    /** From now on the service waits for more than the caller, and has to be woken. */
    void wakeBy(Runnable wake) {
        synchronized (this) {
            waker = wake;
            if (over == null && stopping) {
                over = stopped();
            }
            if (over == null) {
                return;
            }
        }
        wake.run();
    }

    void callerLeft() {
        end(new CallerGoneException("the caller went away"));
    }

    /** What the caller sent is none of this RPC's messages: the service is told where it asks for the next. */
    void refuse(HoldfastException refusal) {
        end(refusal);
    }

    /** A service that waits ends its stream; one that is sending goes on for as long as the server gives it. */
    void stop() {
        synchronized (this) {
            stopping = true;
            if (waker == null) {
                return;
            }
        }
        end(stopped());
    }

    private static CallerGoneException stopped() {
        return new CallerGoneException("the server is stopping");
    }

    private void end(RuntimeException why) {
        Runnable wake;
        synchronized (this) {
            if (over != null) {
                return;
            }
            over = why;
            wake = waker;
            notifyAll();
        }
        if (wake != null) {
            wake.run();
        }
    }
}
