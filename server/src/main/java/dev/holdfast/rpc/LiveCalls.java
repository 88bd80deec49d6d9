package dev.holdfast.rpc;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;

/** The streaming calls under way, which have to hear that the server stops. */
final class LiveCalls {

    private final Set<LiveCall> calls = ConcurrentHashMap.newKeySet();
    private final Executor threads;
    private volatile boolean stopping;

    LiveCalls(Executor threads) {
        this.threads = threads;
    }

    LiveCall begin(CallGuard guard) {
        LiveCall call = new LiveCall(guard, threads);
        calls.add(call);
        if (stopping) {
            call.stop();
        }
        return call;
    }

    void ended(LiveCall call) {
        calls.remove(call);
    }

    void stop() {
        stopping = true;
        calls.forEach(LiveCall::stop);
    }
}
