package dev.holdfast.engine;

import dev.holdfast.engine.SessionState.Living;
import dev.holdfast.engine.SessionState.Unborn;
import dev.holdfast.error.HoldfastException;
import dev.holdfast.error.Reason;
import dev.holdfast.event.CallDigest;
import dev.holdfast.event.Content;
import dev.holdfast.event.Decider;
import dev.holdfast.event.Event;
import dev.holdfast.event.Lifetime;
import dev.holdfast.event.Message;
import dev.holdfast.event.ModelStep;
import dev.holdfast.event.Origin;
import dev.holdfast.event.PendingAction;
import dev.holdfast.event.RecordedEvent;
import dev.holdfast.event.Sampling;
import dev.holdfast.event.SessionSettings;
import dev.holdfast.event.TokenUsage;
import dev.holdfast.event.ToolCall;
import dev.holdfast.event.ToolChoice;
import dev.holdfast.event.ToolSpec;
import dev.holdfast.event.TurnRequest;
import dev.holdfast.event.TurnRequest.Approvals;
import dev.holdfast.event.TurnRequest.LooseCalls;
import dev.holdfast.json.Json;
import dev.holdfast.name.ActionId;
import dev.holdfast.name.ApprovalId;
import dev.holdfast.name.KeyId;
import dev.holdfast.name.TenantId;
import dev.holdfast.path.Scope;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A session that is told event by event: what is asked of it is decided, and what was decided happens. */
final class Story {

    static final Instant START = Instant.parse("2026-06-23T00:00:00Z");
    static final TenantId OWNER = new TenantId(new UUID(0, 1));
    static final KeyId KEY = new KeyId(new UUID(0, 3));
    static final Decider PERSON = new Decider(KEY, "ada", null);
    static final Lifetime WEEK = Lifetime.idle(Duration.ofDays(7));
    static final TurnLimits LIMITS = new TurnLimits(3, Duration.ofHours(1), 1_000, 3);

    /** One of the caller's, two of the server's. */
    static final ToolSpec ASK = new ToolSpec.Function("ask", null, null, false);

    static final ToolSpec SEARCH = new ToolSpec.BuiltIn(ToolSpec.Kind.WEB_SEARCH, false);
    static final ToolSpec FILES = new ToolSpec.BuiltIn(ToolSpec.Kind.WORKSPACE, false);

    final List<RecordedEvent> log = new ArrayList<>();
    SessionState state = new Unborn();
    Instant now = START;

    Story() {
        this(WEEK);
    }

    Story(Lifetime lifetime) {
        happens(new Event.SessionCreated(
                new SessionSettings(
                        OWNER, KEY, Origin.NATIVE, null, null, null, List.of(ASK, SEARCH, FILES), Scope.ALL, lifetime),
                Json.EMPTY_OBJECT));
    }

    /** Decides, lets happen what was decided, and tells what it was. */
    List<Event> when(SessionCommand command) {
        List<Event> events = SessionEngine.decide(state, command);
        events.forEach(this::happens);
        return events;
    }

    /** Why it is refused; a refusal changes nothing. */
    HoldfastException refused(SessionCommand command) {
        try {
            throw new AssertionError("not refused: " + SessionEngine.decide(state, command));
        } catch (HoldfastException refusal) {
            return refusal;
        }
    }

    Reason refusal(SessionCommand command) {
        return refused(command).reason();
    }

    Story happens(Event event) {
        RecordedEvent recorded = new RecordedEvent(log.size(), state.turns(), now, event);
        log.add(recorded);
        state = SessionEngine.apply(state, recorded);
        return this;
    }

    Story later(Duration time) {
        now = now.plus(time);
        return this;
    }

    Living living() {
        return (Living) state;
    }

    Turn turn() {
        return Objects.requireNonNull(living().turn());
    }

    Next next() {
        return TurnEngine.next(turn(), LIMITS, now);
    }

    /** The facts of a turn. */
    List<RecordedEvent> turn(int number) {
        List<RecordedEvent> events = new ArrayList<>();
        int current = 0;
        for (RecordedEvent recorded : log) {
            current = recorded.event() instanceof Event.TurnStarted started ? started.turnNumber() : current;
            if (current == number) {
                events.add(recorded);
            }
        }
        return events;
    }

    List<Event> submit(TurnRequest request) {
        return when(new TurnCommand.Submit(OWNER, KEY, request));
    }

    List<Event> answers(String text, ToolCall... calls) {
        return when(new WorkerReport.Answered(step(text, calls)));
    }

    List<Event> returns(int call, String output) {
        return when(new WorkerReport.Returned(id(call), output, false));
    }

    static TurnCommand approve(int call, TurnCommand.Result... results) {
        return new TurnCommand.Approve(OWNER, PERSON, id(call), List.of(results), null);
    }

    static TurnCommand submitResults(TurnCommand.Result... results) {
        return new TurnCommand.SubmitResults(OWNER, PERSON, List.of(results));
    }

    static TurnCommand reject(int call, @Nullable String reason) {
        return new TurnCommand.Reject(OWNER, PERSON, id(call), reason);
    }

    static TurnCommand.Result result(int call, String output) {
        return new TurnCommand.Result(id(call), output);
    }

    /** As the person approves it through the turn. */
    static Event approved(PendingAction action, @Nullable String output) {
        return resumed(action, Event.Resolution.APPROVED, output, null);
    }

    static Event resumed(
            PendingAction action, Event.Resolution resolution, @Nullable String output, @Nullable String reason) {
        ApprovalId approval = action.approval();
        return new Event.TurnResumed(
                action.call().id(),
                resolution,
                output,
                false,
                reason,
                PERSON,
                approval == null ? null : new Event.Ruling(approval, CallDigest.of(action.call()), null, false));
    }

    /** A call that waits for a person for the first time. */
    static PendingAction gated(int call, String tool, PendingAction.Need need) {
        return new PendingAction(call(call, tool), need, new ApprovalId(id(call), 0));
    }

    static ModelStep step(String text, ToolCall... calls) {
        return new ModelStep(text, List.of(calls), new TokenUsage(10, 1), 100, null);
    }

    static ToolCall call(int number, String tool) {
        return new ToolCall(id(number), tool, "{\"n\":" + number + "}");
    }

    static ActionId id(int number) {
        return new ActionId(new UUID(7, number));
    }

    static TurnRequest request(Approvals approvals, LooseCalls looseCalls, ToolSpec... tools) {
        return new TurnRequest(
                said("go"), "demo", null, List.of(tools), new ToolChoice.Auto(), Sampling.USUAL, approvals, looseCalls);
    }

    static TurnRequest asking(Message... input) {
        return new TurnRequest(
                List.of(input),
                "demo",
                null,
                null,
                new ToolChoice.Auto(),
                Sampling.USUAL,
                Approvals.NONE,
                LooseCalls.END_TURN);
    }

    static List<Message> said(String text) {
        return List.of(new Message.Said(Message.Role.USER, List.of(new Content.Text(text))));
    }

    static ToolSpec needsApproval(ToolSpec tool) {
        return switch (tool) {
            case ToolSpec.Function function ->
                new ToolSpec.Function(function.name(), function.description(), function.parameters(), true);
            case ToolSpec.BuiltIn builtIn -> new ToolSpec.BuiltIn(builtIn.kind(), true);
        };
    }
}
