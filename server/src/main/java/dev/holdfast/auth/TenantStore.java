package dev.holdfast.auth;

import static dev.holdfast.storage.schema.Tables.TENANTS;

import dev.holdfast.name.TenantId;
import dev.holdfast.storage.Database;
import dev.holdfast.storage.IdSource;
import dev.holdfast.storage.schema.tables.records.TenantsRecord;
import java.time.InstantSource;
import java.util.Locale;
import java.util.Optional;
import org.jooq.DSLContext;

/** Tenants as rows. */
public final class TenantStore {

    private final Database database;
    private final InstantSource clock;
    private final IdSource ids;

    public TenantStore(Database database, InstantSource clock, IdSource ids) {
        this.database = database;
        this.clock = clock;
        this.ids = ids;
    }

    public Optional<Tenant> find(String name) {
        return database.sql().selectFrom(TENANTS).where(TENANTS.NAME.eq(name)).fetchOptional(TenantStore::tenant);
    }

    /** Makes the tenant, unless it is there already: then nothing is made and the answer is empty. */
    public Optional<Tenant> create(String name, Plan plan) {
        return create(database.sql(), name, plan);
    }

    Optional<Tenant> create(DSLContext sql, String name, Plan plan) {
        return sql.insertInto(TENANTS)
                .set(TENANTS.TENANT_ID, ids.next())
                .set(TENANTS.NAME, name)
                .set(TENANTS.PLAN, plan.name().toLowerCase(Locale.ROOT))
                .set(TENANTS.CREATED_AT, clock.instant())
                .onConflictDoNothing()
                .returning()
                .fetchOptional(TenantStore::tenant);
    }

    private static Tenant tenant(TenantsRecord row) {
        return new Tenant(
                new TenantId(row.getTenantId()),
                row.getName(),
                Plan.valueOf(row.getPlan().toUpperCase(Locale.ROOT)));
    }
}
