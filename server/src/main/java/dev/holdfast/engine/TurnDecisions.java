package dev.holdfast.engine;

import dev.holdfast.engine.SessionState.Living;
import dev.holdfast.error.HoldfastException;
import dev.holdfast.error.Reason;
import dev.holdfast.event.Decider;
import dev.holdfast.event.Event;
import dev.holdfast.event.Event.TurnCancelled;
import dev.holdfast.event.Event.TurnPaused;
import dev.holdfast.event.Event.TurnStarted;
import dev.holdfast.event.PendingAction;
import dev.holdfast.event.PendingAction.Need;
import dev.holdfast.name.ActionId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Which events answer what callers ask of turns. An approval resolves the actions that it names and no other. */
final class TurnDecisions {

    private TurnDecisions() {}

    static List<Event> decide(Living session, TurnCommand command) {
        return switch (command) {
            case TurnCommand.Submit submit -> submit(session, submit);
            case TurnCommand.Approve approve -> approve(waiting(session), approve);
            case TurnCommand.SubmitResults results -> results(waiting(session), results);
            case TurnCommand.Reject reject -> reject(waiting(session), reject);
            case TurnCommand.Decide decide -> ApprovalDecisions.decide(session, decide);
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
        Map<ActionId, PendingAction> open = open(turn);
        PendingAction approved = require(open, approve.action());
        if (approve.digest() != null) {
            ApprovalDecisions.requireDigest(approved.call(), approve.digest());
        }
        Map<ActionId, TurnCommand.@Nullable Result> resolved = new LinkedHashMap<>();
        resolved.put(approve.action(), null);
        take(open, approve.results(), resolved);
        if (resolved.get(approve.action()) == null && approved.need() == Need.RESULT) {
            throw new HoldfastException(
                    Reason.ACTION_RESULT_MISSING,
                    "Action " + approve.action() + " needs no approval but a result. Give it in tool_results.",
                    Map.of("action_id", approve.action().toString()));
        }
        return resolve(turn, open, resolved, approve.by());
    }

    private static List<Event> results(Turn turn, TurnCommand.SubmitResults submit) {
        Map<ActionId, PendingAction> open = open(turn);
        requireAsked(turn, submit.results());
        Map<ActionId, TurnCommand.@Nullable Result> resolved = new LinkedHashMap<>();
        take(open, submit.results(), resolved);
        if (resolved.isEmpty()) {
            return List.of();
        }
        for (ActionId action : resolved.keySet()) {
            if (require(open, action).need() != Need.RESULT) {
                throw new HoldfastException(
                        Reason.APPROVAL_REQUIRED,
                        "Action " + action + " waits for a person's decision. Approve it, with the result.",
                        Map.of("action_id", action.toString()));
            }
        }
        return resolve(turn, open, resolved, submit.by());
    }

    private static void take(
            Map<ActionId, PendingAction> open,
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
            Turn turn,
            Map<ActionId, PendingAction> open,
            Map<ActionId, TurnCommand.@Nullable Result> resolved,
            Decider by) {
        Settling settling = new Settling(turn);
        resolved.forEach((action, result) -> settling.approved(require(open, action), result, by));
        return settling.events();
    }

    private static List<Event> reject(Turn turn, TurnCommand.Reject reject) {
        return ApprovalDecisions.reject(turn, require(open(turn), reject.action()), reject.reason(), reject.by());
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

    private static Map<ActionId, PendingAction> open(Turn turn) {
        Map<ActionId, PendingAction> open = new LinkedHashMap<>();
        turn.pending().forEach(action -> open.put(action.call().id(), action));
        return open;
    }

    private static PendingAction require(Map<ActionId, PendingAction> open, ActionId action) {
        PendingAction found = open.get(action);
        if (found == null) {
            throw actionNotOpen(action.toString(), names(open));
        }
        return found;
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
            require(open(turn), action);
        }
    }

    private static HoldfastException actionNotOpen(String action, String open) {
        return new HoldfastException(
                Reason.ACTION_NOT_OPEN,
                "Action " + action + " does not wait for anything. Open: " + open + ".",
                Map.of("action_id", action));
    }

    private static String names(Map<ActionId, PendingAction> open) {
        return String.join(", ", open.keySet().stream().map(ActionId::toString).toList());
    }
}
