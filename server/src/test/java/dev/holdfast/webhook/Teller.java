package dev.holdfast.webhook;

import static org.awaitility.Awaitility.await;

import dev.holdfast.testing.Receiver;
import dev.holdfast.testing.TestServer;
import dev.holdfast.testing.TurnCaller;
import dev.holdfast.v1.GetWebhookDeliveryRequest;
import dev.holdfast.v1.ListWebhookDeliveriesRequest;
import dev.holdfast.v1.WebhookDelivery;
import dev.holdfast.v1.WebhookServiceGrpc;
import dev.holdfast.v1.WebhookServiceGrpc.WebhookServiceBlockingStub;
import dev.holdfast.v1.WebhookState;
import dev.holdfast.webhook.WebhookConfig.Address;
import dev.holdfast.webhook.WebhookConfig.SecretSource;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** A tenant whose sessions somebody is told of. */
record Teller(TurnCaller caller) {

    static final String SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
    static final String OTHER_SECRET = "whsec_b3RoZXJvdGhlcm90aGVyb3RoZXJvdGhlcm90aGVy";
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    static Teller of(TestServer server, String tenant) {
        return new Teller(TurnCaller.of(server, tenant));
    }

    /** An endpoint that is told everything of the tenant of its name. */
    static Address endpoint(String tenant, URI url) {
        return endpoint(tenant, tenant, url, WebhookType.OF_EVENTS);
    }

    static Address endpoint(String name, @Nullable String tenant, URI url, Set<WebhookType> types) {
        return new Address(name, url, List.of(secret(SECRET)), tenant, types);
    }

    static SecretSource secret(String text) {
        return new SecretSource.Written(WebhookSecret.parse(text).orElseThrow());
    }

    /** Runs a turn to its end in a session of its own; the session's id. */
    String turn(String input) {
        String session = caller.session();
        caller.run(session, TurnCaller.turn(input));
        return session;
    }

    WebhookServiceBlockingStub webhooks() {
        return WebhookServiceGrpc.newBlockingStub(caller.server().channel())
                .withCallCredentials(TestServer.bearer(caller.key()))
                .withDeadlineAfter(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    }

    /** The deliveries about a session, the oldest first. */
    List<WebhookDelivery> deliveries(String session) {
        return webhooks()
                .listWebhookDeliveries(ListWebhookDeliveriesRequest.newBuilder()
                        .setOfSessionId(session)
                        .build())
                .getDeliveriesList()
                .reversed();
    }

    /** Waits until the only delivery about a session is so. */
    WebhookDelivery awaitOnly(String session, Predicate<WebhookDelivery> wanted) {
        return await().atMost(PATIENCE)
                .until(() -> deliveries(session), found -> found.size() == 1 && wanted.test(found.getFirst()))
                .getFirst();
    }

    /** Waits until it was tried so often and waits for the next time. */
    WebhookDelivery awaitTried(String session, int attempts) {
        return awaitOnly(session, delivery -> delivery.getAttempts() == attempts && pending(delivery));
    }

    WebhookDelivery awaitDelivered(String session) {
        return awaitOnly(session, delivery -> delivery.getState() == WebhookState.WEBHOOK_STATE_DELIVERED);
    }

    WebhookDelivery awaitFailed(String session) {
        return awaitOnly(session, delivery -> delivery.getState() == WebhookState.WEBHOOK_STATE_FAILED);
    }

    static void awaitMessages(Receiver receiver, String text, int count) {
        await().atMost(PATIENCE).until(() -> receiver.messages(text).size() == count);
    }

    String body(WebhookDelivery delivery) {
        return webhooks()
                .getWebhookDelivery(GetWebhookDeliveryRequest.newBuilder()
                        .setDeliveryId(delivery.getDeliveryId())
                        .build())
                .getBody()
                .getText();
    }

    private static boolean pending(WebhookDelivery delivery) {
        return delivery.getState() == WebhookState.WEBHOOK_STATE_PENDING;
    }
}
