package dev.holdfast.webhook;

import dev.holdfast.error.HoldfastException;
import dev.holdfast.event.RecordedEvent;
import dev.holdfast.log.CommitListener;
import dev.holdfast.node.NodeLease;
import dev.holdfast.storage.Database;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends what is due. What this node appends is looked for at once, everything else with the next beat: what is to be tried again,
 * and what nodes that are gone leave behind. What waits is rows, and no thread belongs to it.
 */
public final class WebhookWorker implements CommitListener, AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(WebhookWorker.class);

    private static final Duration BEAT = Duration.ofSeconds(1);
    /** How often old rows are cleared, which is all that there is to do without an endpoint. */
    private static final Duration UPKEEP = Duration.ofMinutes(1);

    private final Endpoints endpoints;
    private final AttemptStore store;
    private final Courier courier;
    private final NodeLease lease;
    private final InstantSource clock;
    private final Duration retention;
    private final Semaphore reasonsToLook = new Semaphore(0);
    private final Set<String> reported = new HashSet<>();
    private final Thread thread = Thread.ofPlatform().name("webhooks").unstarted(this::run);
    private Instant nextUpkeep = Instant.MIN;
    private volatile boolean stopped;

    public WebhookWorker(Endpoints endpoints, WebhookConfig config, Database database, NodeLease lease, Chance chance) {
        this.endpoints = endpoints;
        this.store = new AttemptStore(database, lease);
        this.lease = lease;
        this.clock = chance.clock();
        this.retention = config.retention();
        this.courier = new Courier(
                endpoints, store, lease, clock, new RetrySchedule(chance.random()), config.timeout(), this::nudge);
    }

    /** What cannot be foreseen: the time, and by how much waits differ. */
    public record Chance(InstantSource clock, RandomGenerator random) {}

    public void start() {
        thread.start();
    }

    @Override
    public void committed(List<RecordedEvent> events) {
        if (!endpoints.isEmpty()
                && events.stream()
                        .anyMatch(event -> WebhookType.of(event.event()).isPresent())) {
            nudge();
        }
    }

    /** Looks at once. */
    void nudge() {
        reasonsToLook.release();
    }

    private void run() {
        Duration beat = endpoints.isEmpty() ? UPKEEP : BEAT;
        try {
            while (!stopped) {
                reasonsToLook.drainPermits();
                look();
                boolean atOnce = reasonsToLook.tryAcquire(beat.toNanos(), TimeUnit.NANOSECONDS);
                LOG.trace("looking again, {}", atOnce ? "as there is a reason to" : "as it is time");
            }
        } catch (InterruptedException e) {
            LOG.error("interrupted; webhooks are not sent any more");
            Thread.currentThread().interrupt();
        }
    }

    private void look() {
        try {
            if (lease.held()) {
                take();
                keepUp();
            }
        } catch (HoldfastException e) {
            LOG.warn("webhooks wait for the database: {}", e.sentence());
        } catch (RuntimeException e) {
            // Whatever it is, the next look may go well, and without one nobody is told of anything.
            LOG.error("webhooks cannot be looked after", e);
        }
    }

    private void take() {
        Map<String, Integer> room = courier.room();
        if (!room.isEmpty()) {
            courier.send(store.claim(clock.instant(), room, courier.underWay()), room);
        }
    }

    private void keepUp() {
        Instant now = clock.instant();
        if (now.isBefore(nextUpkeep)) {
            return;
        }
        boolean more = true;
        while (more && !stopped) {
            more = store.clear(now.minus(retention));
        }
        store.unknownEndpoints(endpoints.names()).stream()
                .filter(reported::add)
                .forEach(name -> LOG.warn(
                        "webhooks wait for the endpoint `{}`, which is not configured; they go after {}",
                        name,
                        retention));
        nextUpkeep = now.plus(UPKEEP);
    }

    /** Lets what is being sent come to its end for a moment; the rest is sent by whoever starts next. */
    @Override
    public void close() {
        stopped = true;
        nudge();
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        courier.close();
    }
}
