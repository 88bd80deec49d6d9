package dev.holdfast.auth;

import static dev.holdfast.storage.schema.Tables.KEYS;
import static dev.holdfast.storage.schema.Tables.TENANTS;
import static org.jooq.impl.DSL.row;

import dev.holdfast.error.HoldfastException;
import dev.holdfast.error.Reason;
import dev.holdfast.name.KeyId;
import dev.holdfast.name.TenantId;
import dev.holdfast.storage.Database;
import dev.holdfast.storage.IdSource;
import dev.holdfast.storage.schema.tables.records.KeysRecord;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import org.jooq.DSLContext;
import org.jspecify.annotations.Nullable;

/** Keys as rows. Every statement but the look-up by secret names the tenant, so that nobody reaches another's keys. */
public final class KeyStore {

    private final Database database;
    private final InstantSource clock;
    private final IdSource ids;
    private final SecureRandom random;
    private final AtomicLong changes = new AtomicLong();

    public KeyStore(Database database, InstantSource clock, IdSource ids, SecureRandom random) {
        this.database = database;
        this.clock = clock;
        this.ids = ids;
        this.random = random;
    }

    /** The caller that a secret stands for, if the key exists and works. */
    public Optional<Caller> find(String secret) {
        return database.sql()
                .select(KEYS.KEY_ID, KEYS.NAME, KEYS.GRANTS, TENANTS.TENANT_ID, TENANTS.PLAN)
                .from(KEYS)
                .join(TENANTS)
                .using(TENANTS.TENANT_ID)
                .where(KEYS.SECRET_SHA256.eq(new Secret(secret).digest()))
                .and(KEYS.REVOKED_AT.isNull())
                .fetchOptional(row -> new Caller(
                        new TenantId(row.get(TENANTS.TENANT_ID)),
                        new KeyId(row.get(KEYS.KEY_ID)),
                        row.get(KEYS.NAME),
                        Plan.valueOf(upper(row.get(TENANTS.PLAN))),
                        grants(row.get(KEYS.GRANTS))));
    }

    /** Makes a key with a new secret. A repeated request answers with the key that it made before, without the secret. */
    public IssuedKey create(Tenant tenant, NewKey wanted) {
        return create(database.sql(), tenant, wanted)
                .orElseGet(() -> new IssuedKey(earlier(tenant.id(), wanted), null));
    }

    Optional<IssuedKey> create(DSLContext sql, Tenant tenant, NewKey wanted) {
        Secret secret = Secret.random(wanted.style(), tenant.name(), random);
        return insert(sql, tenant.id(), wanted, secret).map(key -> new IssuedKey(key, secret));
    }

    /** Makes a key with a secret that somebody has chosen, unless a key has it already. */
    public Optional<Key> adopt(Tenant tenant, NewKey wanted, String secret) {
        return insert(database.sql(), tenant.id(), wanted, new Secret(secret));
    }

    /** The tenant's keys after the given one, oldest first. */
    public List<Key> list(TenantId tenant, @Nullable KeyId after, int most) {
        var page = database.sql().selectFrom(KEYS).where(KEYS.TENANT_ID.eq(tenant.value()));
        if (after != null) {
            Key last = find(tenant, after).orElseThrow(KeyStore::pageUnknown);
            page = page.and(row(KEYS.CREATED_AT, KEYS.KEY_ID)
                    .gt(last.createdAt(), last.id().value()));
        }
        return page.orderBy(KEYS.CREATED_AT, KEYS.KEY_ID).limit(most).fetch(KeyStore::key);
    }

    /** How often keys stopped working by what was done here. It changes before whoever did it hears that it is done. */
    long changes() {
        return changes.get();
    }

    /** Gives a key a new secret; the old one has stopped working here when this returns. */
    public IssuedKey rotate(Tenant tenant, KeyId id) {
        return changing(transaction -> {
            Key key = lock(transaction, tenant.id(), id);
            if (key.revokedAt() != null) {
                throw new HoldfastException(
                        Reason.KEY_REVOKED, "The key " + id + " has been revoked. Make another instead.");
            }
            Secret secret = Secret.random(key.style(), tenant.name(), random);
            var rotated = transaction
                    .update(KEYS)
                    .set(KEYS.SECRET_SHA256, secret.digest())
                    .set(KEYS.SECRET_HINT, secret.hint())
                    .set(KEYS.ROTATED_AT, now())
                    .where(KEYS.TENANT_ID.eq(tenant.id().value()))
                    .and(KEYS.KEY_ID.eq(id.value()))
                    .returning()
                    .fetchSingle(KeyStore::key);
            return new IssuedKey(rotated, secret);
        });
    }

