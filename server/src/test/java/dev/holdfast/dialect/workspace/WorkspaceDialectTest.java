package dev.holdfast.dialect.workspace;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.auth.Grant;
import dev.holdfast.auth.KeyStyle;
import dev.holdfast.testing.TestServer;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The rows of the workspace contract that are about sessions, over HTTP. */
final class WorkspaceDialectTest {

    @RegisterExtension
    static final TestServer SERVER = new TestServer();

    private static final String BASE = "/workspace/v1/sessions";
    private static final Pattern ID = Pattern.compile("\"id\":\"(ses[a-z]*_[0-9a-z]+)\"");

    @ParameterizedTest
    @ValueSource(strings = {"", "{}", "null", "{\"metadata\":null,\"file_access\":{}}"})
    void aSessionMadeOfNothingIsTheDocumentedRecord(String body) {
        var made = send("POST", BASE, body, "usual");

        assertThat(made.statusCode()).isEqualTo(201);
        assertThat(made.body())
                .matches(
                        "\\{\"id\":\"sess_[0-9a-f]{12}\",\"created_at\":[0-9]+\\.[0-9]+,\"last_activity\":[0-9]+\\.[0-9]+,"
                                + "\"busy\":false,\"persistent\":false,\"ttl\":14400,\"status\":\"ready\",\"metadata\":\\{},"
                                + "\"file_access\":\\{\"read\":\\[\"\"],\"write\":\\[\"\"]}}");
    }

    @Test
    void theDocumentedScopeIsEchoedNormalised() {
        var made = send(
                "POST",
                BASE,
                "{\"file_access\":{\"read\":[\"projects/my-project/\",\"shared/templates\"],"
                        + "\"write\":[\"projects/my-project/output\"]}}",
                "scope");

        assertThat(made.body())
                .contains("\"file_access\":{\"read\":[\"projects/my-project\",\"shared/templates\"],"
                        + "\"write\":[\"projects/my-project/output\"]}");
    }

