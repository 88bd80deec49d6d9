package dev.holdfast.agent;

import dev.holdfast.engine.Action;
import dev.holdfast.engine.Next;
import dev.holdfast.engine.Recovery;
import dev.holdfast.engine.RepeatedText;
import dev.holdfast.engine.SessionState;
import dev.holdfast.engine.SessionState.Living;
import dev.holdfast.engine.Turn;
import dev.holdfast.engine.TurnEngine;
import dev.holdfast.engine.WorkerReport;
import dev.holdfast.error.HoldfastException;
import dev.holdfast.error.Reason;
import dev.holdfast.event.Event.FailureCause;
import dev.holdfast.event.Event.ModelCallRetried;
import dev.holdfast.event.Event.SessionMetadataUpdated;
import dev.holdfast.event.Event.TurnRecovered;
import dev.holdfast.event.ModelStep;
import dev.holdfast.event.RecordedEvent;
import dev.holdfast.event.ToolCall;
import dev.holdfast.log.Opened;
import dev.holdfast.log.StaleWriterException;
import dev.holdfast.model.Model;
import dev.holdfast.model.ModelEntry;
import dev.holdfast.model.ModelOutcome;
import dev.holdfast.name.ActionId;
import dev.holdfast.name.SessionId;
import dev.holdfast.tool.ServerTool;
import dev.holdfast.tool.ToolInvocation;
import dev.holdfast.turn.TurnStore.Range;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs one turn until it ends or waits: asks the engine what is next, does it, and reports what came of it. All that it
 * knows can be read from the log again, so that another worker can go on wherever this one is stopped.
 */
final class TurnWorker {

    private static final Logger LOG = LoggerFactory.getLogger(TurnWorker.class);
    private static final Duration OUTAGE_PAUSE = Duration.ofMillis(200);

    private final TurnDesk desk;
    private final AgentConfig config;
    private final SessionId session;
    private final long fence;
    private final Instant since;
    private final Thread thread;
    private Opened<SessionState> known;

    /** Whether somebody else, or this worker before an outage, may have begun what is to be done next. */
    private boolean recovering;

    private volatile boolean stopped;
    private volatile boolean outOfTime;

    private TurnWorker(TurnDesk desk, AgentConfig config, Opened<SessionState> known, boolean recovering, Crew crew) {
        this.desk = desk;
        this.config = config;
        this.session = known.session();
        this.fence = known.fence();
        this.since = desk.clock().instant();
        this.known = known;
        this.recovering = recovering;
        this.thread = Thread.ofVirtual().name("turn-" + session).unstarted(() -> run(crew));
    }

    /** The workers of a server: how many may be at work, and who hears when one has ended. */
    record Crew(Semaphore places, Consumer<TurnWorker> ended) {}

    /** For a turn that has just begun, or goes on after a pause. */
    static TurnWorker going(TurnDesk desk, AgentConfig config, Opened<SessionState> known, Crew crew) {
        return new TurnWorker(desk, config, known, false, crew);
    }

    /** For a turn whose worker is gone. */
    static TurnWorker takingOver(TurnDesk desk, AgentConfig config, Opened<SessionState> known, Crew crew) {
        return new TurnWorker(desk, config, known, true, crew);
    }

    SessionId session() {
        return session;
    }

    long fence() {
        return fence;
    }

    void start() {
        thread.start();
    }

    /** Ends the work where it is; nothing more is reported. */
    void stop() {
        stopped = true;
        thread.interrupt();
    }

    /** Ends the work if the turn has run for too long; that is reported. */
    void checkTime(Instant now) {
        if (now.isAfter(since.plus(config.limits().runningTime())) && !outOfTime) {
            outOfTime = true;
            thread.interrupt();
        }
    }

    void join() throws InterruptedException {
        thread.join();
    }

    private void run(Crew crew) {
        try {
            crew.places().acquire();
        } catch (InterruptedException e) {
            LOG.debug("session {} was stopped before its turn came", session);
            crew.ended().accept(this);
            return;
        }
        try {
            while (!stopped && advance()) {
                LOG.debug("session {} goes on", session);
            }
        } catch (StaleWriterException e) {
            LOG.debug("session {} has changed hands", session);
        } catch (InterruptedException e) {
            LOG.debug("session {} was stopped", session);
        } catch (RuntimeException e) {
            LOG.error("the turn of session {} failed by a fault of the server", session, e);
            fail();
        } finally {
            crew.places().release();
            crew.ended().accept(this);
        }
    }

    /** Takes the next step, if there is one. */
    private boolean advance() throws InterruptedException {
        Turn turn = turn();
        if (turn == null || !turn.running()) {
            return false;
        }
        try {
            if (recovering) {
                recover(turn);
            } else {
                take(next(turn));
            }
        } catch (InterruptedException e) {
            if (stopped || !outOfTime) {
                throw e;
            }
        } catch (HoldfastException e) {
            if (e.reason() != Reason.DATABASE_UNAVAILABLE) {
                throw e;
            }
            reopen();
        }
        return true;
    }

    private void recover(Turn turn) throws InterruptedException {
        for (WorkerReport report : Recovery.reports(turn, this::repeatable, config.limits())) {
            report(report);
        }
        recovering = false;
        Turn after = turn();
        if (after != null && after.running() && next(after) instanceof Next.CallModel) {
            ask(RepeatedText.of(sinceLastStep(after)));
        }
    }

    private Next next(Turn turn) {
        return TurnEngine.next(
                turn.takenOver(since), config.limits(), desk.clock().instant());
    }

    private void take(Next next) throws InterruptedException {
        switch (next) {
            case Next.CallModel _ -> ask(RepeatedText.nothingSeen());
            case Next.RunTools tools -> runTools(tools);
            case Next.Stop stop -> report(new WorkerReport.Failed(FailureCause.LIMIT, stop.sentence()));
        }
    }

