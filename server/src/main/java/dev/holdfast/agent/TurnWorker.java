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
import dev.holdfast.event.Event.TurnCost;
import dev.holdfast.event.ModelStep;
import dev.holdfast.event.ToolCall;
import dev.holdfast.log.Opened;
import dev.holdfast.log.StaleWriterException;
import dev.holdfast.model.Model;
import dev.holdfast.model.ModelEntry;
import dev.holdfast.model.ModelOutcome;
import dev.holdfast.name.ActionId;
import dev.holdfast.name.SessionId;
import dev.holdfast.node.NodeLease;
import dev.holdfast.tool.ServerTool;
import dev.holdfast.tool.ToolInvocation;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs one turn until it ends or waits: asks the engine what is next, does it, and reports what came of it. All that it
 * knows can be read from the log again, so that another worker can go on wherever this one is stopped.
 */
final class TurnWorker {

    private static final Logger LOG = LoggerFactory.getLogger(TurnWorker.class);

    private final TurnDesk desk;
    private final AgentConfig config;
    private final HeldSession session;
    private final Instant since;
    private final Crew crew;
    private final Thread thread;

    /** Whether somebody else, or this worker before an outage, may have begun what is to be done next. */
    private boolean recovering;

    private volatile boolean stopped;
    private volatile boolean outOfTime;

    private TurnWorker(TurnDesk desk, AgentConfig config, Opened<SessionState> known, boolean recovering, Crew crew) {
        this.desk = desk;
        this.config = config;
        this.session = new HeldSession(desk.journal(), desk.turns(), known);
        this.since = desk.clock().instant();
        this.recovering = recovering;
        this.crew = crew;
        this.thread = Thread.ofVirtual().name("turn-" + known.session()).unstarted(this::run);
    }

    /** The workers of a server: by which right they work, how many may be at it, and who hears when one has ended. */
    record Crew(NodeLease lease, Semaphore places, Consumer<TurnWorker> ended) {}

    /** For a turn that has just begun, or goes on after a pause. */
    static TurnWorker going(TurnDesk desk, AgentConfig config, Opened<SessionState> known, Crew crew) {
        return new TurnWorker(desk, config, known, false, crew);
    }

    /** For a turn whose worker is gone. */
    static TurnWorker takingOver(TurnDesk desk, AgentConfig config, Opened<SessionState> known, Crew crew) {
        return new TurnWorker(desk, config, known, true, crew);
    }

    SessionId session() {
        return session.id();
    }

    long fence() {
        return session.fence();
    }

    void start() {
        thread.start();
    }

    /** Ends the work where it is; nothing more is reported. */
    void stop() {
        stopped = true;
        session.release();
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

    private void run() {
        try {
            crew.places().acquire();
            try {
                work();
            } finally {
                crew.places().release();
            }
        } catch (InterruptedException e) {
            LOG.debug("session {} was stopped", session.id());
        } finally {
            crew.ended().accept(this);
        }
    }

    private void work() throws InterruptedException {
        try {
            Optional<Turn> turn = session.running();
            while (turn.isPresent() && !stopped) {
                advance(turn.get());
                turn = session.running();
            }
        } catch (StaleWriterException e) {
            LOG.debug("session {} has changed hands", session.id());
        } catch (RuntimeException e) {
            LOG.error("the turn of session {} failed by a fault of the server", session.id(), e);
            fail();
        }
    }

    private void advance(Turn turn) throws InterruptedException {
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
            session.reopen();
            recovering = true;
        }
    }

    private Next next(Turn turn) {
        return TurnEngine.next(
                turn.takenOver(since), config.limits(), desk.clock().instant());
    }

    private void recover(Turn turn) throws InterruptedException {
        for (WorkerReport report : Recovery.reports(turn, this::repeatable, config.limits())) {
            session.report(report);
        }
        recovering = false;
        askAgain();
    }

    /** Asks for an answer once more whose beginning readers may have seen, if it is still due. */
    private void askAgain() throws InterruptedException {
        Optional<Turn> turn = session.running();
        if (turn.isPresent() && next(turn.get()) instanceof Next.CallModel) {
            ask(RepeatedText.of(session.seenOfTheAnswer()));
        }
    }

