package dev.holdfast.dialect.workspace;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.session.SessionConfig;
import dev.holdfast.testing.JsonDocument;
import dev.holdfast.testing.TestServer;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Three sessions at once for each tenant. */
final class WorkspaceCapTest {

    private static final int MOST = 3;

    @RegisterExtension
    static final TestServer SERVER = TestServer.with(SessionConfig.DEFAULT.withMaxOfWorkspace(MOST));

    private static final String BASE = "/workspace/v1/sessions";

    @Test
    void ofManyAtOnceExactlySoManyAreMade() throws Exception {
        CountDownLatch start = new CountDownLatch(1);
        try (ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
            String key = SERVER.key("crowd");
            List<Future<Integer>> answers = IntStream.range(0, 40)
                    .mapToObj(i -> callers.submit(() -> {
                        start.await();
                        return create(key, "{}").statusCode();
                    }))
                    .toList();
            start.countDown();
            List<Integer> codes = new ArrayList<>();
            for (Future<Integer> answer : answers) {
                codes.add(answer.get());
            }
            assertThat(codes).filteredOn(code -> code == 201).hasSize(MOST);
            assertThat(codes).filteredOn(code -> code == 429).hasSize(40 - MOST);
        }
    }

    @Test
    void theRefusalSaysHowManyAndWhenToTryAgain() {
        String key = SERVER.key("full");
        fill(key, "{\"ttl\":20}");

        HttpResponse<String> refused = create(key, "{}");

        assertThat(refused.statusCode()).isEqualTo(429);
        assertThat(refused.body())
                .isEqualTo(
                        "{\"error\":\"Too Many Requests\",\"message\":\"There are 3 sessions, as many as there may be"
                                + " at once. Delete one, or wait for one to end.\"}");
        assertThat(refused.headers().firstValue("retry-after")).hasValue("21");
    }

    @Test
    void nobodyIsToldToWaitForHours() {
        String key = SERVER.key("patient");
        fill(key, "{\"ttl\":86400,\"persistent\":true}");

        assertThat(create(key, "{}").headers().firstValue("retry-after")).hasValue("60");
    }

    @Test
    void aDeletedSessionMakesRoom() {
        String key = SERVER.key("tidy");
        String first = fill(key, "{}");

        assertThat(SERVER.send("DELETE", BASE + "/" + first, "", "Authorization", "Bearer " + key)
                        .statusCode())
                .isEqualTo(204);
        assertThat(create(key, "{}").statusCode()).isEqualTo(201);
        assertThat(create(key, "{}").statusCode()).isEqualTo(429);
    }

    @Test
    void aSessionPastItsEndMakesRoomBeforeAnybodyLooked() {
        String key = SERVER.key("late");
        fill(key, "{\"ttl\":5}");
        SERVER.clock.advance(Duration.ofSeconds(5));

        assertThat(create(key, "{}").statusCode()).isEqualTo(201);
    }

    @Test
    void otherTenantsAndOtherDialectsAreNotCounted() {
        String key = SERVER.key("mixed");
        for (int i = 0; i < MOST + 1; i++) {
            assertThat(SERVER.send("POST", "/v1/sessions", "{}", "CENCORI_API_KEY", key)
                            .statusCode())
                    .isEqualTo(201);
        }
        fill(key, "{}");

        assertThat(create(key, "{}").statusCode()).isEqualTo(429);
        assertThat(create(SERVER.key("neighbour"), "{}").statusCode()).isEqualTo(201);
        assertThat(SERVER.send("POST", "/v1/sessions", "{}", "CENCORI_API_KEY", key)
                        .statusCode())
                .isEqualTo(201);
    }

    @Test
    void aRepeatIsNotOneMore() {
        String key = SERVER.key("again");
        String[] headers = {"Authorization", "Bearer " + key, "Idempotency-Key", "one"};
        String first = SERVER.send("POST", BASE, "{}", headers).body();
        create(key, "{}");
        create(key, "{}");
        assertThat(create(key, "{}").statusCode()).isEqualTo(429);

        assertThat(id(SERVER.send("POST", BASE, "{}", headers)))
                .isEqualTo(JsonDocument.parse(first).text("id"));
    }

    private static String fill(String key, String body) {
        String first = id(create(key, body));
        for (int i = 1; i < MOST; i++) {
            id(create(key, body));
        }
        return first;
    }

    private static HttpResponse<String> create(String key, String body) {
        return SERVER.send("POST", BASE, body, "Authorization", "Bearer " + key);
    }

    private static String id(HttpResponse<String> answer) {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(201);
        return JsonDocument.parse(answer.body()).text("id");
    }
}
