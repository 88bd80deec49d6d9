package dev.holdfast.promise;

import static dev.holdfast.storage.schema.Tables.EVENTS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.name.SessionId;
import dev.holdfast.testing.ServerProcess;
import dev.holdfast.testing.TestPostgres;
import dev.holdfast.v1.Event.PayloadCase;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Rows that cannot be read any more keep their own session from going on, and nobody else's. */
final class ADamagedSessionHarmsNoOtherTest {

    @RegisterExtension
    static final TestPostgres POSTGRES = new TestPostgres();

    @TempDir
    private Path directory;

    private final AtomicReference<ServerProcess> server = new AtomicReference<>();
    private Installation installation;

    @BeforeEach
    void start() {
        installation = new Installation(POSTGRES.address(), directory, Installation.LONG_LEASE);
        server.set(installation.start("node"));
    }

    @AfterEach
    void stop() {
        installation.close();
    }

    @Test
    void whatADeadServerRanIsFinishedAroundIt() {
        Program program = new Program(server::get);
        List<SessionReader> readers = new ArrayList<>();
        List<String> damaged = new ArrayList<>();
        for (int pair = 0; pair < 3; pair++) {
            damaged.add(program.session());
            program.submit(damaged.getLast(), "/words 60\n/pace 20");
            String healthy = program.session();
            readers.add(new SessionReader(server::get, healthy));
            program.submit(healthy, "/words 60\n/pace 20");
        }
        readers.forEach(reader -> reader.await(seen -> seen.count(PayloadCase.TEXT_ADDED) >= 5));
        server.get().kill();
        damaged.forEach(ADamagedSessionHarmsNoOtherTest::damage);
        server.set(installation.start("node"));

        for (SessionReader reader : readers) {
            assertThat(reader.await(TurnLog::idle).shown(1)).endsWith(" 59 60");
            reader.close();
        }
        String another = program.session();
        try (SessionReader reader = new SessionReader(server::get, another)) {
            program.submit(another, "/words 3");
            reader.await(TurnLog::idle);
        }
    }

    /** The fact that began the turn is cut short. */
    private static void damage(String session) {
        POSTGRES.database()
                .sql()
                .update(EVENTS)
                .set(EVENTS.PAYLOAD, new byte[] {0x0a, 0x7f})
                .where(EVENTS.SESSION_ID.eq(
                        SessionId.parse(session).orElseThrow().value()))
                .and(EVENTS.SEQUENCE.eq(1L))
                .execute();
    }
}
