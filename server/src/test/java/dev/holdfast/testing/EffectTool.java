package dev.holdfast.testing;

import dev.holdfast.json.Json;
import dev.holdfast.model.OfferedTool;
import dev.holdfast.tool.ServerTool;
import dev.holdfast.tool.ToolInvocation;
import dev.holdfast.tool.ToolResult;

/**
 * A tool that notes each of its runs. Its arguments are {@code {"label": "…"}}; with {@code "gate": "…"} too it waits, after
 * its effect, until the test opens the gate.
 */
public record EffectTool(OfferedTool offer, boolean repeatable, Effects effects) implements ServerTool {

    private static final Json ANYTHING = new Json("{\"type\":\"object\"}");
    private static final long LOOK_MILLIS = 5;

    public static EffectTool once(String name, Effects effects) {
        return new EffectTool(new OfferedTool(name, "Does something once.", ANYTHING), false, effects);
    }

    public static EffectTool repeatable(String name, Effects effects) {
        return new EffectTool(new OfferedTool(name, "Does something as often as it is told.", ANYTHING), true, effects);
    }

    @Override
    public ToolResult run(ToolInvocation invocation) throws InterruptedException {
        JsonDocument arguments = JsonDocument.parse(invocation.arguments());
        String label = arguments.text("label");
        String key = invocation.effectKey();
        effects.begun(label, key);
        boolean over = false;
        try {
            if (arguments.names().contains("gate")) {
                awaitGate(arguments.text("gate"));
            }
            over = true;
        } finally {
            if (!over) {
                effects.left(label, key);
            }
        }
        effects.ended(label, key);
        return new ToolResult("done " + label, false);
    }

    private void awaitGate(String gate) throws InterruptedException {
        while (!effects.isOpen(gate)) {
            // Another process opens it, which nothing tells this one.
            Thread.sleep(LOOK_MILLIS);
        }
    }
}
