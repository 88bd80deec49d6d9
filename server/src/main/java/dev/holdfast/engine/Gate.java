package dev.holdfast.engine;

import dev.holdfast.engine.SessionState.Living;
import dev.holdfast.event.ToolSpec;
import dev.holdfast.event.TurnRequest.Approvals;
import java.util.List;
import java.util.Optional;

/** Which of a turn's tools wait for a person when they are called. */
record Gate(List<ToolSpec> tools, Approvals approvals) {

    static Gate of(Living session, Turn turn) {
        return new Gate(TurnEngine.tools(session, turn), turn.request().approvals());
    }

    /** The tool that a model means by a name. */
    Optional<ToolSpec> find(String name) {
        return tools.stream().filter(tool -> tool.names().contains(name)).findFirst();
    }

    boolean gates(ToolSpec tool) {
        return switch (approvals) {
            case FLAGGED -> tool.needsApproval();
            case FLAGGED_OR_ALL -> tool.needsApproval() || tools.stream().noneMatch(ToolSpec::needsApproval);
            case NONE -> false;
        };
    }
}
