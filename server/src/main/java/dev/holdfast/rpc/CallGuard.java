package dev.holdfast.rpc;

import dev.holdfast.error.HoldfastException;
import dev.holdfast.error.Reason;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The outermost place of a call: what a service throws is answered here and nowhere else. A refusal is the caller's to
 * know; anything else is a fault of ours, which the log gets whole and the caller by request id.
 */
final class CallGuard {

    private static final Logger LOG = LoggerFactory.getLogger(CallGuard.class);

    private final Consumer<HoldfastException> answer;
    private final Runnable abandon;
    private final AtomicBoolean answered = new AtomicBoolean();

    /** @param abandon ends a call that nobody waits for any more */
    CallGuard(Consumer<HoldfastException> answer, Runnable abandon) {
        this.answer = answer;
        this.abandon = abandon;
    }

    void run(Runnable step) {
        if (answered.get()) {
            return;
        }
        try {
            step.run();
        } catch (CallerGoneException gone) {
            LOG.debug("A stream ended early: {}", gone.getMessage());
            if (answered.compareAndSet(false, true)) {
                abandon.run();
            }
        } catch (HoldfastException refusal) {
            refuse(refusal);
        } catch (RuntimeException fault) {
            LOG.error("A call failed by a fault of the server", fault);
            refuse(new HoldfastException(
                    Reason.INTERNAL, "The server made a mistake; its log has the cause under this request's id."));
        }
    }

    private void refuse(HoldfastException failure) {
        if (answered.compareAndSet(false, true)) {
            answer.accept(failure);
        }
    }
}
