package dev.holdfast.webhook;

import dev.holdfast.error.HoldfastException;
import dev.holdfast.error.Reason;
import dev.holdfast.name.DeliveryId;
import dev.holdfast.name.TenantId;
import dev.holdfast.storage.Database;
import dev.holdfast.webhook.DeliveryStore.Found;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What a tenant can ask about webhooks. */
public final class Webhooks {

    private final Endpoints endpoints;
    private final DeliveryStore store;
    private final WebhookWorker worker;
    private final InstantSource clock;
    private final Supplier<UUID> ids;

    public Webhooks(
            Endpoints endpoints, Database database, WebhookWorker worker, InstantSource clock, Supplier<UUID> ids) {
        this.endpoints = endpoints;
        this.store = new DeliveryStore(database);
        this.worker = worker;
        this.clock = clock;
        this.ids = ids;
    }

    List<Delivery> list(DeliveryQuery query, @Nullable DeliveryId after, int most) {
        return store.list(query, after, most);
    }

    Found require(TenantId tenant, DeliveryId id) {
        return store.find(tenant, id).orElseThrow(Webhooks::deliveryNotFound);
    }

    Delivery redeliver(TenantId tenant, DeliveryId id) {
        Delivery due = store.redeliver(tenant, id, now()).orElseThrow(Webhooks::deliveryNotFound);
        worker.nudge();
        return due;
    }

    Delivery test(TenantId tenant, String name) {
        Endpoint endpoint =
                endpoints.find(name).filter(found -> found.serves(tenant)).orElseThrow(Webhooks::endpointNotFound);
        Instant now = now();
        DeliveryId id = new DeliveryId(ids.get());
        Delivery due = store.insertTest(tenant, id, endpoint.name(), WebhookBody.test(tenant, now), now);
        worker.nudge();
        return due;
    }

    /** The one answer for a delivery that never was or is another tenant's; it does not repeat the id. */
    static HoldfastException deliveryNotFound() {
        return new HoldfastException(
                Reason.WEBHOOK_NOT_FOUND, "Delivery not found. List the deliveries to see their ids.");
    }

    private static HoldfastException endpointNotFound() {
        return new HoldfastException(
                Reason.WEBHOOK_NOT_FOUND, "Endpoint not found. The configuration names those of this tenant.");
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MILLIS);
    }
}
