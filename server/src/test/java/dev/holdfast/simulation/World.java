package dev.holdfast.simulation;

import dev.holdfast.engine.SessionCommand;
import dev.holdfast.engine.SessionState.Living;
import dev.holdfast.engine.TurnCommand;
import dev.holdfast.error.HoldfastException;
import dev.holdfast.event.Event;
import dev.holdfast.event.Event.TurnResumed;
import dev.holdfast.event.RecordedEvent;
import dev.holdfast.json.Json;
import dev.holdfast.name.ActionId;
import dev.holdfast.simulation.MemoryLog.Decided;
import dev.holdfast.simulation.MemoryLog.StaleFence;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** One session, the workers that run its turns, and everybody who wants something of it. */
final class World {

    private final List<String> story = new ArrayList<>();
    private final Random random;
    private final Invariants invariants;
    private final ScriptedModel model;
    private final MemoryLog log;
    private final Callers callers;

    private Instant now;
    private @Nullable SimulatedWorker worker;

    /** Those that were replaced and do not know it yet, and commands that were decided and have not reached the log. */
    private final Deque<SimulatedWorker> replaced = new ArrayDeque<>();

    private final Deque<Held> held = new ArrayDeque<>();

    private record Held(SessionCommand command, Decided decided) {}

    World(long seed) {
        random = new Random(seed);
        random.nextInt();
        boolean wavers = random.nextInt(3) > 0;
        Past past = Past.choose(random);
        now = past.now();
        invariants = new Invariants(wavers);
        model = new ScriptedModel(seed, wavers);
        log = new MemoryLog(past.events(), past.state(), invariants::observe);
        callers = new Callers(log);
    }

    void play(List<Move> moves) {
        moves.forEach(this::play);
        finish();
    }

    /** The session's log. */
    List<RecordedEvent> events() {
        return List.copyOf(log.events());
    }

    /** What happened, for people. */
    List<String> story() {
        return story;
    }

    private void play(Move move) {
        Random choices = move.choices();
        int before = log.events().size();
        String what = switch (move.kind()) {
            case WORK -> work(choices, 1 + move.choice() % 4);
            case CRASH -> {
                boolean alive = worker != null;
                worker = null;
                yield alive ? "dies" : "";
            }
            // A worker that lives is seldom taken for dead.
            case TAKE_OVER -> worker == null || choices.nextInt(4) == 0 ? takeOver() : "";
            case LINGER -> linger();
            case WAIT -> {
                now = now.plus(Duration.ofMinutes(1 + choices.nextInt(60) * (long) choices.nextInt(60)));
                yield command(new SessionCommand.Settle(now), choices);
            }
            case UPDATE_METADATA ->
                command(
                        new SessionCommand.UpdateMetadata(Past.OWNER, new Json("{\"n\":" + before + "}"), null),
                        choices);
            case SUBMIT -> command(callers.submit(choices), choices);
            case APPROVE -> command(callers.approve(choices), choices);
            case DECIDE -> command(callers.decide(choices, now), choices);
            case GIVE_RESULTS -> command(callers.results(choices), choices);
            case REJECT -> command(callers.reject(choices), choices);
            case CANCEL -> command(callers.cancel(choices), choices);
            case DELETE -> choices.nextInt(4) == 0 ? command(new SessionCommand.Delete(Past.OWNER), choices) : "";
            case LAND -> held.isEmpty() ? "" : land(held.removeFirst());
        };
        if (!what.isEmpty()) {
            story.add(move.kind() + " " + what + told(before));
        }
    }

    private String told(int before) {
        List<String> events = log.events().stream()
                .skip(before)
                .map(recorded -> recorded.sequence() + " " + brief(recorded.event()))
                .toList();
        return events.isEmpty() ? "" : " → " + String.join("; ", events);
    }

    private static String brief(Event event) {
        return event instanceof Event.TurnStarted started
                ? "TurnStarted[" + started.turnNumber() + ", "
                        + started.request().approvals() + ", "
                        + started.request().looseCalls() + ", "
                        + started.request().tools() + "]"
                : event.toString();
    }

