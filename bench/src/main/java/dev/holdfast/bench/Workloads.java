package dev.holdfast.bench;

import dev.holdfast.name.ResponseId;
import dev.holdfast.name.SessionId;
import dev.holdfast.storage.DatabaseAddress;
import dev.holdfast.storage.IdSource;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** What is measured against what. */
final class Workloads {

    private static final int SESSIONS_TO_READ = 256;

    /** Postgres takes a hundred connections, and the server has some of them. */
    private static final int MOST_CLIENTS = 64;

    private static final int WORDS_PER_TURN = 20;

    private final ServerProcess server;
    private final GrpcDoor grpc;
    private final HttpDoor http;
    private final Optional<PgbenchProgram> pgbench;
    private final Path home;
    private final String nativeKey;
    private final String sessionsKey;

    Workloads(ServerProcess server, GrpcDoor grpc, Optional<PgbenchProgram> pgbench, Path home) {
        this.server = server;
        this.grpc = grpc;
        this.http = new HttpDoor(ServerProcess.HOST, server.httpPort());
        this.pgbench = pgbench;
        this.home = home;
        this.nativeKey = "authorization: Bearer " + server.key("native");
        this.sessionsKey = "CENCORI_API_KEY: " + server.key("sessions");
    }

    /** Reading a session through each door. */
    Workload unary() {
        List<String> sessions =
                Stream.generate(grpc::create).limit(SESSIONS_TO_READ).toList();
        Side floor = ours("gRPC GetSession", () -> grpc.reading(sessions));
        Side typed = ours(
                "GET /holdfast/v1/sessions/{id}", () -> http.reading("/holdfast/v1/sessions/", nativeKey, sessions));
        Side dialect = ours("GET /v1/sessions/{id}", () -> http.reading("/v1/sessions/", sessionsKey, sessions));
        return new Workload(
                "unary",
                Workload.USUAL_CALLERS,
                List.of(new Workload.Pair(typed, floor), new Workload.Pair(dialect, floor)));
    }

    /** Making a session, against its rows alone. */
    Workload create() {
        DatabaseAddress database = server.database();
        SessionRows rows = SessionRows.read(database, grpc.create());
        Side ours = ours("gRPC CreateSession", grpc::creating);
        List<Workload.Pair> pairs = new ArrayList<>();
        pgbench("create", FloorScripts.session(rows)).ifPresent(floor -> pairs.add(new Workload.Pair(ours, floor)));
        DatabaseAddress scratch = FloorDatabase.create(database, "floor_jdbc");
        IdSource ids = new IdSource(InstantSource.system(), new SecureRandom());
        Side jdbc = new ClosedLoop("JDBC", () -> new JdbcCaller(scratch, rows, ids), Optional.empty());
        pairs.add(new Workload.Pair(ours, jdbc));
        return new Workload("create", Workload.USUAL_CALLERS, pairs);
    }

    /** Writing events, against rows of which nobody asks by whose right they are written. */
    Optional<Workload> append(OwnLog log) {
        Side ours = new ClosedLoop("EventLog", log::writer, Optional.empty(), Thread.ofVirtual());
        return pgbench("append", FloorScripts.event(OwnLog.deltaPayload()))
                .map(floor -> new Workload("append", List.of(1_000, 64, 1), List.of(new Workload.Pair(ours, floor))));
    }

    /** Running turns, measured up to the first event, against one commit. */
    Optional<Workload> turns() {
        Side rest = ours("POST /v1/sessions/{id}/turns", () -> rest(WORDS_PER_TURN));
        Side typed = ours("gRPC SubmitTurn, WatchSession", () -> Turns.grpc(grpc, grpc::create, WORDS_PER_TURN));
        return pgbench("turns", FloorScripts.event(OwnLog.deltaPayload()))
                .map(floor -> new Workload(
                        "turns",
                        Workload.USUAL_CALLERS,
                        List.of(new Workload.Pair(rest, floor), new Workload.Pair(typed, floor))));
    }

    /** Going on with sessions that are long, against short ones. */
    Workload opening(LongSessions sessions) {
        List<Workload.Pair> pairs = new ArrayList<>();
        for (LongSessions.Shape shape : LongSessions.Shape.values()) {
            LongSessions.Filled huge = sessions.huge(shape);
            LongSessions.Filled small = sessions.small(shape);
            pairs.add(new Workload.Pair(opening(huge), opening(small)));
            pairs.add(new Workload.Pair(resuming(huge), resuming(small)));
        }
        return new Workload("opening", List.of(1), pairs);
    }

    /** Reading a turn that has ended: as the workspace dialect's frames, against the events that they are made of. */
    Workload frames(LongSessions.Filled session) {
        SessionId id = SessionId.parse(session.id()).orElseThrow();
        String path = "/workspace/v1/sessions/" + id + "/responses/" + new ResponseId(id, 1) + "/events";
        Side floor = ours("gRPC WatchSession", () -> grpc.watching(session.id(), 1));
        Side frames = ours("GET …/responses/{id}/events", () -> new WholeStream(http, path, nativeKey));
        return new Workload("frames", Workload.USUAL_CALLERS, List.of(new Workload.Pair(frames, floor)));
    }

    private Side opening(LongSessions.Filled session) {
        return ours("a turn in " + session, () -> Turns.rest(http, sessionsKey, session::id, 1));
    }

    private Side resuming(LongSessions.Filled session) {
        return ours("resuming " + session, () -> grpc.resuming(session.id(), session.events() / 2));
    }

    private Caller rest(int words) {
        return Turns.rest(http, sessionsKey, grpc::create, words);
    }

    private Side ours(String name, Supplier<Caller> callers) {
        return new ClosedLoop(name, callers, Optional.of(server.process()));
    }

    private Optional<Side> pgbench(String workload, String script) {
        return pgbench.map(program -> new Pgbench(
                program,
                FloorDatabase.create(server.database(), "floor_" + workload),
                script,
                home.resolve("pgbench-" + workload),
                MOST_CLIENTS));
    }
}
