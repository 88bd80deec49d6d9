package dev.holdfast.storage;

import static dev.holdfast.storage.schema.Tables.TENANTS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.error.HoldfastException;
import dev.holdfast.error.Reason;
import dev.holdfast.testing.TestPostgres;
import java.time.Instant;
import java.util.UUID;
import org.jooq.DSLContext;
import org.jooq.exception.IntegrityConstraintViolationException;
import org.jooq.impl.DSL;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

final class DatabaseTest {

    @RegisterExtension
    static final TestPostgres POSTGRES = new TestPostgres();

    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

    private final Database database = POSTGRES.database();

    @Test
    void aSingleStatementIsCommittedByItself() {
        insertTenant(database.sql(), "single");

        assertThat(tenants("single")).isOne();
    }

    @Test
    void aTransactionCommitsWhatItReturnsFrom() {
        int inserted = database.transaction(sql -> insertTenant(sql, "committed"));

        assertThat(inserted).isOne();
        assertThat(tenants("committed")).isOne();
    }

    @Test
    void whatAnExceptionLeavesIsRolledBackAndTheExceptionComesOutAsItself() {
        HoldfastException refusal = new HoldfastException(Reason.KEY_NOT_FOUND, "There is no such key.");

        assertThatThrownBy(() -> database.transaction(sql -> {
                    insertTenant(sql, "rolled back");
                    throw refusal;
                }))
                .isSameAs(refusal);
        assertThat(tenants("rolled back")).isZero();
    }

    @Test
    void aBrokenConstraintStaysWhatItIs() {
        insertTenant(database.sql(), "unique");

        assertThatThrownBy(() -> insertTenant(database.sql(), "unique"))
                .isInstanceOf(IntegrityConstraintViolationException.class);
        assertThatThrownBy(() -> database.transaction(sql -> insertTenant(sql, "unique")))
                .isInstanceOf(IntegrityConstraintViolationException.class);
    }

    @Test
    void eachConnectionHasItsTimeoutsAndWaitsForTheDisk() {
        assertThat(setting("statement_timeout")).isEqualTo("5s");
        assertThat(setting("idle_in_transaction_session_timeout")).isEqualTo("10s");
        assertThat(setting("synchronous_commit")).isEqualTo("on");
        assertThat(setting("application_name")).isEqualTo("holdfast");
    }

    private String setting(String name) {
        return database.sql()
                .fetchSingle("select current_setting({0})", DSL.inline(name))
                .get(0, String.class);
    }

    private int tenants(String name) {
        return database.sql().fetchCount(TENANTS, TENANTS.NAME.eq(name));
    }

    private static int insertTenant(DSLContext sql, String name) {
        return sql.insertInto(TENANTS)
                .set(TENANTS.TENANT_ID, UUID.randomUUID())
                .set(TENANTS.NAME, name)
                .set(TENANTS.PLAN, "free")
                .set(TENANTS.CREATED_AT, NOW)
                .execute();
    }
}
