package dev.holdfast.agent;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.holdfast.engine.Action;
import dev.holdfast.tool.ServerTool;
import dev.holdfast.tool.ToolInvocation;
import dev.holdfast.tool.ToolResult;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Calls that run at the same time, each on a thread of its own, whose results are taken as they come. */
final class ToolRuns implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(ToolRuns.class);

    private static final int MAX_OUTPUT_BYTES = 1024 * 1024;

    private final Function<Action, Optional<ServerTool>> tools;
    private final Function<Action, ToolInvocation> invocations;
    private final BlockingQueue<Finished> finished = new LinkedBlockingQueue<>();
    private final List<Thread> threads = new ArrayList<>();

    ToolRuns(Function<Action, Optional<ServerTool>> tools, Function<Action, ToolInvocation> invocations) {
        this.tools = tools;
        this.invocations = invocations;
    }

    record Finished(Action action, ToolResult result) {}

    void start(Action action) {
        Optional<ServerTool> tool = tools.apply(action);
        ToolInvocation invocation = invocations.apply(action);
        threads.add(Thread.ofVirtual().name("tool").start(() -> run(action, tool, invocation)));
    }

    /** Waits for the next result. */
    Finished next() throws InterruptedException {
        return finished.take();
    }

    private void run(Action action, Optional<ServerTool> tool, ToolInvocation invocation) {
        try {
            ToolResult result = tool.isPresent()
                    ? tool.get().run(invocation)
                    : new ToolResult(
                            "There is no tool " + action.call().tool() + " here. Use the tools you were given.", true);
            finished.add(new Finished(action, bounded(result)));
        } catch (InterruptedException ended) {
            LOG.debug("call {} was ended", action.id());
        } catch (RuntimeException fault) {
            LOG.error("call {} of {} failed", action.id(), action.call().tool(), fault);
            finished.add(new Finished(action, new ToolResult("The tool failed by a fault of the server.", true)));
        }
    }

    private static ToolResult bounded(ToolResult result) {
        String output = WholeText.mended(result.output());
        if (output.getBytes(UTF_8).length <= MAX_OUTPUT_BYTES) {
            return new ToolResult(output, result.failed());
        }
        // A character has at most three bytes for each of its UTF-16 halves.
        String cut = WholeText.mended(output.substring(0, MAX_OUTPUT_BYTES / 3));
        return new ToolResult(cut + "\n[cut: the output was longer]", result.failed());
    }

    /** Ends what still runs, and waits until it has. */
    @Override
    public void close() {
        threads.forEach(Thread::interrupt);
        boolean interrupted = false;
        for (Thread thread : threads) {
            while (thread.isAlive()) {
                try {
                    thread.join();
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
