package dev.holdfast.bench;

import dev.holdfast.Holdfast;
import dev.holdfast.engine.SessionCommand;
import dev.holdfast.engine.SessionEngine;
import dev.holdfast.engine.SessionState;
import dev.holdfast.engine.TurnCommand;
import dev.holdfast.engine.WorkerReport;
import dev.holdfast.event.Content;
import dev.holdfast.event.Event.TextAdded;
import dev.holdfast.event.Lifetime;
import dev.holdfast.event.Message;
import dev.holdfast.event.ModelStep;
import dev.holdfast.event.Origin;
import dev.holdfast.event.Sampling;
import dev.holdfast.event.SessionSettings;
import dev.holdfast.event.TokenUsage;
import dev.holdfast.event.ToolChoice;
import dev.holdfast.event.TurnRequest;
import dev.holdfast.json.Json;
import dev.holdfast.log.Admission;
import dev.holdfast.log.Creation;
import dev.holdfast.log.EventCodec;
import dev.holdfast.log.EventLog;
import dev.holdfast.log.LogConfig;
import dev.holdfast.log.Opened;
import dev.holdfast.name.KeyId;
import dev.holdfast.name.SessionId;
import dev.holdfast.name.TenantId;
import dev.holdfast.node.NodeConfig;
import dev.holdfast.node.NodeLease;
import dev.holdfast.path.Scope;
import dev.holdfast.storage.Database;
import dev.holdfast.storage.DatabaseAddress;
import dev.holdfast.storage.IdSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;

/** The log as the server has it, with its projections, in this process: what there is beneath every API. */
final class OwnLog implements AutoCloseable {

    private static final int POOL_SIZE = 16;
    private static final int DELTAS_PER_TURN = 20;
    private static final int DELTAS_PER_APPEND = 4_000;
    private static final TextAdded DELTA = new TextAdded("another word ");

    private static final TurnRequest REQUEST = new TurnRequest(
            List.of(new Message.Said(Message.Role.USER, List.of(new Content.Text("What is it like outside?")))),
            "demo",
            null,
            null,
            new ToolChoice.Auto(),
            Sampling.USUAL,
            TurnRequest.Approvals.FLAGGED,
            TurnRequest.LooseCalls.PAUSE);

    private static final ModelStep ANSWER = new ModelStep(
            DELTA.delta().repeat(DELTAS_PER_TURN), List.of(), new TokenUsage(5, 2L * DELTAS_PER_TURN), 0, null);

    private final Database database;
    private final NodeLease lease;
    private final EventLog<SessionState> log;
    private final IdSource ids = new IdSource(InstantSource.system(), new SecureRandom());

    private OwnLog(Database database, Path home) {
        this.database = database;
        this.lease = NodeLease.take(database, home, NodeConfig.DEFAULT);
        this.log = EventLog.start(database, Holdfast.SHAPE, lease, InstantSource.system(), LogConfig.DEFAULT);
    }

    /** Opens the log of this database as a node of its own. */
    static OwnLog open(DatabaseAddress address, Path home) throws IOException {
        return new OwnLog(Database.open(address, POOL_SIZE), Files.createDirectories(home.resolve("node")));
    }

    /** The bytes of a delta's row, as hexadecimal digits. */
    static String deltaPayload() {
        return HexFormat.of().formatHex(EventCodec.payload(DELTA));
    }

    /** Fills a session with turns that have ended, so many events each, through the log itself. */
    void fill(SessionId session, int turns, int eventsPerTurn) {
        TenantId tenant =
                ((SessionState.Living) log.open(session).state()).settings().tenant();
        KeyId key = new KeyId(ids.next());
        List<TextAdded> deltas = Collections.nCopies(Math.min(eventsPerTurn - 2, DELTAS_PER_APPEND), DELTA);
        Opened<SessionState> known = log.open(session);
        for (int turn = 0; turn < turns; turn++) {
            known = advance(known, new TurnCommand.Submit(tenant, key, REQUEST));
            for (int left = eventsPerTurn - 2; left > 0; left -= deltas.size()) {
                log.appendProgress(session, known.fence(), deltas.subList(0, Math.min(left, deltas.size())));
            }
            known = advance(known, new WorkerReport.Answered(ANSWER));
        }
    }

    private Opened<SessionState> advance(Opened<SessionState> known, SessionCommand command) {
        return log.append(known, state -> SessionEngine.decide(state, command)).opened();
    }

    /** One event a call, each durable before the next: turns of a start, {@value DELTAS_PER_TURN} deltas and an end. */
    Caller writer() {
        return new Writer();
    }

    @Override
    public void close() {
        log.close();
        lease.close();
        database.close();
    }

    private final class Writer implements Caller {

        private final TenantId tenant = new TenantId(ids.next());
        private final KeyId key = new KeyId(ids.next());
        private Opened<SessionState> session;
        private int deltas;

        Writer() {
            var create = new SessionCommand.Create(settings(), Json.EMPTY_OBJECT);
            SessionId id = new SessionId(ids.next());
            Creation<SessionState> _ =
                    log.create(() -> id, state -> SessionEngine.decide(state, create), null, Admission.FREE);
            session = log.open(id);
        }

        private SessionSettings settings() {
            return new SessionSettings(
                    tenant,
                    key,
                    Origin.NATIVE,
                    "bench",
                    null,
                    null,
                    List.of(),
                    Scope.ALL,
                    Lifetime.idle(Duration.ofDays(7)));
        }

        @Override
        public void call() {
            if (!session.state().running()) {
                session = advance(session, new TurnCommand.Submit(tenant, key, REQUEST));
                deltas = 0;
            } else if (deltas < DELTAS_PER_TURN) {
                log.appendProgress(session.session(), session.fence(), List.of(DELTA));
                deltas++;
            } else {
                session = advance(session, new WorkerReport.Answered(ANSWER));
            }
        }

        @Override
        public void close() {}
    }
}