    /** Ends a key for good, unless nobody could manage the tenant's keys after it. */
    public Key revoke(TenantId tenant, KeyId id) {
        return changing(transaction -> {
            // All of the tenant's keys are locked, so that two callers cannot revoke the last two at once.
            List<Key> keys = transaction
                    .selectFrom(KEYS)
                    .where(KEYS.TENANT_ID.eq(tenant.value()))
                    .orderBy(KEYS.KEY_ID)
                    .forUpdate()
                    .fetch(KeyStore::key);
            Key key =
                    keys.stream().filter(one -> one.id().equals(id)).findFirst().orElseThrow(KeyStore::keyNotFound);
            if (key.revokedAt() != null) {
                return key;
            }
            if (key.administers() && keys.stream().filter(Key::administers).count() == 1) {
                throw new HoldfastException(
                        Reason.LAST_ADMIN_KEY,
                        "The key " + id + " is the last that may administer keys. Make another such key first.");
            }
            return transaction
                    .update(KEYS)
                    .set(KEYS.REVOKED_AT, now())
                    .where(KEYS.TENANT_ID.eq(tenant.value()))
                    .and(KEYS.KEY_ID.eq(id.value()))
                    .returning()
                    .fetchSingle(KeyStore::key);
        });
    }

    private <T> T changing(Function<DSLContext, T> work) {
        try {
            return database.transaction(work);
        } finally {
            // Also if it failed: nobody knows what became of a commit whose answer was lost.
            changes.incrementAndGet();
        }
    }

    /** The tenant that a caller speaks for, with its name. */
    public Tenant tenantOf(Caller caller) {
        return database.sql()
                .selectFrom(TENANTS)
                .where(TENANTS.TENANT_ID.eq(caller.tenant().value()))
                .fetchSingle(row -> new Tenant(caller.tenant(), row.getName(), caller.plan()));
    }

    /** The one answer for a key that never was or is another tenant's; it does not repeat the id. */
    public static HoldfastException keyNotFound() {
        return new HoldfastException(Reason.KEY_NOT_FOUND, "Key not found. List the tenant's keys to see their ids.");
    }

    /** The answer to a page that does not begin after a key of the tenant's. */
    public static HoldfastException pageUnknown() {
        return new HoldfastException(
                Reason.PAGE_TOKEN_INVALID, "The page token was not given out by this list. Begin without one.");
    }

    private Optional<Key> insert(DSLContext sql, TenantId tenant, NewKey wanted, Secret secret) {
        var request = wanted.request();
        return sql.insertInto(KEYS)
                .set(KEYS.KEY_ID, ids.next())
                .set(KEYS.TENANT_ID, tenant.value())
                .set(KEYS.NAME, wanted.name())
                .set(KEYS.STYLE, lower(wanted.style()))
                .set(KEYS.SECRET_SHA256, secret.digest())
                .set(KEYS.SECRET_HINT, secret.hint())
                .set(
                        KEYS.GRANTS,
                        wanted.grants().stream().sorted().map(KeyStore::lower).toArray(String[]::new))
                .set(KEYS.CREATED_AT, now())
                .set(KEYS.CREATED_BY, request == null ? null : request.by().value())
                .set(KEYS.IDEMPOTENCY_KEY, request == null ? null : request.idempotencyKey())
                .onConflictDoNothing()
                .returning()
                .fetchOptional(KeyStore::key);
    }

    private Key earlier(TenantId tenant, NewKey wanted) {
        var request = wanted.request();
        if (request == null) {
            throw new IllegalStateException("Two random secrets are the same");
        }
        Key key = database.sql()
                .selectFrom(KEYS)
                .where(KEYS.TENANT_ID.eq(tenant.value()))
                .and(KEYS.CREATED_BY.eq(request.by().value()))
                .and(KEYS.IDEMPOTENCY_KEY.eq(request.idempotencyKey()))
                .fetchSingle(KeyStore::key);
        boolean same = key.name().equals(wanted.name())
                && key.style() == wanted.style()
                && key.grants().equals(wanted.grants());
        if (!same) {
            throw new HoldfastException(
                    Reason.IDEMPOTENCY_KEY_REUSED,
                    "This idempotency key made the key " + key.id() + " with other fields. Use a new one.");
        }
        return key;
    }

    private static Key lock(DSLContext transaction, TenantId tenant, KeyId id) {
        return transaction
                .selectFrom(KEYS)
                .where(KEYS.TENANT_ID.eq(tenant.value()))
                .and(KEYS.KEY_ID.eq(id.value()))
                .forUpdate()
                .fetchOptional(KeyStore::key)
                .orElseThrow(KeyStore::keyNotFound);
    }

    private Optional<Key> find(TenantId tenant, KeyId id) {
        return database.sql()
                .selectFrom(KEYS)
                .where(KEYS.TENANT_ID.eq(tenant.value()))
                .and(KEYS.KEY_ID.eq(id.value()))
                .fetchOptional(KeyStore::key);
    }

    private static Key key(KeysRecord row) {
        return new Key(
                new KeyId(row.getKeyId()),
                row.getName(),
                KeyStyle.valueOf(upper(row.getStyle())),
                grants(row.getGrants()),
                row.getSecretHint(),
                row.getCreatedAt(),
                row.getRotatedAt(),
                row.getRevokedAt());
    }

    private static Set<Grant> grants(String[] names) {
        Set<Grant> grants = EnumSet.noneOf(Grant.class);
        Arrays.stream(names).map(KeyStore::upper).map(Grant::valueOf).forEach(grants::add);
        return grants;
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MILLIS);
    }

    private static String lower(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }

    private static String upper(String name) {
        return name.toUpperCase(Locale.ROOT);
    }
}
