package dev.holdfast.storage;

import static dev.holdfast.storage.RowArrays.column;
import static dev.holdfast.storage.schema.Tables.SESSIONS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.jooq.impl.DSL.field;
import static org.jooq.impl.DSL.insertInto;
import static org.jooq.impl.DSL.name;
import static org.jooq.impl.DSL.select;
import static org.jooq.impl.DSL.selectFrom;
import static org.jooq.impl.DSL.update;

import dev.holdfast.storage.schema.tables.records.SessionsRecord;
import dev.holdfast.testing.TestPostgres;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.jooq.Field;
import org.jooq.impl.SQLDataType;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Rows come out as they went in, however many there are and whatever they hold. */
final class RowStatementTest {

    @RegisterExtension
    static final TestPostgres POSTGRES = new TestPostgres();

    private static final RowStatement INSERT = new RowStatement(
            List.of(SESSIONS.fields()),
            rows -> insertInto(SESSIONS, SESSIONS.fields()).select(selectFrom(rows)));

    private static final RowStatement RENAME = new RowStatement(
            List.of(SESSIONS.SESSION_ID, SESSIONS.AGENT_ID),
            rows -> update(SESSIONS)
                    .set(SESSIONS.AGENT_ID, column(rows, SESSIONS.AGENT_ID))
                    .from(rows)
                    .where(SESSIONS.SESSION_ID.eq(column(rows, SESSIONS.SESSION_ID))));

    private final Database database = POSTGRES.database();

    @AfterEach
    void forget() {
        database.sql().deleteFrom(SESSIONS).execute();
    }

    @Test
    void textsTimesBytesAndAbsentValuesAreKept() {
        List<SessionsRecord> rows = List.of(
                row("plain", new byte[] {0, 1, (byte) 0xff}),
                row("with \"quotes\", {braces}, \\ and NULL", new byte[0]),
                row("NULL", null),
                row("", new byte[] {92}),
                row(null, null),
                row("two\nlines \uD83D\uDE80 é", new byte[] {34, 123, 125, 44}));

        insert(rows);

        assertThat(database.sql()
                        .selectFrom(SESSIONS)
                        .orderBy(SESSIONS.SESSION_ID)
                        .fetch())
                .containsExactlyElementsOf(rows);
    }

    @Test
    void oneStatementTakesAnyNumberOfRows() {
        insert(List.of());
        assertThat(database.sql().fetchCount(SESSIONS)).isZero();

        List<SessionsRecord> rows =
                IntStream.range(0, 3_000).mapToObj(at -> row("agent", null)).toList();
        insert(rows);
        List<@Nullable Object[]> names = rows.stream()
                .limit(2_000)
                .map(row -> new @Nullable Object[] {row.getSessionId(), "renamed"})
                .toList();
        run(RENAME, names);

        assertThat(database.sql()
                        .fetchCount(select(SESSIONS.SESSION_ID).from(SESSIONS).where(SESSIONS.AGENT_ID.eq("renamed"))))
                .isEqualTo(2_000);
    }

    @Test
    void aTypeThatNobodyHasThoughtOfIsSaidSo() {
        Field<BigDecimal> price = field(name("price"), SQLDataType.NUMERIC);
        RowStatement statement = new RowStatement(
                List.of(price), rows -> select(column(rows, price)).from(rows));

        assertThatExceptionOfType(IllegalStateException.class)
                .isThrownBy(() -> run(statement, List.of(new @Nullable Object[][] {{BigDecimal.ONE}})))
                .withMessageContaining("price");
    }

    private void insert(List<SessionsRecord> rows) {
        List<@Nullable Object[]> values = new ArrayList<>();
        rows.forEach(row -> values.add(row.intoArray()));
        run(INSERT, values);
    }

    private void run(RowStatement statement, List<@Nullable Object[]> rows) {
        database.transaction(sql -> {
            statement.run(sql, rows);
            return true;
        });
    }

    private static int made;

    private static SessionsRecord row(@Nullable String agent, byte @Nullable [] paused) {
        Instant now = Instant.parse("2026-11-21T12:00:00.123Z");
        SessionsRecord row = new SessionsRecord();
        row.setSessionId(new UUID(7, ++made));
        row.setTenantId(new UUID(1, 1));
        row.setOrigin("native");
        row.setStatus("active");
        row.setAgentId(agent);
        row.setMetadata("{\"a\": \"\\u0000\"}");
        row.setRevision(9_007_199_254_740_993L);
        row.setCreatedAt(now);
        row.setUpdatedAt(now.plusMillis(1));
        row.setLastActivityAt(now);
        row.setDueAt(agent == null ? null : now.plusSeconds(5));
        row.setBusy(agent == null);
        row.setTurnCount(3);
        row.setTotalCostMicros(5L);
        row.setPaused(paused);
        return row;
    }
}
