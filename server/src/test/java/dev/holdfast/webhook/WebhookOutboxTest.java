package dev.holdfast.webhook;

import static dev.holdfast.storage.schema.Tables.WEBHOOK_DELIVERIES;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.holdfast.Holdfast;
import dev.holdfast.name.SessionId;
import dev.holdfast.testing.JsonDocument;
import dev.holdfast.testing.Receiver;
import dev.holdfast.testing.Receiver.Message;
import dev.holdfast.testing.TestServer;
import dev.holdfast.testing.TurnCaller;
import dev.holdfast.testing.TurnWords;
import dev.holdfast.v1.CancelTurnRequest;
import dev.holdfast.v1.DeleteSessionRequest;
import dev.holdfast.v1.Event.PayloadCase;
import dev.holdfast.v1.RejectActionRequest;
import dev.holdfast.v1.WebhookDelivery;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.UUID;
import org.jooq.DSLContext;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What is told to whom: one message for each pause and each end, and for nothing else. */
final class WebhookOutboxTest {

    private static final Receiver RECEIVER = new Receiver();
    private static final Receiver EVERYONE = new Receiver();

    @RegisterExtension
    static final TestServer SERVER = TestServer.telling(WebhookConfig.DEFAULT.with(List.of(
            Teller.endpoint("all", RECEIVER.url()),
            Teller.endpoint("everyone", null, EVERYONE.url(), EnumSet.of(WebhookType.TURN_FAILED)))));

    private final Teller teller = Teller.of(SERVER, "all");

    @AfterAll
    static void close() {
        RECEIVER.close();
        EVERYONE.close();
    }

    @Test
    void aPauseSaysWhatWaits() {
        String session = teller.caller().session();
        var gated = TurnWords.gated(TurnWords.function("pay"));
        var paused = teller.caller().paused(session, TurnCaller.turn("/call pay {\"eur\": 1.50}", gated));

        JsonDocument body = only(session, "turn.paused").json();

        assertThat(body.root().json().text())
                .isEqualTo(("{\"type\":\"turn.paused\",\"timestamp\":\"%s\",\"data\":{\"tenant_id\":\"%s\",\"session\":"
                                + "{\"id\":\"%s\",\"origin\":\"native\"},\"sequence\":%d,\"turn_number\":1,"
                                + "\"reason\":\"approval_required\",\"actions\":[{\"need\":\"approval_and_result\","
                                + "\"approval_id\":\"%s\",\"digest\":\"%s\","
                                + "\"action_id\":\"%s\",\"tool\":\"pay\",\"arguments\":\"{\\\"eur\\\": 1.50}\"}]}}")
                        .formatted(
                                body.text("timestamp"),
                                body.text("data.tenant_id"),
                                session,
                                paused.getSequence(),
                                paused.getTurnPaused().getActions(0).getApprovalId(),
                                paused.getTurnPaused().getActions(0).getDigest(),
                                paused.getTurnPaused().getActions(0).getCall().getCallId()));
        assertThat(body.text("data.tenant_id")).startsWith("ten_");
        teller.caller()
                .turns()
                .rejectAction(RejectActionRequest.newBuilder()
                        .setSessionId(session)
                        .setActionId(
                                paused.getTurnPaused().getActions(0).getCall().getCallId())
                        .build());
        assertThat(only(session, "turn.completed").json().text("data.rejected_action_id"))
                .startsWith("tc_");
    }

    @Test
    void argumentsThatAreTooLongAreLeftOut() {
        String session = teller.caller().session();
        String half = "x".repeat(40_000);
        teller.caller()
                .paused(
                        session,
                        TurnCaller.turn(
                                "/call f {\"a\":\"%s\"}\n/call f {\"b\":\"%s\"}\n/call f {}".formatted(half, half),
                                TurnWords.function("f")));

        List<JsonDocument> actions = only(session, "turn.paused").json().items("data.actions");

        assertThat(actions)
                .extracting(action -> action.names().getLast())
                .containsExactly("arguments", "arguments_omitted", "arguments");
    }

    @Test
    void anEndSaysWhatItCostAndWhy() {
        String completed = teller.turn("/words 2");
        String failed = teller.turn("/fail out of luck");
        String cancelled = teller.caller().session();
        teller.caller().submit(cancelled, TurnCaller.turn("/words 1000\n/pace 1000"));
        teller.caller().until(cancelled, -1, PayloadCase.TEXT_ADDED);
        teller.caller()
                .turns()
                .cancelTurn(
                        CancelTurnRequest.newBuilder().setSessionId(cancelled).build());

        JsonDocument end = only(completed, "turn.completed").json();
        assertThat(end.text("data.usage.output_tokens")).isEqualTo("2");
        assertThat(end.text("data.cost_micros")).isEqualTo("0");
        assertThat(end.text("data.open_calls")).isEqualTo("[]");
        assertThat(only(failed, "turn.failed").json().text("data.cause")).isEqualTo("model");
        assertThat(only(failed, "turn.failed").json().text("data.error")).contains("out of luck");
        assertThat(only(cancelled, "turn.cancelled").json().at("data").names()).contains("reason", "usage");
    }

