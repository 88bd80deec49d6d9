package dev.holdfast.event;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a caller asks of a turn.
 *
 * @param model the model that is asked, as the catalogue names it
 * @param instructions what the model is told first; null for the session's
 * @param tools what the model may call; null for the session's tools
 */
public record TurnRequest(
        List<Message> input,
        String model,
        @Nullable String instructions,
        @Nullable List<ToolSpec> tools,
        ToolChoice toolChoice,
        Sampling sampling,
        Approvals approvals,
        LooseCalls looseCalls) {

    public TurnRequest {
        input = List.copyOf(input);
        tools = tools == null ? null : List.copyOf(tools);
    }

    /** Which calls wait for a person. */
    public enum Approvals {
        /** Those of tools that need approval. */
        FLAGGED,
        /** Those of tools that need approval; if no tool of the turn does, all. */
        FLAGGED_OR_ALL,
        NONE
    }

    /** What becomes of a turn whose model called functions of the caller, none of which waits for a person. */
    public enum LooseCalls {
        PAUSE,
        END_TURN
    }
}
