package dev.holdfast.promise;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.holdfast.testing.ServerProcess;
import dev.holdfast.testing.TestPostgres;
import dev.holdfast.v1.ApprovalPolicy;
import dev.holdfast.v1.Event.PayloadCase;
import dev.holdfast.v1.PauseReason;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/**
 * Many sessions at work, and a server that is killed again and again, whatever it is about: in a commit, before a tool, in
 * its recovery. A seed is given by {@code -Dholdfast.seed}, though only what is asked follows from it, and the number of kills
 * by {@code -Dholdfast.kills}.
 */
final class TurnsSurviveKillsUnderLoadTest {

    @RegisterExtension
    static final TestPostgres POSTGRES = new TestPostgres();

    private static final int SESSIONS = 12;
    private static final int KILLS = Integer.getInteger("holdfast.kills", 3);
    private static final int MOST_EVENTS_BETWEEN_KILLS = 400;

    private final long seed = Long.getLong("holdfast.seed", System.nanoTime());
    private final AtomicReference<ServerProcess> server = new AtomicReference<>();
    private final Program program = new Program(server::get);
    private final Queue<SessionReader> readers = new ConcurrentLinkedQueue<>();
    private final AtomicBoolean enough = new AtomicBoolean();

    @Test
    void everyTurnEndsOnce(@TempDir Path directory) throws Exception {
        System.out.println("TurnsSurviveKillsUnderLoadTest: seed " + seed);
        try (Installation installation = new Installation(POSTGRES.address(), directory, settings());
                ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
            server.set(installation.start("node"));
            List<Future<?>> working = new ArrayList<>();
            for (int caller = 0; caller < SESSIONS; caller++) {
                Random random = new Random(seed + caller);
                working.add(callers.submit(() -> work(random)));
            }
            killAgainAndAgain(installation, working);
            for (Future<?> each : working) {
                each.get();
            }
            for (SessionReader reader : readers) {
                TurnLog log = program.log(reader.session());
                reader.assertCopy(log);
                log.assertSound(installation.effects());
                assertThat(log.count(PayloadCase.TURN_FAILED))
                        .as(reader.session())
                        .isZero();
            }
            Soundness.assertVerified(POSTGRES.database());
        } finally {
            readers.forEach(SessionReader::close);
        }
    }

    /** An answer may be cut off by every kill, and no turn is to fail by that here. */
    private static Map<String, String> settings() {
        Map<String, String> settings = new HashMap<>(Installation.LONG_LEASE);
        settings.put("HOLDFAST_TURNS_MAX_RETRIES", Integer.toString(KILLS));
        return settings;
    }

    private void killAgainAndAgain(Installation installation, List<Future<?>> working) {
        try {
            Random random = new Random(seed);
            for (int kill = 0; kill < KILLS; kill++) {
                long target = eventsSeen() + 1 + random.nextInt(MOST_EVENTS_BETWEEN_KILLS);
                await().atMost(Program.PATIENCE)
                        .until(() -> eventsSeen() >= target || working.stream().anyMatch(Future::isDone));
                server.get().kill();
                server.set(installation.start("node"));
            }
        } finally {
            enough.set(true);
        }
    }

    private long eventsSeen() {
        return readers.stream().mapToLong(SessionReader::size).sum();
    }

    /** One turn after the other, each decided on until it ends. */
    private void work(Random random) {
        SessionReader reader = new SessionReader(server::get, program.session());
        readers.add(reader);
        for (int turn = 1; turn == 1 || !enough.get(); turn++) {
            int number = turn;
            boolean gated = random.nextInt(4) == 0;
            program.submit(
                    reader.session(),
                    input(random, reader.session() + "-" + turn),
                    gated ? ApprovalPolicy.APPROVAL_POLICY_FLAGGED_OR_ALL : ApprovalPolicy.APPROVAL_POLICY_NONE,
                    reader.session() + "-" + turn);
            TurnLog seen = reader.await(log -> log.turns() == number && log.settled());
            while (!seen.idle()) {
                decide(seen, random);
                int before = seen.events().size();
                seen = reader.await(log -> log.events().size() > before && log.settled());
            }
        }
    }

    private void decide(TurnLog paused, Random random) {
        String action = paused.pause().getActions(0).getCall().getCallId();
        boolean doubt = paused.pause().getReason() == PauseReason.PAUSE_REASON_EFFECT_IN_DOUBT;
        if (doubt && random.nextBoolean()) {
            program.approve(paused.session(), action, "it was done");
        } else {
            program.approve(paused.session(), action);
        }
    }

    private static String input(Random random, String label) {
        String read = "/call Read {\"label\":\"%s\"}%n".formatted(label);
        String bash = "/call Bash {\"label\":\"%s\"}%n".formatted(label);
        return switch (random.nextInt(5)) {
            case 0 -> "/words 30\n/pace 3";
            case 1 -> read + "/then\n" + read + "/then\n/words 5";
            case 2 -> bash + "/then\n" + bash + "/then\n/words 5";
            case 3 -> read + bash + bash + "/then\n/words 5";
            default -> "Say this: " + label;
        };
    }
}
