package dev.holdfast.engine;

import dev.holdfast.engine.SessionState.Living;
import dev.holdfast.error.HoldfastException;
import dev.holdfast.error.Reason;
import dev.holdfast.event.Event;
import dev.holdfast.event.Event.Resolution;
import dev.holdfast.event.Event.ToolCallCompleted;
import dev.holdfast.event.Event.TurnCancelled;
import dev.holdfast.event.Event.TurnCompleted;
import dev.holdfast.event.Event.TurnPaused;
import dev.holdfast.event.Event.TurnResumed;
import dev.holdfast.event.Event.TurnStarted;
import dev.holdfast.event.PendingAction;
import dev.holdfast.event.PendingAction.Need;
import dev.holdfast.event.ToolCall;
import dev.holdfast.name.ActionId;
import dev.holdfast.name.KeyId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Which events answer what callers ask of turns. An approval resolves the actions that it names and no other. */
final class TurnDecisions {

    /** What a model is told of a call whose result did not come while it was waited for. */
    static final String NO_RESULT_IN_TIME = "No result came in time. The call may have had its effect.";

    private TurnDecisions() {}

    static List<Event> decide(Living session, TurnCommand command) {
        return switch (command) {
            case TurnCommand.Submit submit -> submit(session, submit);
            case TurnCommand.Approve approve -> approve(waiting(session), approve);
            case TurnCommand.SubmitResults results -> results(waiting(session), results);
            case TurnCommand.Reject reject -> reject(waiting(session), reject);
            case TurnCommand.Cancel _ -> cancel(session);
            case TurnCommand.CancelTurn cancel -> cancel(session, cancel.turnNumber());
        };
    }

    static void requireActive(SessionStatus status) {
        if (status != SessionStatus.ACTIVE) {
            throw new HoldfastException(
                    Reason.SESSION_NOT_ACTIVE,
                    "Session is " + name(status) + ", not active",
                    Map.of("status", name(status)));
        }
    }

    static void requirePaused(SessionStatus status) {
        if (status != SessionStatus.PAUSED) {
            throw new HoldfastException(
                    Reason.SESSION_NOT_PAUSED,
                    "Session is " + name(status) + ", not paused: nothing waits for a decision or a result.");
        }
    }

    private static String name(SessionStatus status) {
        return switch (status) {
            case ACTIVE -> "active";
            case PAUSED -> "paused";
            case COMPLETED -> "completed";
        };
    }

    private static List<Event> submit(Living session, TurnCommand.Submit submit) {
        requireActive(session.status());
        Turn running = session.turn();
        if (running != null) {
            throw new HoldfastException(
                    Reason.TURN_RUNNING,
                    "Turn " + running.number() + " of this session is still running. Wait for its end, or cancel it.",
                    Map.of("turn_number", Integer.toString(running.number())));
        }
        return List.of(new TurnStarted(session.ledger().turns() + 1, submit.key(), submit.request()));
    }

    private static List<Event> approve(Turn turn, TurnCommand.Approve approve) {
        Map<ActionId, Need> open = open(turn);
        requireOpen(open, approve.action());
        Map<ActionId, TurnCommand.@Nullable Result> resolved = new LinkedHashMap<>();
        resolved.put(approve.action(), null);
        take(open, approve.results(), resolved);
        if (resolved.get(approve.action()) == null && open.get(approve.action()) == Need.RESULT) {
            throw new HoldfastException(
                    Reason.ACTION_RESULT_MISSING,
                    "Action " + approve.action() + " needs no approval but a result. Give it in tool_results.",
                    Map.of("action_id", approve.action().toString()));
        }
        return resolve(turn, open, resolved, approve.key());
    }

    private static List<Event> results(Turn turn, TurnCommand.SubmitResults submit) {
        Map<ActionId, Need> open = open(turn);
        requireAsked(turn, submit.results());
        Map<ActionId, TurnCommand.@Nullable Result> resolved = new LinkedHashMap<>();
        take(open, submit.results(), resolved);
        if (resolved.isEmpty()) {
            return List.of();
        }
        for (ActionId action : resolved.keySet()) {
            if (open.get(action) != Need.RESULT) {
                throw new HoldfastException(
                        Reason.APPROVAL_REQUIRED,
                        "Action " + action + " waits for a person's decision. Approve it, with the result.",
                        Map.of("action_id", action.toString()));
            }
        }
        return resolve(turn, open, resolved, submit.key());
    }

    private static void take(
            Map<ActionId, Need> open,
            List<TurnCommand.Result> results,
            Map<ActionId, TurnCommand.@Nullable Result> resolved) {
        for (TurnCommand.Result result : results) {
            if (!open.containsKey(result.action())) {
                throw new HoldfastException(
                        Reason.ACTION_RESULT_INVALID,
                        "A result names the action " + result.action() + ", which is not open. Open: " + names(open)
                                + ".",
                        Map.of("action_id", result.action().toString()));
            }
            if (resolved.get(result.action()) != null) {
                throw new HoldfastException(
                        Reason.ACTION_RESULT_INVALID,
                        "Two results name the action " + result.action() + ". Give one.",
                        Map.of("action_id", result.action().toString()));
            }
            resolved.put(result.action(), result);
        }
    }

