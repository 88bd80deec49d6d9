package dev.holdfast.webhook;

import static dev.holdfast.storage.schema.Tables.WEBHOOK_DELIVERIES;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.holdfast.auth.Grant;
import dev.holdfast.auth.KeyStyle;
import dev.holdfast.name.DeliveryId;
import dev.holdfast.testing.JsonDocument;
import dev.holdfast.testing.Receiver;
import dev.holdfast.testing.TestServer;
import dev.holdfast.testing.TurnCaller;
import dev.holdfast.v1.GetWebhookDeliveryRequest;
import dev.holdfast.v1.ListWebhookDeliveriesRequest;
import dev.holdfast.v1.ListWebhookDeliveriesResponse;
import dev.holdfast.v1.RedeliverWebhookRequest;
import dev.holdfast.v1.SendTestWebhookRequest;
import dev.holdfast.v1.WebhookDelivery;
import dev.holdfast.v1.WebhookState;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Webhooks as a client sees them. */
final class WebhookServiceTest {

    private static final Receiver RECEIVER = new Receiver();

    @RegisterExtension
    static final TestServer SERVER = TestServer.telling(WebhookConfig.DEFAULT.with(List.of(
            Teller.endpoint("ours", RECEIVER.url()),
            Teller.endpoint("theirs", RECEIVER.url()),
            Teller.endpoint("pages", RECEIVER.url()))));

    private final Teller teller = Teller.of(SERVER, "ours");

    @AfterAll
    static void close() {
        RECEIVER.close();
    }

    @Test
    void pagesCoverEveryDeliveryOnceTheNewestFirst() {
        Teller paged = Teller.of(SERVER, "pages");
        List<String> sessions = new ArrayList<>();
        for (int i = 0; i < 7; i++) {
            sessions.add(paged.turn("/words 1"));
            SERVER.clock.advance(Duration.ofSeconds(1));
        }
        List<String> listed = new ArrayList<>();
        String token = "";
        do {
            ListWebhookDeliveriesResponse page = paged.webhooks()
                    .listWebhookDeliveries(ListWebhookDeliveriesRequest.newBuilder()
                            .setPageSize(3)
                            .setPageToken(token)
                            .build());
            page.getDeliveriesList().forEach(delivery -> listed.add(delivery.getSessionId()));
            token = page.getNextPageToken();
        } while (!token.isEmpty());

        assertThat(listed).containsExactlyElementsOf(sessions.reversed());
    }

    @Test
    void aListShowsWhatItsFiltersLetPass() {
        String session = teller.turn("/words 1");
        WebhookDelivery delivery = teller.awaitDelivered(session);

        assertThat(list(filter().setOfSessionId(session))).containsExactly(delivery);
        assertThat(list(filter().setOfSessionId(session).setEndpoint("ours"))).containsExactly(delivery);
        assertThat(list(filter().setOfSessionId(session).setEndpoint("theirs"))).isEmpty();
        assertThat(list(filter().setOfSessionId(session).setState(WebhookState.WEBHOOK_STATE_DELIVERED)))
                .containsExactly(delivery);
        assertThat(list(filter().setOfSessionId(session).setState(WebhookState.WEBHOOK_STATE_FAILED)))
                .isEmpty();
        assertThat(code(() -> list(filter().setOfSessionId("nonsense")))).isEqualTo(Status.Code.INVALID_ARGUMENT);
        assertThat(code(() -> list(filter().setPageToken("nonsense")))).isEqualTo(Status.Code.INVALID_ARGUMENT);
    }

    @Test
    void anotherTenantsDeliveryAnswersLikeOneThatNeverWas() {
        Teller stranger = Teller.of(SERVER, "theirs");
        String session = stranger.turn("/words 1");
        String foreign = stranger.awaitDelivered(session).getDeliveryId();
        String unknown = foreign.substring(0, foreign.length() - 4) + "0000";

        assertThat(refusal(() -> get(foreign))).isEqualTo(refusal(() -> get(unknown)));
        assertThat(refusal(() -> redeliver(foreign))).isEqualTo(refusal(() -> redeliver(unknown)));
        assertThat(refusal(() -> test("theirs"))).isEqualTo(refusal(() -> test("unknown")));
        assertThat(list(filter().setOfSessionId(session))).isEmpty();
        assertThat(stranger.awaitDelivered(session).getAttempts()).isEqualTo(1);
    }

    @Test
    void aTestSaysWhoseItIsAndNothingElse() {
        WebhookDelivery sent = test("ours");
        await().until(() -> get(sent.getDeliveryId()).getState() == WebhookState.WEBHOOK_STATE_DELIVERED);

        JsonDocument body = RECEIVER.messages("webhook.test").getFirst().json();

        assertThat(body.at("data").names()).containsExactly("tenant_id");
        assertThat(get(sent.getDeliveryId()).getSessionId()).isEmpty();
        assertThat(sent.hasSequence()).isFalse();
    }

