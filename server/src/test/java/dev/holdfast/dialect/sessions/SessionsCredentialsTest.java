package dev.holdfast.dialect.sessions;

import static dev.holdfast.dialect.sessions.SessionsCaller.KEY_HEADER;
import static dev.holdfast.dialect.sessions.SessionsCaller.answer;
import static dev.holdfast.dialect.sessions.SessionsCaller.refused;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.auth.Grant;
import dev.holdfast.auth.KeyStyle;
import dev.holdfast.testing.RawHttp;
import dev.holdfast.testing.TestServer;
import dev.holdfast.v1.CreateKeyRequest;
import dev.holdfast.v1.CreateKeyResponse;
import dev.holdfast.v1.KeyServiceGrpc;
import dev.holdfast.v1.KeyServiceGrpc.KeyServiceBlockingStub;
import dev.holdfast.v1.RevokeKeyRequest;
import dev.holdfast.v1.RotateKeyRequest;
import java.net.http.HttpResponse;
import java.util.Base64;
import java.util.EnumSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Who is let in, and on what show of a key: durable-turns.md §0. */
final class SessionsCredentialsTest {

    @RegisterExtension
    static final TestServer SERVER = new TestServer();

    private static final String DEAD_PIN = "ses_THJ9Dht__5cfs_HKFAnZt";
    private static final String SESSION_STATUS = "x-session-status";

    @ParameterizedTest
    @ValueSource(strings = {"CENCORI_API_KEY", "cencori_api_key", "Cencori_Api_Key"})
    void theHeadersNameMayBeInAnyCase(String name) {
        String answer = raw(name + ": " + SERVER.key("case"));

        assertThat(answer).startsWith("HTTP/1.1 200 ");
    }

    @Test
    void spaceAroundTheKeyIsTrimmed() {
        String answer = raw(KEY_HEADER + ":  \t " + SERVER.key("trim") + " \t ");

        assertThat(answer).startsWith("HTTP/1.1 200 ");
    }

    @ParameterizedTest
    @EnumSource(KeyStyle.class)
    void aKeyOfAnyStyleIsTakenInTheHeader(KeyStyle style) {
        String key = SERVER.key("header-styles", style, EnumSet.allOf(Grant.class));

        answer(200, list(KEY_HEADER, key)).items("data");
    }

    @ParameterizedTest
    @EnumSource(value = KeyStyle.class, mode = EnumSource.Mode.EXCLUDE, names = "WORKSPACE")
    void aKeyOfAnyStyleIsTakenAsBearer(KeyStyle style) {
        String key = SERVER.key("bearer-styles", style, EnumSet.allOf(Grant.class));

        answer(200, list("Authorization", "Bearer " + key)).items("data");
    }

    @Test
    void aWorkspaceKeyAsBearerSpeaksTheWorkspaceDialect() {
        String key = SERVER.key("workspace-style", KeyStyle.WORKSPACE, EnumSet.allOf(Grant.class));

        assertThat(answer(501, list("Authorization", "Bearer " + key)).names()).containsExactly("error", "message");
    }

    @ParameterizedTest
    @ValueSource(strings = {"Bearer", "bearer", "BEARER", "bEaReR"})
    void theBearerSchemeMayBeInAnyCase(String scheme) {
        answer(200, list("Authorization", scheme + " " + SERVER.key("scheme"))).items("data");
    }

