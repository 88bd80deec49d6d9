package dev.holdfast.simulation;

import dev.holdfast.engine.SessionEngine;
import dev.holdfast.engine.SessionState;
import dev.holdfast.engine.SessionState.Unborn;
import dev.holdfast.event.Content;
import dev.holdfast.event.Decider;
import dev.holdfast.event.Event;
import dev.holdfast.event.Event.TurnCost;
import dev.holdfast.event.Lifetime;
import dev.holdfast.event.Lifetime.IdleBound;
import dev.holdfast.event.Lifetime.IdleClock;
import dev.holdfast.event.Message;
import dev.holdfast.event.ModelStep;
import dev.holdfast.event.Origin;
import dev.holdfast.event.RecordedEvent;
import dev.holdfast.event.Sampling;
import dev.holdfast.event.SessionSettings;
import dev.holdfast.event.TokenUsage;
import dev.holdfast.event.ToolChoice;
import dev.holdfast.event.TurnRequest;
import dev.holdfast.event.TurnRequest.Approvals;
import dev.holdfast.event.TurnRequest.LooseCalls;
import dev.holdfast.json.Json;
import dev.holdfast.name.KeyId;
import dev.holdfast.name.TenantId;
import dev.holdfast.path.Scope;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;

/** What a session has been through before the simulation begins: nothing, or nearly fifty turns. */
record Past(List<RecordedEvent> events, SessionState state) {

    static final TenantId OWNER = new TenantId(new UUID(0, 1));
    static final KeyId KEY = new KeyId(new UUID(0, 2));
    static final Decider PERSON = new Decider(KEY, "ada", null);
    private static final Instant START = Instant.parse("2026-06-23T00:00:00Z");

    private static final List<Past> CHOICES = List.of(
            of(0, Lifetime.idle(Duration.ofDays(2))),
            of(0, new Lifetime(Duration.ofDays(3), null, Lifetime.End.DESTROY)),
            of(
                    48,
                    new Lifetime(
                            Duration.ofDays(4),
                            new IdleBound(Duration.ofHours(9), IdleClock.LAST_RESPONSE),
                            Lifetime.End.COMPLETE)),
            of(49, Lifetime.idle(Duration.ofDays(2))));

    static Past choose(Random random) {
        return CHOICES.get(random.nextInt(CHOICES.size()));
    }

    Instant now() {
        return events.getLast().at();
    }

    private static Past of(int turns, Lifetime lifetime) {
        List<Event> happened = new ArrayList<>();
        happened.add(new Event.SessionCreated(
                new SessionSettings(OWNER, KEY, Origin.NATIVE, null, null, null, List.of(), Scope.ALL, lifetime),
                Json.EMPTY_OBJECT));
        TurnRequest request = new TurnRequest(
                List.of(new Message.Said(Message.Role.USER, List.of(new Content.Text("go")))),
                "demo",
                null,
                List.of(),
                new ToolChoice.Auto(),
                Sampling.USUAL,
                Approvals.FLAGGED,
                LooseCalls.PAUSE);
        ModelStep answer = new ModelStep("", List.of(), new TokenUsage(1, 1), 10, null);
        for (int turn = 1; turn <= turns; turn++) {
            happened.add(new Event.TurnStarted(turn, KEY, request));
            happened.add(new Event.TurnCompleted(answer, "", List.of(), TurnCost.NONE.plus(answer), null));
        }
        List<RecordedEvent> events = new ArrayList<>();
        SessionState state = new Unborn();
        for (Event event : happened) {
            int turn = event instanceof Event.TurnStarted started ? started.turnNumber() : state.turns();
            RecordedEvent recorded = new RecordedEvent(events.size(), turn, START, event);
            events.add(recorded);
            state = SessionEngine.apply(state, recorded);
        }
        return new Past(List.copyOf(events), state);
    }
}
