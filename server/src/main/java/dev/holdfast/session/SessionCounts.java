package dev.holdfast.session;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.SequencedMap;

/**
 * How many sessions a list has: exact up to a bound, and beyond it counted at most every few seconds, because counting a
 * million rows for every page would cost more than the page.
 */
final class SessionCounts {

    static final long EXACT_UP_TO = 10_000;
    static final Duration OLDEST = Duration.ofSeconds(5);
    private static final int MAX_REMEMBERED = 1_000;

    private final SessionStore store;
    private final InstantSource clock;
    private final SequencedMap<SessionQuery, Counted> remembered = new LinkedHashMap<>();

    SessionCounts(SessionStore store, InstantSource clock) {
        this.store = store;
        this.clock = clock;
    }

    long count(SessionQuery query) {
        long exact = store.count(query, EXACT_UP_TO + 1);
        return exact <= EXACT_UP_TO ? exact : large(query);
    }

    private synchronized long large(SessionQuery query) {
        Instant now = clock.instant();
        Counted known = remembered.get(query);
        if (known != null && now.isBefore(known.at().plus(OLDEST))) {
            return known.total();
        }
        long total = store.count(query, Long.MAX_VALUE);
        remembered.remove(query);
        remembered.put(query, new Counted(total, now));
        if (remembered.size() > MAX_REMEMBERED) {
            remembered.pollFirstEntry();
        }
        return total;
    }

    private record Counted(long total, Instant at) {}
}
