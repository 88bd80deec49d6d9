package dev.holdfast.dialect.sessions;

import static dev.holdfast.dialect.sessions.SessionsCaller.answer;
import static dev.holdfast.dialect.sessions.SessionsCaller.refused;
import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.testing.JsonDocument;
import dev.holdfast.testing.TestServer;
import dev.holdfast.v1.CreateSessionRequest;
import dev.holdfast.v1.GetSessionRequest;
import dev.holdfast.v1.Session;
import dev.holdfast.v1.SessionServiceGrpc;
import dev.holdfast.v1.SessionServiceGrpc.SessionServiceBlockingStub;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Making, reading and deleting a session: rows 1, 3 and 8 of durable-turns.md §1, and their details. */
final class SessionsDialectTest {

    @RegisterExtension
    static final TestServer SERVER = new TestServer();

    @Test
    void aSessionHasTheDocumentedKeysFirstAndThenOurs() {
        JsonDocument made = SessionsCaller.of(SERVER, "keys").create("");

        assertThat(made.names())
                .containsExactly(
                        "id",
                        "status",
                        "turn_count",
                        "created_at",
                        "updated_at",
                        "agent_id",
                        "metadata",
                        "total_cost",
                        "busy",
                        "persistent",
                        "ttl",
                        "file_access",
                        "model",
                        "instructions",
                        "tools",
                        "expires_at",
                        "pending_actions");
    }

    @Test
    void aNewSessionIsActiveAndHasCostNothing() {
        JsonDocument made = SessionsCaller.of(SERVER, "new").create("");

        assertThat(made.text("id")).matches("ses_[0-9a-z]{26}");
        assertThat(made.text("status")).isEqualTo("active");
        assertThat(made.text("turn_count")).isEqualTo("0");
        assertThat(made.text("total_cost")).isEqualTo("0");
        assertThat(made.text("created_at")).isEqualTo(SERVER.clock.instant().toString());
        assertThat(made.text("updated_at")).isEqualTo(made.text("created_at"));
        assertThat(made.text("pending_actions")).isEqualTo("[]");
    }

    @Test
    void whatIsReadIsWhatWasMade() {
        SessionsCaller caller = SessionsCaller.of(SERVER, "read");
        JsonDocument made = caller.create("{\"agent_id\":\"ag_abc123\",\"metadata\":{\"user_id\":\"usr_456\"}}");

        assertThat(caller.read(made.text("id")).root().json())
                .isEqualTo(made.root().json());
    }

    @ParameterizedTest
    @ValueSource(strings = {"[]", "\"text\"", "1", "true"})
    void metadataThatIsNoObjectIsRefused(String metadata) {
        SessionsCaller caller = SessionsCaller.of(SERVER, "metadata");

        refused(400, "invalid_metadata", caller.send("POST", "/v1/sessions", "{\"metadata\":" + metadata + "}"));
        assertThat(caller.listedIds("")).isEmpty();
    }