    @Test
    void theEndsOfASessionAreTold() {
        String session = teller.caller().session();
        SERVER.clock.advance(Duration.ofDays(7));
        assertThat(only(session, "session.completed").json().text("data.cause")).isEqualTo("idle");
        teller.caller()
                .sessions()
                .deleteSession(
                        DeleteSessionRequest.newBuilder().setSessionId(session).build());
        assertThat(only(session, "session.deleted").json().text("data.cause")).isEqualTo("caller");
    }

    @Test
    void ofAResponseItsEndIsTold() {
        var answer = SERVER.send(
                "POST",
                "/v1/responses",
                "{\"input\":\"/words 1\"}",
                "Authorization",
                "Bearer " + teller.caller().key());
        String response = JsonDocument.parse(answer.body()).text("id");

        assertThat(only(response, "turn.completed").json().text("data.session.origin"))
                .isEqualTo("responses");
        SERVER.clock.advance(Duration.ofHours(1));
        await().until(() -> SERVER.send(
                                "GET",
                                "/v1/responses/" + response,
                                "",
                                "Authorization",
                                "Bearer " + teller.caller().key())
                        .statusCode()
                == 404);
        assertThat(RECEIVER.messages(response)).hasSize(1);
    }

    @Test
    void anEndpointIsToldWhatItWantsOfWhomItWants() {
        Teller stranger = Teller.of(SERVER, "stranger");
        String failed = stranger.turn("/fail");
        String completed = stranger.turn("/words 1");
        String both = teller.turn("/fail");

        Teller.awaitMessages(EVERYONE, failed, 1);
        Teller.awaitMessages(EVERYONE, both, 1);
        Teller.awaitMessages(RECEIVER, both, 1);
        assertThat(stranger.deliveries(failed))
                .extracting(WebhookDelivery::getEndpoint)
                .containsExactly("everyone");
        assertThat(stranger.deliveries(completed)).isEmpty();
        assertThat(EVERYONE.messages(both).getFirst().id())
                .as("the id of one event, told to two")
                .isEqualTo(RECEIVER.messages(both).getFirst().id());
    }

    @Test
    void aMessageAboutWhatDidNotHappenIsFound() {
        String session = teller.turn("/words 1");
        only(session, "turn.completed");
        assertThat(findings()).isEmpty();
        sql().update(WEBHOOK_DELIVERIES)
                .set(WEBHOOK_DELIVERIES.TYPE, "turn.failed")
                .where(WEBHOOK_DELIVERIES.SESSION_ID.eq(uuid(session)))
                .execute();

        assertThat(findings()).singleElement().asString().contains("webhook_deliveries tells of event");
        sql().deleteFrom(WEBHOOK_DELIVERIES)
                .where(WEBHOOK_DELIVERIES.SESSION_ID.eq(uuid(session)))
                .execute();
    }

    @Test
    void whatHasEndedGoesInTime() {
        String session = teller.turn("/words 1");
        WebhookDelivery delivered = teller.awaitDelivered(session);
        SERVER.clock.advance(Duration.ofDays(31));

        await().until(() -> !has(session, delivered));
    }

    @Test
    void whatNobodyTakesWaitsAndGoesInTime() {
        String session = teller.turn("/words 1");
        WebhookDelivery delivered = teller.awaitDelivered(session);
        sql().update(WEBHOOK_DELIVERIES)
                .set(WEBHOOK_DELIVERIES.ENDPOINT, "removed")
                .set(WEBHOOK_DELIVERIES.STATE, "pending")
                .set(WEBHOOK_DELIVERIES.DUE_AT, WEBHOOK_DELIVERIES.ENDED_AT)
                .setNull(WEBHOOK_DELIVERIES.ENDED_AT)
                .where(WEBHOOK_DELIVERIES.SESSION_ID.eq(uuid(session)))
                .execute();
        SERVER.clock.advance(Duration.ofDays(29));
        String other = teller.turn("/words 1");
        teller.awaitDelivered(other);
        assertThat(has(session, delivered)).isTrue();
        SERVER.clock.advance(Duration.ofDays(2));

        await().until(() -> !has(session, delivered));
    }

    private boolean has(String session, WebhookDelivery one) {
        return teller.deliveries(session).stream()
                .anyMatch(delivery -> delivery.getDeliveryId().equals(one.getDeliveryId()));
    }

    /** Waits until one message of this type has come about a session. */
    private static Message only(String session, String type) {
        await().until(() -> RECEIVER.messages(session).stream()
                .anyMatch(message -> message.json().text("type").equals(type)));
        List<Message> found = RECEIVER.messages(session).stream()
                .filter(message -> message.json().text("type").equals(type))
                .toList();
        assertThat(found).hasSize(1);
        return found.getFirst();
    }

    private static List<String> findings() {
        List<String> findings = new ArrayList<>();
        Holdfast.verifier(SERVER.database()).verify(finding -> findings.add(finding.sentence()));
        return findings;
    }

    private static UUID uuid(String session) {
        return SessionId.parse(session).orElseThrow().value();
    }

    private static DSLContext sql() {
        return SERVER.database().sql();
    }
}
