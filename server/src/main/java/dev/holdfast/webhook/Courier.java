package dev.holdfast.webhook;

import dev.holdfast.error.HoldfastException;
import dev.holdfast.name.DeliveryId;
import dev.holdfast.node.NodeLease;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes the attempts, each on a virtual thread of its own, and only so many at once for an endpoint: one that is slow delays itself. */
final class Courier implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Courier.class);

    private static final int MOST_AT_ONCE = 8;
    /** How long an attempt waits before it tries again to write what came of it. */
    private static final Duration PAUSE = Duration.ofSeconds(1);
    /** What attempts get to come to their end when the server stops. */
    private static final Duration GRACE = Duration.ofSeconds(2);

    private final Endpoints endpoints;
    private final AttemptStore store;
    private final NodeLease lease;
    private final InstantSource clock;
    private final RetrySchedule schedule;
    private final Sender sender;
    private final Runnable roomAgain;
    private final EndpointHealth health = new EndpointHealth();
    private final Map<DeliveryId, Running> running = new ConcurrentHashMap<>();
    /** Endpoints for which there was more than there was room for. */
    private final Set<String> crowded = ConcurrentHashMap.newKeySet();

    private final CountDownLatch stopped = new CountDownLatch(1);

    private record Running(String endpoint, Thread thread) {}

    /** @param roomAgain is run when an attempt ends whose endpoint had no room for more */
    Courier(
            Endpoints endpoints,
            AttemptStore store,
            NodeLease lease,
            InstantSource clock,
            RetrySchedule schedule,
            Duration timeout,
            Runnable roomAgain) {
        this.endpoints = endpoints;
        this.store = store;
        this.lease = lease;
        this.clock = clock;
        this.schedule = schedule;
        this.sender = new Sender(timeout);
        this.roomAgain = roomAgain;
    }

    /** How many more attempts each endpoint can take; those that can take none are left out. */
    Map<String, Integer> room() {
        Map<String, Integer> room = new HashMap<>();
        endpoints.names().forEach(name -> room.put(name, MOST_AT_ONCE));
        running.values().forEach(one -> room.merge(one.endpoint(), -1, Integer::sum));
        room.values().removeIf(left -> left <= 0);
        return room;
    }

    Set<DeliveryId> underWay() {
        return Set.copyOf(running.keySet());
    }

    /** Begins these attempts, for which there was this room. */
    void send(List<Attempt> attempts, Map<String, Integer> room) {
        Map<String, Integer> taken = new HashMap<>();
        attempts.forEach(attempt -> taken.merge(attempt.endpoint(), 1, Integer::sum));
        room.forEach((name, most) -> {
            if (most.equals(taken.get(name))) {
                crowded.add(name);
            } else {
                crowded.remove(name);
            }
        });
        for (Attempt attempt : attempts) {
            Thread thread = Thread.ofVirtual().name("webhook-", 0).unstarted(() -> run(attempt));
            running.put(attempt.id(), new Running(attempt.endpoint(), thread));
            thread.start();
        }
    }

    private void run(Attempt attempt) {
        try {
            attempt(attempt);
        } catch (InterruptedException e) {
            // The server stops, and with it its claim ends.
            LOG.debug("message={} endpoint={} is left to whoever comes next", attempt.messageId(), attempt.endpoint());
        } finally {
            running.remove(attempt.id());
            if (crowded.contains(attempt.endpoint())) {
                roomAgain.run();
            }
        }
    }

    private void attempt(Attempt attempt) throws InterruptedException {
        Endpoint endpoint = endpoints
                .find(attempt.endpoint())
                .orElseThrow(() -> new IllegalStateException("Nobody is called " + attempt.endpoint()));
        if (!lease.held()) {
            // By now it may be another node's.
            return;
        }
        Reply reply = reply(endpoint, attempt);
        Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
        Verdict verdict = schedule.judge(reply, attempt.tried(), now);
        health.note(attempt, reply, verdict);
        finish(attempt, reply, verdict, now);
    }

    private Reply reply(Endpoint endpoint, Attempt attempt) throws InterruptedException {
        try {
            return sender.send(endpoint, attempt, clock.instant());
        } catch (RuntimeException e) {
            // One message that cannot be sent must not be tried without a pause for ever.
            LOG.error("message={} endpoint={} cannot be sent", attempt.messageId(), attempt.endpoint(), e);
            return new Reply.Unanswered(Reply.Failure.FAULT);
        }
    }

    /** As long as this is not written the delivery stays claimed: nobody sends it again because the database is away. */
    private void finish(Attempt attempt, Reply reply, Verdict verdict, Instant now) throws InterruptedException {
        boolean written = false;
        while (!written) {
            try {
                store.finish(attempt, reply, verdict, now);
                written = true;
            } catch (HoldfastException e) {
                LOG.debug("message={} waits for the database: {}", attempt.messageId(), e.sentence());
            } catch (RuntimeException e) {
                LOG.error("what came of message={} cannot be written", attempt.messageId(), e);
            }
            if (!written && stopped.await(PAUSE.toNanos(), TimeUnit.NANOSECONDS)) {
                return;
            }
        }
    }

    @Override
    public void close() {
        stopped.countDown();
        long deadline = System.nanoTime() + GRACE.toNanos();
        try {
            for (Running one : List.copyOf(running.values())) {
                if (!one.thread().join(Duration.ofNanos(Math.max(1, deadline - System.nanoTime())))) {
                    one.thread().interrupt();
                }
            }
            for (Running one : List.copyOf(running.values())) {
                one.thread().join();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        sender.close();
    }
}