    @Test
    void metadataOfNullIsAbsent() {
        assertThat(SessionsCaller.of(SERVER, "no-metadata")
                        .create("{\"metadata\":null}")
                        .text("metadata"))
                .isEqualTo("{}");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"n\":1}",
                "{\"n\":1.0}",
                "{\"n\":1.50}",
                "{\"n\":-0}",
                "{\"n\":9007199254740993}",
                "{\"n\":1e400}",
                "{\"n\":1E+2}",
                "{\"b\":0,\"a\":0,\"10\":0,\"9\":0}",
                "{\"text\":\"\\u0041\\/\\\"\\n\\ud83d\\ude00\"}",
                "{\"nul\":\"\\u0000\",\"half\":\"\\ud800\"}",
                "{\"é\":\"😀\"}",
                "{\"null\":null,\"deep\":[[{\"a\":[]}]]}",
                "{\"twice\":1,\"twice\":2}",
                "{\"\":\"\"}"
            })
    void freeFormJsonComesBackUnchanged(String metadata) {
        SessionsCaller caller = SessionsCaller.of(SERVER, "free-form");
        HttpResponse<String> made = caller.send("POST", "/v1/sessions", "{\"metadata\":" + metadata + "}");
        String id = answer(201, made).text("id");

        assertThat(made.body()).contains("\"metadata\":" + metadata + ",");
        assertThat(caller.get("/v1/sessions/" + id).body()).contains("\"metadata\":" + metadata + ",");
    }

    @Test
    void aLongNumberAndALongNameComeBackUnchanged() {
        SessionsCaller caller = SessionsCaller.of(SERVER, "long");
        String metadata = "{\"" + "n".repeat(60_000) + "\":" + "1".repeat(1_500) + "}";

        assertThat(caller.create("{\"metadata\":" + metadata + "}").text("metadata"))
                .isEqualTo(metadata);
    }

    @ParameterizedTest
    @ValueSource(strings = {"1", "true", "[\"ag_1\"]", "{}", "\"\""})
    void anAgentIdThatIsNoTextIsRefused(String agentId) {
        refused(
                400,
                "invalid_agent_id",
                SessionsCaller.of(SERVER, "no-agent").send("POST", "/v1/sessions", "{\"agent_id\":" + agentId + "}"));
    }

    @Test
    void anAgentIdHasAtMostTwoHundredCharacters() {
        SessionsCaller caller = SessionsCaller.of(SERVER, "long-agent");
        String longest = "a".repeat(200);

        assertThat(caller.create("{\"agent_id\":\"" + longest + "\"}").text("agent_id"))
                .isEqualTo(longest);
        refused(400, "invalid_agent_id", caller.send("POST", "/v1/sessions", "{\"agent_id\":\"" + longest + "a\"}"));
    }

    @ParameterizedTest
    @CsvSource({
        "'',ag_header",
        "{},ag_header",
        "'{\"agent_id\":null}',ag_header",
        "'{\"agent_id\":\"ag_body\"}',ag_body"
    })
    void theAgentHeaderIsTheDefaultOfTheAgentId(String body, String agentId) {
        JsonDocument made = SessionsCaller.of(SERVER, "agent-header").create(body, "X-Agent-ID", "ag_header");

        assertThat(made.text("agent_id")).isEqualTo(agentId);
    }

    @Test
    void aDeletedSessionIsGone() {
        SessionsCaller caller = SessionsCaller.of(SERVER, "delete");
        String id = caller.createId();

        HttpResponse<String> deleted = caller.send("DELETE", "/v1/sessions/" + id, "");

        assertThat(deleted.statusCode()).isEqualTo(200);
        assertThat(deleted.body()).isEqualTo("{\"id\":\"" + id + "\",\"deleted\":true}");
        refused(404, "session_not_found", caller.get("/v1/sessions/" + id));
        refused(404, "session_not_found", caller.send("DELETE", "/v1/sessions/" + id, ""));
        assertThat(caller.listedIds("")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"ses_abc123", "ses_00000000000000000000000000", "sess_a86118c06688", "nonsense", "%20"})
    void anIdOfNobodyIsNotFound(String id) {
        HttpResponse<String> answer = SessionsCaller.of(SERVER, "unknown").get("/v1/sessions/" + id);

        assertThat(answer.statusCode()).isEqualTo(404);
        assertThat(answer.body())
                .isEqualTo("{\"error\":{\"message\":\"Session not found\",\"type\":\"invalid_request_error\","
                        + "\"code\":\"session_not_found\"},\"status\":\"failed\",\"code\":\"session_not_found\"}");
    }

    @ParameterizedTest
    @ValueSource(strings = {"GET", "DELETE"})
    void anotherTenantsSessionAnswersLikeOneThatNeverWas(String method) {
        SessionsCaller owner = SessionsCaller.of(SERVER, "owner");
        SessionsCaller stranger = SessionsCaller.of(SERVER, "stranger");
        String foreign = owner.createId();

        assertThat(whole(stranger.send(method, "/v1/sessions/" + foreign, "", "X-Request-Id", "same")))
                .isEqualTo(whole(stranger.send(
                        method, "/v1/sessions/ses_00000000000000000000000000", "", "X-Request-Id", "same")));
        assertThat(owner.read(foreign).text("status")).isEqualTo("active");
    }

    @Test
    void bothBasesReachTheSameSession() {
        SessionsCaller caller = SessionsCaller.of(SERVER, "bases");
        String id = answer(201, caller.send("POST", "/api/v1/sessions", "{}")).text("id");

        assertThat(answer(200, caller.get("/api/v1/sessions/" + id)).root().json())
                .isEqualTo(caller.read(id).root().json());
        assertThat(answer(200, caller.send("DELETE", "/api/v1/sessions/" + id, ""))
                        .text("deleted"))
                .isEqualTo("true");
        refused(404, "session_not_found", caller.get("/v1/sessions/" + id));
    }

    @Test
    void aSessionMadeHereIsTheSameInTheNativeApi() {
        SessionsCaller caller = SessionsCaller.of(SERVER, "native");
        JsonDocument here = caller.create("{\"agent_id\":\"ag_1\",\"metadata\":{\"n\":1.50}}");

        Session there = typed(caller)
                .getSession(GetSessionRequest.newBuilder()
                        .setSessionId(here.text("id"))
                        .build())
                .getSession();

        assertThat(List.of(there.getAgentId(), there.getMetadata().getText())).containsExactly("ag_1", "{\"n\":1.50}");
    }

    @Test
    void aSessionMadeInTheNativeApiCanBeReadAndDeletedHere() {
        SessionsCaller caller = SessionsCaller.of(SERVER, "from-native");
        String id = typed(caller)
                .createSession(
                        CreateSessionRequest.newBuilder().setAgentId("ag_2").build())
                .getSession()
                .getSessionId();

        assertThat(caller.read(id).text("agent_id")).isEqualTo("ag_2");
        assertThat(answer(200, caller.send("DELETE", "/v1/sessions/" + id, "")).text("id"))
                .isEqualTo(id);
    }

    private static SessionServiceBlockingStub typed(SessionsCaller caller) {
        return SessionServiceGrpc.newBlockingStub(SERVER.channel())
                .withCallCredentials(TestServer.bearer(caller.key()));
    }

    /** Everything that a caller can see of an answer, but for the time at which it was made. */
    private static String whole(HttpResponse<String> answer) {
        Map<String, List<String>> headers = new TreeMap<>(answer.headers().map());
        headers.remove("date");
        return answer.statusCode() + " " + headers + " " + answer.body();
    }
}
