package dev.holdfast.turn;

import dev.holdfast.event.Message;
import dev.holdfast.event.Sampling;
import dev.holdfast.event.ToolChoice;
import dev.holdfast.event.ToolSpec;
import dev.holdfast.event.TurnRequest;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a caller asks of a new turn, in whatever API, before anything has been checked but its types.
 *
 * @param model null for the session's model, or else the default one
 * @param instructions null for the session's
 * @param tools null for the session's
 */
public record TurnDraft(
        List<Message> input,
        @Nullable String model,
        @Nullable String instructions,
        @Nullable List<ToolSpec> tools,
        ToolChoice toolChoice,
        Sampling sampling,
        TurnRequest.Approvals approvals,
        TurnRequest.LooseCalls looseCalls,
        TurnRequest.Patience patience) {

    /** A turn that waits for whoever it needs for as long as its session lives. */
    public TurnDraft(
            List<Message> input,
            @Nullable String model,
            @Nullable String instructions,
            @Nullable List<ToolSpec> tools,
            ToolChoice toolChoice,
            Sampling sampling,
            TurnRequest.Approvals approvals,
            TurnRequest.LooseCalls looseCalls) {
        this(
                input,
                model,
                instructions,
                tools,
                toolChoice,
                sampling,
                approvals,
                looseCalls,
                TurnRequest.Patience.UNBOUNDED);
    }

    public TurnDraft {
        input = List.copyOf(input);
        tools = tools == null ? null : List.copyOf(tools);
    }
}