    private void take(Next next) throws InterruptedException {
        switch (next) {
            case Next.CallModel _ -> ask(RepeatedText.nothingSeen());
            case Next.RunTools tools -> runTools(tools);
            case Next.Stop stop -> session.report(new WorkerReport.Failed(FailureCause.LIMIT, stop.sentence()));
        }
    }

    private void ask(RepeatedText repeated) throws InterruptedException {
        Living state = session.living();
        Turn turn = session.turn();
        String name = turn.request().model();
        Optional<ModelEntry> entry = desk.catalogue().find(state.settings().tenant(), name);
        if (entry.isEmpty()) {
            session.report(
                    new WorkerReport.Failed(FailureCause.MODEL, "The model " + name + " is no longer configured."));
            return;
        }
        Model model = Objects.requireNonNull(desk.models().get(entry.get().provider()));
        DeltaWriter writer = new DeltaWriter(session::progress, config.deltaInterval());
        ModelCall call = new ModelCall(writer, repeated, session::reportNow);
        crew.lease().requireHeld();
        ModelOutcome outcome = call.ask(model, Question.of(desk, session.id(), state, turn, entry.get()));
        TurnCost cost = entry.get().cost(outcome.usage());
        switch (outcome) {
            case ModelOutcome.Answered answered ->
                session.report(new WorkerReport.Answered(step(call.text(), answered, cost)));
            case ModelOutcome.Interrupted cut -> {
                LOG.warn("session {}: an answer was cut off: {}", session.id(), cut.sentence());
                session.report(
                        new WorkerReport.Retrying(config.limits().retries(), cost, WholeText.mended(cut.sentence())));
                askAgain();
            }
            case ModelOutcome.Failed failed ->
                session.report(new WorkerReport.Failed(FailureCause.MODEL, WholeText.mended(failed.sentence()), cost));
        }
    }

    private ModelStep step(String text, ModelOutcome.Answered answered, TurnCost cost) {
        List<ToolCall> calls = new ArrayList<>();
        for (ModelOutcome.RequestedCall call : answered.calls()) {
            calls.add(new ToolCall(
                    new ActionId(desk.ids().next()),
                    WholeText.mended(call.tool()),
                    WholeText.mended(call.arguments())));
        }
        return new ModelStep(text, calls, cost.usage(), cost.micros(), answered.providerItems());
    }

    private void runTools(Next.RunTools tools) throws InterruptedException {
        for (Action approved : tools.approved()) {
            session.report(new WorkerReport.Executing(approved.id()));
        }
        List<Action> all = new ArrayList<>(tools.begun());
        all.addAll(tools.approved());
        try (ToolRuns runs = new ToolRuns(this::tool, this::invocation)) {
            for (Action action : all) {
                // A server that stood still since it said that it would may have lost the turn to another.
                crew.lease().requireHeld();
                runs.start(action);
            }
            for (int left = all.size(); left > 0; left--) {
                ToolRuns.Finished finished = runs.next();
                session.report(new WorkerReport.Returned(
                        finished.action().id(),
                        finished.result().output(),
                        finished.result().failed()));
            }
        }
    }

    /** The tool that a call means, if the turn offers it. */
    private Optional<ServerTool> tool(Action action) {
        String name = action.call().tool();
        boolean offered = TurnEngine.tools(session.living(), session.turn()).stream()
                .anyMatch(spec -> spec.names().contains(name));
        return offered ? desk.toolbox().find(name) : Optional.empty();
    }

    /** A call that nothing answers to has no effect. */
    private boolean repeatable(Action action) {
        return tool(action).map(ServerTool::repeatable).orElse(true);
    }

    private ToolInvocation invocation(Action action) {
        return new ToolInvocation(
                session.living().settings().tenant(),
                session.id(),
                action.call().arguments(),
                "%s/%d/%s".formatted(session.id(), session.turn().number(), action.id()));
    }

    /** The last words: a turn must not stay behind that nobody runs. */
    private void fail() {
        try {
            if (session.running().isPresent()) {
                session.reportNow(new WorkerReport.Failed(
                        FailureCause.INTERNAL, "The server made a mistake; its log has the cause."));
            }
        } catch (StaleWriterException e) {
            LOG.debug("session {} has changed hands", session.id());
        } catch (RuntimeException e) {
            LOG.error("session {} is left to whoever takes it over", session.id(), e);
        }
    }
}