    private static String brief(SessionCommand command) {
        return command instanceof TurnCommand.Submit ? "a turn" : command.toString();
    }

    private String work(Random choices, int steps) {
        if (worker == null) {
            return "";
        }
        try {
            for (int left = steps; left > 0 && worker != null; left--) {
                if (!worker.work(choices, now)) {
                    worker = null;
                }
            }
        } catch (StaleFence stale) {
            worker = null;
            return "is told that it was replaced";
        }
        return "works";
    }

    private String takeOver() {
        if (!log.state().running()) {
            return "";
        }
        if (worker != null) {
            replaced.add(worker);
        }
        worker = SimulatedWorker.takeOver(log, model, invariants, now);
        return "takes over";
    }

    /** A worker past its lease begins no effect and asks no model; all that it can try is to write. */
    private String linger() {
        if (replaced.isEmpty()) {
            return "";
        }
        try {
            replaced.removeFirst().lingers(now);
        } catch (StaleFence stale) {
            return "is told that it was replaced";
        }
        return "has nothing to write";
    }

    /** A command is decided now; whether it reaches the log now or later is open. */
    private String command(@Nullable SessionCommand command, Random choices) {
        if (command == null) {
            return "";
        }
        try {
            Held decided = new Held(command, log.decide(command));
            if (choices.nextInt(5) == 0) {
                held.add(decided);
                return "is held up: " + brief(command);
            }
            return land(decided);
        } catch (HoldfastException refusal) {
            return brief(command) + " refused: " + refusal.reason();
        }
    }

    private String land(Held command) {
        Decided decided = command.decided();
        try {
            while (!append(command.command(), decided)) {
                decided = log.decide(command.command());
            }
        } catch (HoldfastException refusal) {
            return brief(command.command()) + " refused: " + refusal.reason();
        }
        return brief(command.command());
    }

    private boolean append(SessionCommand command, Decided decided) {
        boolean ran = log.state().running();
        if (!log.append(decided, now)) {
            return false;
        }
        Set<ActionId> resolved = new HashSet<>();
        boolean late = false;
        for (Event event : decided.events()) {
            if (event instanceof TurnResumed resumed) {
                resolved.add(resumed.action());
                requireShown(command, resumed);
            }
            late |= event instanceof Event.ApprovalExpired;
        }
        if (!resolved.isEmpty()
                && log.state() instanceof Living living
                && living.turn() != null
                && !living.turn().running()
                && !(decided.events().getLast() instanceof Event.TurnPaused)) {
            throw new AssertionError("The turn still waits, and the log does not say so again");
        }
        boolean nothing = late || decided.events().isEmpty();
        if (!resolved.equals(nothing ? Set.of() : Callers.named(command))) {
            throw new AssertionError("Resolved " + resolved + ", but named were " + Callers.named(command));
        }
        if (!ran && log.state().running()) {
            if (worker != null) {
                replaced.add(worker);
            }
            worker = SimulatedWorker.begin(log, model, invariants, now);
        }
        return true;
    }

    private static void requireShown(SessionCommand command, TurnResumed resumed) {
        boolean other = command instanceof TurnCommand.Decide decide
                && (resumed.ruling() == null || !resumed.ruling().digest().equals(decide.digest()));
        if (other) {
            throw new AssertionError("Decided on what was not shown: " + command);
        }
    }

    /** The storm is over: what runs comes to its end or to a pause, people decide, and what went on ends as well. */
    private void finish() {
        Folds.check(log);
        for (int left = 3_000; log.state() instanceof Living living && living.turn() != null; left--) {
            if (left == 0) {
                throw new AssertionError("A turn does not come to its end");
            }
            Move.Kind due = worker == null ? Move.Kind.TAKE_OVER : Move.Kind.WORK;
            play(new Move(log.state().running() ? due : Move.Kind.APPROVE, left));
        }
        Folds.check(log);
        boolean open = log.state() instanceof Living living && living.turn() != null;
        if (open != invariants.turnOpen()) {
            throw new AssertionError("The state has a turn that has ended, or lacks one that has not");
        }
    }
}