    private static List<Event> resolve(
            Turn turn, Map<ActionId, Need> open, Map<ActionId, TurnCommand.@Nullable Result> resolved, KeyId key) {
        List<Event> events = new ArrayList<>();
        resolved.forEach((action, result) -> events.add(new TurnResumed(
                action,
                open.get(action) == Need.RESULT ? Resolution.ANSWERED : Resolution.APPROVED,
                result == null ? null : result.output(),
                result != null && result.failed(),
                null,
                key)));
        return stillWaiting(turn, resolved.keySet(), events);
    }

    /** What the turn waits for when these calls are settled is said again, with the events that settle them. */
    private static List<Event> stillWaiting(Turn turn, Set<ActionId> settled, List<Event> events) {
        List<PendingAction> left = turn.pending().stream()
                .filter(action -> !settled.contains(action.call().id()))
                .toList();
        if (!left.isEmpty()) {
            events.add(pause(left));
        }
        return events;
    }

    /** Tells the model of each result that is overdue that it did not come. */
    static List<Event> giveUp(@Nullable Turn turn, Instant now) {
        Instant due = turn == null ? null : turn.resultsDueAt();
        if (turn == null || due == null || now.isBefore(due)) {
            return List.of();
        }
        List<Event> events = new ArrayList<>();
        Set<ActionId> settled = new HashSet<>();
        for (PendingAction overdue : turn.overdue()) {
            ToolCall call = overdue.call();
            events.add(new ToolCallCompleted(call.id(), call.tool(), NO_RESULT_IN_TIME, true));
            settled.add(call.id());
        }
        return stillWaiting(turn, settled, events);
    }

    private static List<Event> reject(Turn turn, TurnCommand.Reject reject) {
        requireOpen(open(turn), reject.action());
        return List.of(
                new TurnResumed(reject.action(), Resolution.REJECTED, null, reject.reason(), reject.key()),
                new TurnCompleted(null, turn.text(), List.of(), turn.cost(), reject.action()));
    }

    private static List<Event> cancel(Living session) {
        Turn turn = session.turn();
        if (turn == null) {
            throw new HoldfastException(
                    Reason.NO_RUNNING_TURN,
                    "The session has no turn that could be cancelled: none is running or waits.");
        }
        return List.of(cancelled(turn, "cancelled"));
    }

    private static List<Event> cancel(Living session, int turnNumber) {
        Turn turn = session.turn();
        return turn == null || turn.number() != turnNumber ? List.of() : List.of(cancelled(turn, "cancelled"));
    }

    static TurnCancelled cancelled(Turn turn, String reason) {
        return new TurnCancelled(reason, turn.cost());
    }

    /** The turn waits for these; what a person has to decide comes first. */
    static TurnPaused pause(List<PendingAction> pending) {
        List<PendingAction> decisions =
                pending.stream().filter(action -> action.need() != Need.RESULT).toList();
        List<PendingAction> ordered = new ArrayList<>(pending);
        if (decisions.isEmpty()) {
            return new TurnPaused(Event.PauseReason.RESULT_REQUIRED, ordered);
        }
        ordered.remove(decisions.getFirst());
        ordered.addFirst(decisions.getFirst());
        boolean doubt = decisions.stream().anyMatch(action -> action.need() == Need.DOUBT_SETTLED);
        return new TurnPaused(doubt ? Event.PauseReason.EFFECT_IN_DOUBT : Event.PauseReason.APPROVAL_REQUIRED, ordered);
    }

    private static Turn waiting(Living session) {
        requirePaused(session.status());
        Turn turn = session.turn();
        if (turn == null) {
            throw new IllegalStateException("A paused session has a turn that waits");
        }
        return turn;
    }

    private static Map<ActionId, Need> open(Turn turn) {
        Map<ActionId, Need> open = new LinkedHashMap<>();
        turn.pending().forEach(action -> open.put(action.call().id(), action.need()));
        return open;
    }

    private static void requireOpen(Map<ActionId, Need> open, ActionId action) {
        if (!open.containsKey(action)) {
            throw actionNotOpen(action.toString(), names(open));
        }
    }

    /** Whoever only gives results learns whether a call is unknown, or has one already. */
    private static void requireAsked(Turn turn, List<TurnCommand.Result> results) {
        for (TurnCommand.Result result : results) {
            ActionId action = result.action();
            if (!turn.knows(action)) {
                throw new HoldfastException(
                        Reason.ACTION_NOT_FOUND,
                        "The turn has no call " + action + ". Open: " + names(open(turn)) + ".",
                        Map.of("action_id", action.toString()));
            }
            requireOpen(open(turn), action);
        }
    }

    private static HoldfastException actionNotOpen(String action, String open) {
        return new HoldfastException(
                Reason.ACTION_NOT_OPEN,
                "Action " + action + " does not wait for anything. Open: " + open + ".",
                Map.of("action_id", action));
    }

    private static String names(Map<ActionId, Need> open) {
        return String.join(", ", open.keySet().stream().map(ActionId::toString).toList());
    }
}
