package dev.holdfast.auth;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.Holdfast;
import dev.holdfast.testing.ManualClock;
import dev.holdfast.testing.TestPostgres;
import java.util.EnumSet;
import java.util.Objects;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Two processes on one database; the clock of the first is moved by hand. */
final class KnownKeysTest {

    private static final int RACES = 100;

    private final AtomicLong nanoTime = new AtomicLong();
    private TestPostgres postgres;
    private KeyStore here;
    private KeyStore elsewhere;
    private KnownKeys known;
    private Tenant tenant;

    @BeforeEach
    void start() {
        postgres = TestPostgres.open();
        Holdfast.Keys keys = Holdfast.Keys.of(postgres.database(), new ManualClock());
        here = keys.store();
        elsewhere = Holdfast.Keys.of(postgres.database(), new ManualClock()).store();
        known = new KnownKeys(here, nanoTime::get);
        tenant = keys.tenants().create("tenant", Plan.PAID).orElseThrow();
        issue();
    }

    @AfterEach
    void stop() {
        postgres.close();
    }

    @Test
    void aKeyThatIsRevokedHereStopsAtOnce() {
        IssuedKey key = issue();
        assertThat(known.find(secret(key))).isPresent();

        here.revoke(tenant.id(), key.key().id());

        assertThat(known.find(secret(key))).isEmpty();
    }

    @Test
    void aSecretThatIsRotatedHereStopsAtOnceAndTheNewOneWorks() {
        IssuedKey key = issue();
        assertThat(known.find(secret(key))).isPresent();

        IssuedKey rotated = here.rotate(tenant, key.key().id());

        assertThat(known.find(secret(key))).isEmpty();
        assertThat(known.find(secret(rotated)))
                .map(Caller::key)
                .hasValue(key.key().id());
    }

    @Test
    void aKeyThatIsRevokedElsewhereStopsWithinASecond() {
        IssuedKey key = issue();
        assertThat(known.find(secret(key))).isPresent();

        elsewhere.revoke(tenant.id(), key.key().id());

        nanoTime.addAndGet(KnownKeys.OLDEST.toNanos() - 1);
        assertThat(known.find(secret(key))).as("not asked again yet").isPresent();
        nanoTime.incrementAndGet();
        assertThat(known.find(secret(key))).isEmpty();
    }

    @Test
    void aKeyThatIsUsedAllTheTimeIsAskedForAllTheSame() {
        IssuedKey key = issue();
        known.find(secret(key));
        elsewhere.revoke(tenant.id(), key.key().id());

        for (int i = 0; i < 3; i++) {
            nanoTime.addAndGet(KnownKeys.OLDEST.toNanos() / 3 + 1);
            known.find(secret(key));
        }

        assertThat(known.find(secret(key))).isEmpty();
    }

    @Test
    void anUnknownKeyMayBeMadeAtAnyTime() {
        assertThat(known.find("hf_chosen")).isEmpty();

        elsewhere.adopt(tenant, new NewKey("adopted", KeyStyle.NATIVE, EnumSet.of(Grant.READ)), "hf_chosen");

        assertThat(known.find("hf_chosen")).isPresent();
    }

    /** The clock stands still, so whatever was kept from before the revocation would be found. */
    @Test
    void afterARevocationNobodyIsLetInWhoeverWasLookingMeanwhile() throws Exception {
        try (ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int race = 0; race < RACES; race++) {
                IssuedKey key = issue();
                AtomicBoolean revoked = new AtomicBoolean();
                Future<?> looking = callers.submit(() -> {
                    while (!revoked.get()) {
                        known.find(secret(key));
                    }
                });
                here.revoke(tenant.id(), key.key().id());
                assertThat(known.find(secret(key))).isEmpty();
                revoked.set(true);
                looking.get();
                assertThat(known.find(secret(key))).isEmpty();
            }
        }
    }

    private IssuedKey issue() {
        return here.create(tenant, new NewKey("key", KeyStyle.NATIVE, EnumSet.allOf(Grant.class)));
    }

    private static String secret(IssuedKey key) {
        return Objects.requireNonNull(key.secret(), "A key that was just made has its secret")
                .text();
    }
}
