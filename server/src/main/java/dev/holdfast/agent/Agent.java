package dev.holdfast.agent;

import dev.holdfast.agent.TurnWorker.Crew;
import dev.holdfast.engine.SessionState;
import dev.holdfast.error.HoldfastException;
import dev.holdfast.log.Opened;
import dev.holdfast.log.Ownership;
import dev.holdfast.log.StaleWriterException;
import dev.holdfast.name.SessionId;
import dev.holdfast.node.NodeLease;
import dev.holdfast.node.OwnedSession;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs the turns that this server owns. The log tells it which; what other servers leave behind it finds by itself.
 */
public final class Agent implements Ownership<SessionState>, AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Agent.class);

    private final TurnDesk desk;
    private final NodeLease lease;
    private final AgentConfig config;
    private final Crew crew;
    private final Map<SessionId, TurnWorker> workers = new ConcurrentHashMap<>();
    private Set<OwnedSession> unclaimed = Set.of();
    private final CountDownLatch stopped = new CountDownLatch(1);
    private final Thread thread = Thread.ofPlatform().name("agent").unstarted(this::run);

    public Agent(TurnDesk desk, NodeLease lease, AgentConfig config) {
        this.desk = desk;
        this.lease = lease;
        this.config = config;
        this.crew = new Crew(new Semaphore(config.maxRunning()), this::ended);
    }

    /** Goes on with what this server ran before it was stopped, and begins to look after others. */
    public void start() {
        thread.start();
    }

    @Override
    public void claimed(Opened<SessionState> opened) {
        run(TurnWorker.going(desk, config, opened, crew));
    }

    @Override
    public void released(Opened<SessionState> opened) {
        TurnWorker worker = workers.get(opened.session());
        if (worker != null && worker.fence() < opened.fence()) {
            worker.stop();
        }
    }

    private void run(TurnWorker worker) {
        if (stopped.getCount() == 0) {
            // Whoever starts next finds it in the log.
            return;
        }
        workers.compute(worker.session(), (session, present) -> {
            if (present != null && present.fence() >= worker.fence()) {
                return present;
            }
            worker.start();
            return worker;
        });
    }

    private void ended(TurnWorker worker) {
        workers.remove(worker.session(), worker);
    }

    private void run() {
        try {
            do {
                look();
            } while (!stopped.await(config.lookInterval().toNanos(), TimeUnit.NANOSECONDS));
        } catch (InterruptedException e) {
            LOG.error("interrupted; turns of servers that are gone are not taken over any more");
            Thread.currentThread().interrupt();
        }
    }

    private void look() {
        Instant now = desk.clock().instant();
        workers.values().forEach(worker -> worker.checkTime(now));
        try {
            if (lease.held()) {
                compareOwned();
                takeOver();
            } else {
                // Others may take these turns over from now on.
                workers.values().forEach(TurnWorker::stop);
            }
        } catch (HoldfastException e) {
            LOG.warn("whose turns are whose cannot be read: {}", e.sentence());
        } catch (RuntimeException e) {
            // One session that cannot be read must not keep the others from being taken over.
            LOG.error("turns cannot be taken over", e);
        }
    }

    /**
     * Stops workers whose sessions somebody else has taken or ended, and finds sessions that are this server's and that
     * nobody runs: whoever claimed them did not live to say so.
     */
    private void compareOwned() {
        List<TurnWorker> before = List.copyOf(workers.values());
        Map<SessionId, Long> fences = new HashMap<>();
        lease.owned().forEach(owned -> fences.put(owned.session(), owned.fence()));
        for (TurnWorker worker : before) {
            if (fences.getOrDefault(worker.session(), Long.MAX_VALUE) > worker.fence()) {
                worker.stop();
            }
        }
        Set<OwnedSession> idle = new HashSet<>();
        fences.forEach((session, fence) -> {
            if (!workers.containsKey(session)) {
                idle.add(new OwnedSession(session, fence));
            }
        });
        // Twice in a row, so that a claim that was just made has found its worker.
        idle.stream().filter(unclaimed::contains).forEach(this::takeOver);
        unclaimed = idle;
    }

    private void takeOver() {
        lease.orphans().forEach(this::takeOver);
    }

    private void takeOver(OwnedSession orphan) {
        try {
            Opened<SessionState> opened = desk.journal().takeOver(orphan);
            LOG.info("session {} is taken over", orphan.session());
            run(TurnWorker.takingOver(desk, config, opened, crew));
        } catch (StaleWriterException e) {
            LOG.debug("session {} was taken by another server", orphan.session());
        }
    }

    /** Stops all work where it is. Whoever starts next on this home goes on at once, others when the lease has ended. */
    @Override
    public void close() {
        stopped.countDown();
        try {
            thread.join();
            List<TurnWorker> running = List.copyOf(workers.values());
            running.forEach(TurnWorker::stop);
            for (TurnWorker worker : running) {
                worker.join();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
