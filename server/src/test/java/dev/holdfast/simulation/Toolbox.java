package dev.holdfast.simulation;

import dev.holdfast.engine.Action;
import dev.holdfast.event.ToolSpec;
import java.util.List;
import java.util.Random;
import java.util.Set;

/** The tools of the simulation: two functions of the caller's, and tools of the server's of which only Bash must not be repeated. */
final class Toolbox {

    private static final Set<String> REPEATABLE = Set.of("web_search", "Read");

    private Toolbox() {}

    /** Each turn offers the same tools; which of them need approval differs. */
    static List<ToolSpec> offered(Random random) {
        boolean marks = random.nextBoolean();
        return List.of(
                new ToolSpec.Function("ask", null, null, marks && random.nextBoolean()),
                new ToolSpec.Function("sign", null, null, marks && random.nextBoolean()),
                new ToolSpec.BuiltIn(ToolSpec.Kind.WEB_SEARCH, marks && random.nextBoolean()),
                new ToolSpec.BuiltIn(ToolSpec.Kind.WORKSPACE, marks && random.nextBoolean()));
    }

    /** Whether running it again does no harm. That a tool does not exist can be said any number of times. */
    static boolean repeatable(Action action) {
        return !exists(action) || REPEATABLE.contains(action.call().tool());
    }

    static boolean exists(Action action) {
        return !action.call().tool().equals("sudo");
    }
}
