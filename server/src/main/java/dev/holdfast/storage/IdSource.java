package dev.holdfast.storage;

import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.UUID;

/**
 * Makes the ids of rows: UUIDs of version 7, whose first 48 bits are the time, so that what is made together lies
 * together in an index. The rest is random and cannot be guessed.
 */
public final class IdSource {

    private static final int TIME_SHIFT = 16;
    private static final long VERSION_7 = 0x7000L;
    private static final long VARIANT = 0x8000_0000_0000_0000L;

    private final InstantSource clock;
    private final SecureRandom random;

    public IdSource(InstantSource clock, SecureRandom random) {
        this.clock = clock;
        this.random = random;
    }

    public UUID next() {
        long high = (clock.millis() << TIME_SHIFT) | VERSION_7 | (random.nextInt() & 0xFFF);
        long low = (random.nextLong() >>> 2) | VARIANT;
        return new UUID(high, low);
    }
}
