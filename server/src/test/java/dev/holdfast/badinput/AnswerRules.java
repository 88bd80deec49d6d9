package dev.holdfast.badinput;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.api.HttpBody;
import com.google.protobuf.Any;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.rpc.ErrorInfo;
import com.google.rpc.RequestInfo;
import dev.holdfast.error.Reason;
import dev.holdfast.json.JsonValue;
import dev.holdfast.json.JsonValue.JsonObject;
import dev.holdfast.json.JsonValue.JsonString;
import io.grpc.Status.Code;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;

/** What every answer keeps to, whatever was sent. */
final class AnswerRules {

    /** What the documents say in these words, without a full stop. */
    private static final Set<String> DOCUMENTED = Set.of(
            "Session not found",
            "Invalid API key",
            "Missing CENCORI_API_KEY",
            "Missing API key. Set x-api-key header.",
            "Session expired or invalid");

    /** The same, with the path that was asked for in it. */
    private static final Pattern FORBIDDEN = Pattern.compile("(?s)'.*' not in session scope");

    private static final int MAX_SENTENCE = 1_000;
    private static final Pattern INNARDS =
            Pattern.compile("Exception|Throwable|StackTrace|\\.java\\b|\\bjava[.x]|com\\.|org\\.|io\\.grpc"
                    + "|io\\.helidon|Jackson|StreamReadConstraints|JsonReadFeature|JsonFormat|gson|jooq|hikari|[Pp]ostgres|ERROR:"
                    + "|(?i:select |insert |update \\w+ set|delete from)|session_head|idempotency_keys|secret_sha256|/tmp/|/home/|/usr/"
                    + "|\\bnull\\b is|\\bat [a-z]+\\.[a-z]+");

    private AnswerRules() {}

    /** The answer of an RPC over gRPC. */
    static void check(DocumentedRpc rpc, RawCall.Answer answer) {
        Code code = answer.status().getCode();
        assertThat(answer.header("x-request-id")).as("the request's id").isNotEmpty();
        if (rpc.dialect()) {
            assertThat(code).as(answer.sentence()).isEqualTo(Code.OK);
            String status = answer.header("x-http-status");
            checkBody(status.isEmpty() ? 200 : Integer.parseInt(status), body(answer));
        } else if (code != Code.OK) {
            checkRefusal(rpc, answer);
        }
    }

    static boolean refused(DocumentedRpc rpc, RawCall.Answer answer) {
        return rpc.dialect()
                ? answer.header("x-http-status").startsWith("4")
                : answer.status().getCode() != Code.OK;
    }

    /** It is the message that was refused, and not what it would have done at this moment. */
    static boolean refusedAsWrong(DocumentedRpc rpc, RawCall.Answer answer) {
        return rpc.dialect() ? refused(rpc, answer) : answer.status().getCode() == Code.INVALID_ARGUMENT;
    }

    private static void checkRefusal(DocumentedRpc rpc, RawCall.Answer answer) {
        Code code = answer.status().getCode();
        checkSentence(answer.sentence());
        assertThat(rpc.documents(code.name()))
                .as("%s is documented for it (%s)", code, answer.sentence())
                .isTrue();
        ErrorInfo info = detail(answer, ErrorInfo.class);
        assertThat(info.getDomain()).isEqualTo("holdfast.dev");
        assertThat(List.of(Reason.values())).extracting(Reason::name).contains(info.getReason());
        assertThat(rpc.documents(info.getReason()) || rpc.documents("a reason per field"))
                .as("%s is documented for it (%s)", info.getReason(), answer.sentence())
                .isTrue();
        assertThat(detail(answer, RequestInfo.class).getRequestId()).isEqualTo(answer.header("x-request-id"));
    }

    /** An HTTP status, and the body in the form of some dialect or as JSON of a google.rpc.Status. */
    static void checkBody(int status, String body) {
        assertThat(status).as("the status of %s", body).isLessThan(600);
        assertThat(status < 500 || status == 501).as("%s %s", status, body).isTrue();
        if (status < 400) {
            return;
        }
        JsonObject fields = (JsonObject) dev.holdfast.json.JsonParser.parse(body);
        checkSentence(text(fields.find("message")
                .or(() -> fields.find("error"))
                .map(value -> value instanceof JsonObject nested
                        ? nested.find("message").orElseThrow()
                        : value)
                .orElseThrow()));
    }

    static void checkSentence(String sentence) {
        if (FORBIDDEN.matcher(sentence).matches()) {
            return;
        }
        assertThat(sentence).hasSizeBetween(1, MAX_SENTENCE);
        assertThat(INNARDS.matcher(sentence).find())
                .as("what `%s` tells of the inside", sentence)
                .isFalse();
        if (!DOCUMENTED.contains(sentence)) {
            assertThat(sentence).endsWith(".");
        }
    }

    private static String text(JsonValue value) {
        assertThat(value).isInstanceOf(JsonString.class);
        return ((JsonString) value).value();
    }

    private static String body(RawCall.Answer answer) {
        try {
            return HttpBody.parseFrom(Objects.requireNonNull(answer.message()))
                    .getData()
                    .toString(StandardCharsets.UTF_8);
        } catch (InvalidProtocolBufferException e) {
            throw new AssertionError(e);
        }
    }

    private static <T extends com.google.protobuf.Message> T detail(RawCall.Answer answer, Class<T> type) {
        for (Any detail : answer.details().getDetailsList()) {
            if (detail.is(type)) {
                try {
                    return detail.unpack(type);
                } catch (InvalidProtocolBufferException e) {
                    throw new AssertionError(e);
                }
            }
        }
        throw new AssertionError("no " + type.getSimpleName() + " in " + answer.status());
    }
}