    @Test
    void aSideThatIsNotGivenBesideAnotherAllowsNothing() {
        assertThat(send("POST", BASE, "{\"file_access\":{\"read\":[\"a\"]}}", "side")
                        .body())
                .contains("\"file_access\":{\"read\":[\"a\"],\"write\":[]}");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"persistent\":1}",
                "{\"ttl\":true}",
                "{\"ttl\":1.5}",
                "{\"ttl\":0}",
                "{\"ttl\":-1}",
                "{\"ttl\":\"60\"}",
                "{\"metadata\":[]}",
                "{\"model\":\"gpt-unknown\"}",
                "{\"model\":7}",
                "{\"tools\":{}}",
                "{\"tools\":[{\"type\":\"function\"}]}",
                "{\"tools\":[{\"type\":\"function\",\"name\":\"a b\"}]}",
                "{\"tools\":[{\"type\":\"function\",\"name\":\"a\"},{\"type\":\"function\",\"function\":{\"name\":\"a\"}}]}",
                "{\"file_access\":{\"read\":[\"/etc\"]}}",
                "{\"file_access\":{\"read\":[\"a/../b\"]}}",
                "{\"file_access\":{\"read\":\"a\"}}",
                "[]",
                "{"
            })
    void whatIsWrongIsABadRequestAndMakesNothing(String body) {
        var refused = send("POST", BASE, body, "wrong");

        assertThat(refused.statusCode()).isEqualTo(400);
        assertThat(refused.body())
                .startsWith("{\"error\":\"Bad Request\",\"message\":\"")
                .endsWith(".\"}");
        assertThat(send("GET", BASE, "", "wrong").body()).isEqualTo("[]");
    }

    @Test
    void aListIsABareArrayOldestFirstOfThisDialectsSessionsAlone() {
        String first = id(send("POST", BASE, "", "list"));
        SERVER.clock.advance(Duration.ofSeconds(1));
        String second = id(send("POST", BASE, "", "list"));
        SERVER.send("POST", "/v1/sessions", "", "CENCORI_API_KEY", SERVER.key("list"));

        assertThat(ids(send("GET", BASE, "", "list"))).containsExactly(first, second);
        assertThat(ids(send("GET", BASE + "?limit=1&offset=1", "", "list"))).containsExactly(second);
    }

    @Test
    void aDeletedSessionIsGoneAndSaysSoAgain() {
        String path = BASE + "/" + id(send("POST", BASE, "", "delete"));

        assertThat(send("DELETE", path, "", "delete"))
                .satisfies(gone -> assertThat(gone.statusCode()).isEqualTo(204))
                .satisfies(gone -> assertThat(gone.body()).isEmpty());
        assertThat(send("DELETE", path, "", "delete").statusCode()).isEqualTo(404);
        assertThat(send("GET", path, "", "delete").statusCode()).isEqualTo(404);
    }

    @Test
    void bulkDeleteTakesWhatIsOldEnoughAndLeavesOtherDialectsAlone() {
        send("POST", BASE, "", "bulk");
        SERVER.clock.advance(Duration.ofMinutes(90));
        String young = id(send("POST", BASE, "", "bulk"));
        String other = id(SERVER.send("POST", "/v1/sessions", "", "CENCORI_API_KEY", SERVER.key("bulk")));

        assertThat(send("DELETE", BASE + "?status=idle&older_than=1h30m1s", "", "bulk")
                        .body())
                .isEqualTo("{\"deleted\":0}");
        assertThat(send("DELETE", BASE + "?status=idle&older_than=1h30m", "", "bulk")
                        .body())
                .isEqualTo("{\"deleted\":1}");
        assertThat(ids(send("GET", BASE, "", "bulk"))).containsExactly(young);
        assertThat(send("DELETE", BASE, "", "bulk").body()).isEqualTo("{\"deleted\":1}");
        assertThat(send("GET", BASE + "/" + other, "", "bulk").statusCode()).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"status=busy", "status=", "older_than=", "older_than=2", "older_than=2d", "older_than=h"})
    void aBulkDeleteThatIsNotUnderstoodDeletesNothing(String query) {
        send("POST", BASE, "", "not-understood");

        assertThat(send("DELETE", BASE + "?" + query, "", "not-understood").statusCode())
                .isEqualTo(400);
        assertThat(ids(send("GET", BASE, "", "not-understood"))).isNotEmpty();
    }

    @ParameterizedTest
    @CsvSource({"{},14400", "{\"ttl\":60},60", "'{\"persistent\":true,\"ttl\":60}',60"})
    void theHardBoundDestroysASession(String body, long seconds) {
        String path = BASE + "/" + id(send("POST", BASE, body, "ttl"));
        SERVER.clock.advance(Duration.ofSeconds(seconds).minusMillis(1));
        assertThat(send("GET", path, "", "ttl").statusCode()).isEqualTo(200);

        SERVER.clock.advance(Duration.ofMillis(1));
        assertThat(send("GET", path, "", "ttl").statusCode()).isEqualTo(404);
    }

    @Test
    void aSessionHasOneIdInEveryApi() {
        String key = SERVER.key("same");
        String id = id(send("POST", BASE, "{\"metadata\":{\"n\":1.50}}", "same"));

        var sessions = SERVER.send("GET", "/v1/sessions/" + id, "", "CENCORI_API_KEY", key);
        assertThat(sessions.body()).contains("\"id\":\"" + id + "\"").contains("\"metadata\":{\"n\":1.50}");
        var typed = SERVER.send("GET", "/holdfast/v1/sessions/" + id, "", "Authorization", "Bearer " + key);
        assertThat(typed.body()).contains("\"sessionId\":\"" + id + "\"").contains("SESSION_ORIGIN_WORKSPACE");
    }

    @Test
    void aCompletedSessionDoesNotExistHere() {
        String key = SERVER.key("completed");
        String id = id(SERVER.send("POST", "/v1/sessions", "{\"ttl\":1}", "CENCORI_API_KEY", key));
        assertThat(send("GET", BASE + "/" + id, "", "completed").body()).contains("\"ttl\":1,");
        SERVER.clock.advance(Duration.ofSeconds(1));

        assertThat(SERVER.send("GET", "/v1/sessions/" + id, "", "CENCORI_API_KEY", key)
                        .statusCode())
                .isEqualTo(200);
        assertThat(send("GET", BASE + "/" + id, "", "completed").statusCode()).isEqualTo(404);
    }

    @Test
    void withoutAKeyTheAnswerNamesTheScheme() {
        var refused = SERVER.send("GET", BASE, "");

        assertThat(refused.statusCode()).isEqualTo(401);
        assertThat(refused.headers().firstValue("www-authenticate")).contains("Bearer");
        assertThat(refused.body()).startsWith("{\"error\":\"Unauthorized\",\"message\":\"");
    }

    @Test
    void onTheSharedPathsABearerKeyOfThisStyleMeansThisDialect() {
        String key = SERVER.key("shared", KeyStyle.WORKSPACE, EnumSet.allOf(Grant.class));

        var made = SERVER.send("POST", "/v1/sessions", "", "Authorization", "Bearer " + key);
        assertThat(id(made)).matches("sess_[0-9a-f]{12}");
        assertThat(SERVER.send("DELETE", "/v1/sessions", "", "Authorization", "Bearer " + key)
                        .body())
                .isEqualTo("{\"deleted\":1}");
        var refused = SERVER.send("DELETE", "/v1/sessions", "", "CENCORI_API_KEY", key);
        assertThat(refused.statusCode()).isEqualTo(405);
        assertThat(refused.headers().firstValue("allow")).contains("GET, HEAD, OPTIONS, POST");
    }

    private static HttpResponse<String> send(String method, String path, String body, String tenant) {
        return SERVER.send(method, path, body, "Authorization", "Bearer " + SERVER.key(tenant));
    }

    private static String id(HttpResponse<String> answer) {
        return ids(answer).getFirst();
    }

    private static List<String> ids(HttpResponse<String> answer) {
        Matcher ids = ID.matcher(answer.body());
        return ids.results().map(found -> found.group(1)).toList();
    }
}