    private void ask(RepeatedText repeated) throws InterruptedException {
        Living state = living();
        Turn turn = Objects.requireNonNull(turn());
        String name = turn.request().model();
        Optional<ModelEntry> entry = desk.catalogue().find(state.settings().tenant(), name);
        if (entry.isEmpty()) {
            report(new WorkerReport.Failed(FailureCause.MODEL, "The model " + name + " is no longer configured."));
            return;
        }
        Model model = Objects.requireNonNull(desk.models().get(entry.get().provider()));
        long ownFence = fence;
        var writer =
                new DeltaWriter(deltas -> desk.journal().progress(session, ownFence, deltas), config.deltaInterval());
        ModelCall call = new ModelCall(writer, repeated, this::reportNow);
        ModelOutcome outcome = call.ask(model, Question.of(desk, session, state, turn, entry.get()));
        report(
                switch (outcome) {
                    case ModelOutcome.Answered answered ->
                        new WorkerReport.Answered(step(entry.get(), call.text(), answered));
                    case ModelOutcome.Failed failed ->
                        new WorkerReport.Failed(FailureCause.MODEL, WholeText.mended(failed.sentence()));
                });
    }

    private ModelStep step(ModelEntry entry, String text, ModelOutcome.Answered answered) {
        List<ToolCall> calls = new ArrayList<>();
        for (ModelOutcome.RequestedCall call : answered.calls()) {
            calls.add(new ToolCall(
                    new ActionId(desk.ids().next()),
                    WholeText.mended(call.tool()),
                    WholeText.mended(call.arguments())));
        }
        return new ModelStep(
                text, calls, answered.usage(), entry.costMicros(answered.usage()), answered.providerItems());
    }

    private void runTools(Next.RunTools tools) throws InterruptedException {
        for (Action approved : tools.approved()) {
            report(new WorkerReport.Executing(approved.id()));
        }
        List<Action> all = new ArrayList<>(tools.begun());
        all.addAll(tools.approved());
        try (ToolRuns runs = new ToolRuns(this::tool, this::invocation)) {
            all.forEach(runs::start);
            for (int left = all.size(); left > 0; left--) {
                ToolRuns.Finished finished = runs.next();
                report(new WorkerReport.Returned(
                        finished.action().id(),
                        finished.result().output(),
                        finished.result().failed()));
            }
        }
    }

    /** The tool that a call means, if the turn offers it. */
    private Optional<ServerTool> tool(Action action) {
        String name = action.call().tool();
        boolean offered = TurnEngine.tools(living(), Objects.requireNonNull(turn())).stream()
                .anyMatch(spec -> spec.names().contains(name));
        return offered ? desk.toolbox().find(name) : Optional.empty();
    }

    /** A call that nothing answers to has no effect. */
    private boolean repeatable(Action action) {
        return tool(action).map(ServerTool::repeatable).orElse(true);
    }

    private ToolInvocation invocation(Action action) {
        Turn turn = Objects.requireNonNull(turn());
        return new ToolInvocation(
                living().settings().tenant(),
                session,
                action.call().arguments(),
                "%s/%d/%s".formatted(session, turn.number(), action.id()));
    }

    /** Reports, however long the database does not answer: what was done must not be done again. */
    private void report(WorkerReport report) throws InterruptedException {
        while (true) {
            try {
                reportNow(report);
                return;
            } catch (HoldfastException e) {
                if (e.reason() != Reason.DATABASE_UNAVAILABLE) {
                    throw e;
                }
                LOG.warn("session {} waits for the database: {}", session, e.sentence());
                Thread.sleep(OUTAGE_PAUSE);
            }
        }
    }

    private void reportNow(WorkerReport report) {
        known = desk.journal().report(known, report);
    }

    /** After an outage it is not known what was written. */
    private void reopen() throws InterruptedException {
        while (true) {
            Thread.sleep(OUTAGE_PAUSE);
            try {
                known = desk.journal().reopen(known);
                recovering = true;
                return;
            } catch (HoldfastException e) {
                if (e.reason() != Reason.DATABASE_UNAVAILABLE) {
                    throw e;
                }
            }
        }
    }

    /** The last words: a turn must not stay behind that nobody runs. */
    private void fail() {
        try {
            Turn turn = turn();
            if (turn != null && turn.running()) {
                reportNow(new WorkerReport.Failed(
                        FailureCause.INTERNAL, "The server made a mistake; its log has the cause."));
            }
        } catch (StaleWriterException e) {
            LOG.debug("session {} has changed hands", session);
        } catch (RuntimeException e) {
            LOG.error("session {} is left to whoever takes it over", session, e);
        }
    }

    /** What readers have seen of the answer that is due. */
    private List<RecordedEvent> sinceLastStep(Turn turn) {
        Range all = new Range(turn.firstSequence(), known.lastSequence());
        long last = desk.turns().facts(session, all).stream()
                .filter(fact -> !withinAStep(fact))
                .mapToLong(RecordedEvent::sequence)
                .max()
                .orElse(turn.firstSequence());
        return desk.turns().events(session, new Range(last, known.lastSequence()));
    }

    private static boolean withinAStep(RecordedEvent fact) {
        return fact.event() instanceof ModelCallRetried
                || fact.event() instanceof TurnRecovered
                || fact.event() instanceof SessionMetadataUpdated;
    }

    private Living living() {
        if (known.state() instanceof Living living) {
            return living;
        }
        throw new IllegalStateException("A session that is run is " + known.state());
    }

    private @Nullable Turn turn() {
        return known.state() instanceof Living living ? living.turn() : null;
    }
}