    @Test
    void theHeaderWinsOverBearer() {
        String key = SERVER.key("wins");

        answer(200, list(KEY_HEADER, key, "Authorization", "Bearer pk_wins_unknown"))
                .items("data");
        refused(401, "invalid_api_key", list(KEY_HEADER, "unknown", "Authorization", "Bearer " + key));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "\t"})
    void anEmptyHeaderIsAbsent(String empty) {
        String key = SERVER.key("empty");

        assertThat(raw(KEY_HEADER + ":" + empty + "\nAuthorization: Bearer " + key))
                .startsWith("HTTP/1.1 200 ");
        assertThat(raw(KEY_HEADER + ":" + empty)).startsWith("HTTP/1.1 401 ").contains("missing_api_key");
    }

    @Test
    void theKeyMayBeTheHeaderOfTheRepositories() {
        answer(200, list("x-api-key", SERVER.key("x-api-key"))).items("data");
    }

    @Test
    void theKeyMayBeThePasswordOfBasicCredentials() {
        String credentials = "anybody:" + SERVER.key("basic");
        String encoded = Base64.getEncoder().encodeToString(credentials.getBytes(UTF_8));

        answer(200, list("Authorization", "Basic " + encoded)).items("data");
    }

    @Test
    void withoutAKeyTheAnswerNamesTheHeader() {
        HttpResponse<String> answer = SERVER.send("GET", "/v1/sessions", "");

        assertThat(answer.statusCode()).isEqualTo(401);
        assertThat(answer.body())
                .isEqualTo("{\"error\":{\"message\":\"Missing CENCORI_API_KEY\",\"type\":\"invalid_request_error\","
                        + "\"code\":\"missing_api_key\"},\"status\":\"failed\",\"code\":\"missing_api_key\"}");
    }

    @ParameterizedTest
    @CsvSource({"POST,/v1/sessions", "GET,/v1/sessions", "GET,/v1/sessions/ses_abc123", "DELETE,/v1/sessions/ses_abc123"
    })
    void anUnknownKeyIsRefusedBeforeAnythingElse(String method, String path) {
        HttpResponse<String> answer =
                SERVER.send(method, path, method.equals("POST") ? "{broken" : "", KEY_HEADER, "cnc_unknown");

        refused(401, "invalid_api_key", answer);
    }

    @Test
    void aRevokedKeyIsUnknown() {
        CreateKeyResponse made = makeKey("revoked");
        answer(200, list(KEY_HEADER, made.getSecret()));
        keys("revoked")
                .revokeKey(RevokeKeyRequest.newBuilder()
                        .setKeyId(made.getKey().getKeyId())
                        .build());

        refused(401, "invalid_api_key", list(KEY_HEADER, made.getSecret()));
    }

    @Test
    void aRotatedKeyWorksWithItsNewSecretOnly() {
        CreateKeyResponse made = makeKey("rotated");
        String secret = keys("rotated")
                .rotateKey(RotateKeyRequest.newBuilder()
                        .setKeyId(made.getKey().getKeyId())
                        .build())
                .getSecret();

        refused(401, "invalid_api_key", list(KEY_HEADER, made.getSecret()));
        answer(200, list(KEY_HEADER, secret)).items("data");
    }

    @ParameterizedTest
    @CsvSource({
        "READ,POST,/v1/sessions",
        "READ,DELETE,/v1/sessions/ses_abc123",
        "WRITE,GET,/v1/sessions",
        "WRITE,GET,/v1/sessions/ses_abc123"
    })
    void aKeyWithoutTheGrantIsForbidden(Grant grant, String method, String path) {
        String key = SERVER.key("grants", KeyStyle.SESSIONS, EnumSet.of(grant));

        refused(403, "forbidden", SERVER.send(method, path, "", KEY_HEADER, key));
    }

    @Test
    void aDeadPinFallsThroughToTheKeyAndTheAnswerSaysSo() {
        HttpResponse<String> answer = list("X-Session-Id", DEAD_PIN, KEY_HEADER, SERVER.key("pin"));

        answer(200, answer).items("data");
        assertThat(answer.headers().firstValue(SESSION_STATUS)).hasValue("unknown");
    }

    @Test
    void aDeadPinAloneLetsNobodyIn() {
        assertThat(list("X-Session-Id", DEAD_PIN).statusCode()).isEqualTo(401);
    }

    @Test
    void whatHasNotAPinsShapeIsNoPin() {
        HttpResponse<String> answer = list("X-Session-Id", "ses_abc123", KEY_HEADER, SERVER.key("no-pin"));

        answer(200, answer).items("data");
        assertThat(answer.headers().firstValue(SESSION_STATUS)).isEmpty();
    }

    private static HttpResponse<String> list(String... headers) {
        return SERVER.send("GET", "/v1/sessions", "", headers);
    }

    private static String raw(String headers) {
        return RawHttp.exchange(SERVER.httpPort(), "GET /v1/sessions HTTP/1.1\n" + headers, "");
    }

    private static CreateKeyResponse makeKey(String tenant) {
        return keys(tenant)
                .createKey(CreateKeyRequest.newBuilder()
                        .setName("mine")
                        .addGrants(dev.holdfast.v1.Grant.GRANT_READ)
                        .build());
    }

    private static KeyServiceBlockingStub keys(String tenant) {
        return KeyServiceGrpc.newBlockingStub(SERVER.channel())
                .withCallCredentials(TestServer.bearer(SERVER.key(tenant)));
    }
}
