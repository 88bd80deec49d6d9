package dev.holdfast.event;

import java.time.Duration;
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
        LooseCalls looseCalls,
        Patience patience) {

    /** A turn that waits for whoever it needs for as long as its session lives. */
    public TurnRequest(
            List<Message> input,
            String model,
            @Nullable String instructions,
            @Nullable List<ToolSpec> tools,
            ToolChoice toolChoice,
            Sampling sampling,
            Approvals approvals,
            LooseCalls looseCalls) {
        this(input, model, instructions, tools, toolChoice, sampling, approvals, looseCalls, Patience.UNBOUNDED);
    }

    public TurnRequest {
        input = List.copyOf(input);
        tools = tools == null ? null : List.copyOf(tools);
    }

    /** The same, but that a person's decisions are waited for so long if nothing else was asked. */
    public TurnRequest waitingForApprovals(@Nullable Duration usual) {
        Patience own = patience;
        Patience resolved =
                new Patience(own.results(), own.approvals() == null ? usual : own.approvals(), own.doubts());
        return new TurnRequest(
                input, model, instructions, tools, toolChoice, sampling, approvals, looseCalls, resolved);
    }

    /** Which calls wait for a person. */
    public enum Approvals {
        /** Those of tools that need approval. */
        FLAGGED,
        /** Those of tools that need approval; if no tool of the turn does, all. */
        FLAGGED_OR_ALL,
        NONE
    }

    /**
     * How far the turn counts on somebody being there.
     *
     * @param results how long it waits for the results of functions; then the model is told that none came. Null: for as
     *     long as the session lives
     * @param approvals how long it waits for a person's decisions, likewise
     */
    public record Patience(
            @Nullable Duration results, @Nullable Duration approvals, Doubts doubts) {

        public static final Patience UNBOUNDED = new Patience(null, Doubts.ASK_A_PERSON);

        /** Waits for people for as long as the session lives. */
        public Patience(@Nullable Duration results, Doubts doubts) {
            this(results, null, doubts);
        }
    }

    /** What becomes of a call of which a crash left it unknown whether it ran, and which must not be repeated. */
    public enum Doubts {
        ASK_A_PERSON,
        TELL_THE_MODEL
    }

    /** What becomes of a turn whose model called functions of the caller, none of which waits for a person. */
    public enum LooseCalls {
        PAUSE,
        END_TURN
    }
}
