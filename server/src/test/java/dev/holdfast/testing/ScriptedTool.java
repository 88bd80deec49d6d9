package dev.holdfast.testing;

import dev.holdfast.json.Json;
import dev.holdfast.model.OfferedTool;
import dev.holdfast.tool.ServerTool;
import dev.holdfast.tool.ToolInvocation;
import dev.holdfast.tool.ToolResult;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;

/** A tool of the server's that remembers how it was run and answers {@code ran} and its arguments. */
public final class ScriptedTool implements ServerTool {

    private final String name;
    private final Map<String, Gate> gates = new ConcurrentHashMap<>();
    private final ConcurrentLinkedQueue<ToolInvocation> runs = new ConcurrentLinkedQueue<>();

    public ScriptedTool(String name) {
        this.name = name;
    }

    /** Every run for this session stands at the gate first. */
    public Gate hold(String session) {
        return gates.computeIfAbsent(session, id -> new Gate());
    }

    /** The arguments of each run for this session, in order. */
    public List<String> runs(String session) {
        return runs.stream()
                .filter(run -> run.session().toString().equals(session))
                .map(ToolInvocation::arguments)
                .toList();
    }

    @Override
    public OfferedTool offer() {
        return new OfferedTool(name, "Does what a test says.", new Json("{\"type\":\"object\"}"));
    }

    @Override
    public boolean repeatable() {
        return false;
    }

    @Override
    public ToolResult run(ToolInvocation invocation) throws InterruptedException {
        runs.add(invocation);
        Gate gate = gates.get(invocation.session().toString());
        if (gate != null) {
            gate.pass();
        }
        return new ToolResult("ran " + invocation.arguments(), false);
    }
}
