package dev.holdfast.agent;

import dev.holdfast.engine.Conversation;
import dev.holdfast.engine.SessionState.Living;
import dev.holdfast.engine.Turn;
import dev.holdfast.engine.TurnEngine;
import dev.holdfast.event.Sampling;
import dev.holdfast.event.ToolChoice;
import dev.holdfast.model.ModelEntry;
import dev.holdfast.model.ModelRequest;
import dev.holdfast.name.SessionId;

/** What a turn's model is asked next. */
final class Question {

    private Question() {}

    static ModelRequest of(TurnDesk desk, SessionId session, Living state, Turn turn, ModelEntry model) {
        String own = turn.request().instructions();
        ModelEntry.Limits limits = model.limits();
        long budget = Math.max(0, limits.contextTokens() - limits.outputTokens());
        return new ModelRequest(
                model.providerModel(),
                own == null ? state.settings().instructions() : own,
                Conversation.of(turn, new PastTurns(desk.turns(), session, turn.number()), budget),
                desk.toolbox().offers(TurnEngine.tools(state, turn)),
                choice(turn),
                sampling(turn.request().sampling(), limits),
                model.reasoning(),
                "%s/%d/%d".formatted(session, turn.number(), turn.steps().size()));
    }

    /** What must be called binds the first answer only: else a turn could never end. */
    private static ToolChoice choice(Turn turn) {
        ToolChoice asked = turn.request().toolChoice();
        return switch (asked) {
            case ToolChoice.Auto _, ToolChoice.None _ -> asked;
            case ToolChoice.Required _, ToolChoice.Named _ -> turn.steps().isEmpty() ? asked : new ToolChoice.Auto();
        };
    }

    private static Sampling sampling(Sampling asked, ModelEntry.Limits limits) {
        Integer most = asked.maxOutputTokens();
        int bounded = most == null ? limits.outputTokens() : Math.min(most, limits.outputTokens());
        return new Sampling(asked.temperature(), asked.topP(), bounded, asked.format());
    }
}
