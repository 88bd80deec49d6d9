package dev.holdfast.auth;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.LongSupplier;

/**
 * Whose key it is, asked of the database once a second for each key that is used. A key that this process revokes or
 * rotates stops working at once, one that another process does within the second. Secrets are not kept, only their digests.
 */
public final class KnownKeys {

    static final Duration OLDEST = Duration.ofSeconds(1);

    /** More keys than this in one second are looked up each time. */
    static final int MOST = 10_000;

    private final KeyStore store;
    private final LongSupplier nanoTime;
    private final ConcurrentMap<ByteBuffer, Known> known = new ConcurrentHashMap<>();

    public KnownKeys(KeyStore store) {
        this(store, System::nanoTime);
    }

    KnownKeys(KeyStore store, LongSupplier nanoTime) {
        this.store = store;
        this.nanoTime = nanoTime;
    }

    /**
     * What the database said.
     *
     * @param changes how often keys had been changed here before it was asked
     */
    private record Known(Caller caller, long changes, long askedAt) {}

    /** The caller that a secret stands for, if the key exists and works. */
    public Optional<Caller> find(String secret) {
        ByteBuffer digest = ByteBuffer.wrap(new Secret(secret).digest());
        long now = nanoTime.getAsLong();
        // Before the database is asked: what it says may be older than a change that comes meanwhile.
        long changes = store.changes();
        Known earlier = known.get(digest);
        if (earlier != null && earlier.changes() == changes && now - earlier.askedAt() < OLDEST.toNanos()) {
            return Optional.of(earlier.caller());
        }
        Optional<Caller> caller = store.find(secret);
        if (caller.isEmpty()) {
            known.remove(digest);
        } else if (known.size() < MOST || known.containsKey(digest)) {
            known.put(digest, new Known(caller.get(), changes, now));
        } else {
            known.values().removeIf(one -> now - one.askedAt() >= OLDEST.toNanos());
        }
        return caller;
    }
}