    @Test
    void onlyWhoAdministersSeesWebhooks() {
        String key = SERVER.key("ours", KeyStyle.NATIVE, EnumSet.complementOf(EnumSet.of(Grant.ADMIN)));
        Teller other = new Teller(new TurnCaller(SERVER, key));

        assertThat(code(() -> other.deliveries(other.caller().session()))).isEqualTo(Status.Code.PERMISSION_DENIED);
    }

    @Test
    void theSameOverRest() {
        String session = teller.turn("/words 1");
        String id = teller.awaitDelivered(session).getDeliveryId();

        String listed = rest("GET", "/deliveries?of_session_id=" + session + "&state=WEBHOOK_STATE_DELIVERED", "");
        assertThat(JsonDocument.parse(listed).items("deliveries").getFirst().text("deliveryId"))
                .isEqualTo(id);
        assertThat(JsonDocument.parse(rest("GET", "/deliveries/" + id, "")).text("body.text"))
                .contains("\"turn.completed\"");
        rest("POST", "/deliveries/" + id + ":redeliver", "");
        Teller.awaitMessages(RECEIVER, session, 2);
        assertThat(JsonDocument.parse(rest("POST", "/endpoints/ours:test", "{}"))
                        .text("delivery.type"))
                .isEqualTo("webhook.test");
    }

    /** A node that is gone has left a claim behind, and one that lost its answer left one of its own. */
    @Test
    void aClaimThatNobodyKnowsOfIsNotLost() {
        WebhookDelivery sent = test("ours");
        await().until(() -> get(sent.getDeliveryId()).getState() == WebhookState.WEBHOOK_STATE_DELIVERED);
        var row = DeliveryId.parse(sent.getDeliveryId()).orElseThrow().value();
        for (boolean own : List.of(true, false)) {
            long before = RECEIVER.messages().stream()
                    .filter(message -> message.id().equals(sent.getWebhookId()))
                    .count();
            SERVER.database()
                    .sql()
                    .execute(
                            "update webhook_deliveries set state = 'pending', due_at = created_at, owner_epoch = ("
                                    + (own ? "select max(epoch) from nodes" : "select 99")
                                    + "), owner = (select node_id from nodes limit 1) where delivery_id = ?",
                            row);
            await().until(() -> RECEIVER.messages().stream()
                            .filter(message -> message.id().equals(sent.getWebhookId()))
                            .count()
                    == before + 1);
            await().until(() -> SERVER.database()
                    .sql()
                    .fetchExists(
                            WEBHOOK_DELIVERIES,
                            WEBHOOK_DELIVERIES
                                    .DELIVERY_ID
                                    .eq(row)
                                    .and(WEBHOOK_DELIVERIES.STATE.eq("delivered"))
                                    .and(WEBHOOK_DELIVERIES.OWNER.isNull())));
        }
    }

    private String rest(String method, String path, String body) {
        var answer = SERVER.send(
                method,
                "/holdfast/v1/webhooks" + path,
                body,
                "Authorization",
                "Bearer " + teller.caller().key());
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return answer.body();
    }

    private static ListWebhookDeliveriesRequest.Builder filter() {
        return ListWebhookDeliveriesRequest.newBuilder();
    }

    private List<WebhookDelivery> list(ListWebhookDeliveriesRequest.Builder filter) {
        return teller.webhooks().listWebhookDeliveries(filter.build()).getDeliveriesList();
    }

    private WebhookDelivery get(String id) {
        return teller.webhooks()
                .getWebhookDelivery(
                        GetWebhookDeliveryRequest.newBuilder().setDeliveryId(id).build())
                .getDelivery();
    }

    private WebhookDelivery redeliver(String id) {
        return teller.webhooks()
                .redeliverWebhook(
                        RedeliverWebhookRequest.newBuilder().setDeliveryId(id).build())
                .getDelivery();
    }

    private WebhookDelivery test(String endpoint) {
        return teller.webhooks()
                .sendTestWebhook(SendTestWebhookRequest.newBuilder()
                        .setEndpointName(endpoint)
                        .build())
                .getDelivery();
    }

    private static Status.Code code(ThrowingCallable call) {
        return refused(call).getStatus().getCode();
    }

    private static String refusal(ThrowingCallable call) {
        return refused(call).getStatus().toString();
    }

    private static StatusRuntimeException refused(ThrowingCallable call) {
        List<StatusRuntimeException> refusals = new ArrayList<>();
        assertThatThrownBy(call).isInstanceOfSatisfying(StatusRuntimeException.class, refusals::add);
        return refusals.getFirst();
    }
}
