package dev.holdfast.promise;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.testing.ServerProcess;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A server that is killed in the midst of creates comes back without help and has every session that it confirmed. */
final class AcknowledgedSessionsSurviveAKillTest {

    private static final Pattern ID = Pattern.compile("\"id\":\"(ses_[0-9a-z]{26})\"");
    private static final int CALLERS = 8;
    private static final int BEFORE_THE_KILL = 300;

    @Test
    void killedInTheMidstOfCreates(@TempDir Path home) throws Exception {
        Queue<String> acknowledged = new ConcurrentLinkedQueue<>();
        ServerProcess first = ServerProcess.start(home);
        String key = ServerProcess.firstKey(home, "sessions");
        createUntilKilled(first, key, acknowledged);

        try (ServerProcess second = ServerProcess.start(home)) {
            List<String> lost = new ArrayList<>();
            for (String id : acknowledged) {
                if (second.send("GET", "/v1/sessions/" + id, key).statusCode() != 200) {
                    lost.add(id);
                }
            }
            assertThat(lost).as("acknowledged and lost").isEmpty();
            assertThat(verify(home)).as("holdfast verify beside the server").isZero();
        }
        assertThat(verify(home)).as("holdfast verify on its own").isZero();
    }

    private static void createUntilKilled(ServerProcess server, String key, Queue<String> acknowledged)
            throws Exception {
        CountDownLatch enough = new CountDownLatch(BEFORE_THE_KILL);
        try (ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<?>> running = new ArrayList<>();
            for (int i = 0; i < CALLERS; i++) {
                running.add(callers.submit(() -> {
                    while (create(server, key, acknowledged)) {
                        enough.countDown();
                    }
                }));
            }
            enough.await();
            server.kill();
            for (Future<?> caller : running) {
                caller.get();
            }
        }
    }

    private static boolean create(ServerProcess server, String key, Queue<String> acknowledged) {
        try {
            HttpResponse<String> answer = server.send("POST", "/v1/sessions", key);
            assertThat(answer.statusCode()).isEqualTo(201);
            Matcher id = ID.matcher(answer.body());
            assertThat(id.find()).isTrue();
            acknowledged.add(id.group(1));
            return true;
        } catch (IOException killed) {
            return false;
        }
    }

    private static int verify(Path home) throws InterruptedException {
        return ServerProcess.run("verify", "--home", home.toString()).waitFor();
    }
}
