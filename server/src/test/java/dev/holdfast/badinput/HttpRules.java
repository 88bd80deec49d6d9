package dev.holdfast.badinput;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.badinput.RawHttp.Reply;
import dev.holdfast.badinput.RawHttp.Request;
import dev.holdfast.json.JsonParser;
import dev.holdfast.json.JsonValue.JsonNumber;
import dev.holdfast.json.JsonValue.JsonObject;
import dev.holdfast.json.JsonValue.JsonString;

/** What every answer over HTTP keeps to. */
final class HttpRules {

    /** The fields by which a body shows whose form it has. */
    enum Form {
        NATIVE,
        SESSIONS,
        WORKSPACE,
        REPOSITORIES
    }

    private HttpRules() {}

    static void check(Request request, Reply reply, Form form) {
        assertThat(reply.header("x-request-id")).as("the request's id").isNotEmpty();
        assertThat(reply.headers()).doesNotContainKeys("x-http-status", "grpc-status", "grpc-message");
        assertThat(reply.status()).isBetween(200, 503);
        if (request.method().equals("HEAD") || reply.status() < 400) {
            assertThat(reply.status() < 500 || reply.status() == 501)
                    .as("%s", reply.status())
                    .isTrue();
            return;
        }
        AnswerRules.checkBody(reply.status(), reply.body());
        assertThat(form((JsonObject) JsonParser.parse(reply.body())))
                .as(reply.body())
                .isEqualTo(form);
    }

    private static Form form(JsonObject body) {
        if (body.fields().get("code") instanceof JsonNumber && body.fields().containsKey("details")) {
            return Form.NATIVE;
        }
        if (body.fields().get("error") instanceof JsonObject) {
            return Form.SESSIONS;
        }
        if (body.fields().get("message") instanceof JsonString) {
            return Form.WORKSPACE;
        }
        assertThat(body.fields()).containsOnlyKeys("error", "code");
        return Form.REPOSITORIES;
    }
}
