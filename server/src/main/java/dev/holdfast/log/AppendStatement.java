package dev.holdfast.log;

import static dev.holdfast.storage.RowArrays.column;
import static dev.holdfast.storage.schema.Tables.EVENTS;
import static dev.holdfast.storage.schema.Tables.SESSION_HEAD;
import static org.jooq.impl.DSL.case_;
import static org.jooq.impl.DSL.coalesce;
import static org.jooq.impl.DSL.field;
import static org.jooq.impl.DSL.inline;
import static org.jooq.impl.DSL.insertInto;
import static org.jooq.impl.DSL.name;
import static org.jooq.impl.DSL.select;
import static org.jooq.impl.DSL.table;
import static org.jooq.impl.DSL.update;
import static org.jooq.impl.DSL.using;
import static org.jooq.impl.DSL.with;
import static org.jooq.impl.SQLDataType.BIGINT;
import static org.jooq.impl.SQLDataType.BLOB;
import static org.jooq.impl.SQLDataType.INSTANT;
import static org.jooq.impl.SQLDataType.INTEGER;
import static org.jooq.impl.SQLDataType.SMALLINT;

import dev.holdfast.storage.RowArrays;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jooq.Field;
import org.jooq.SQLDialect;
import org.jooq.Table;
import org.jooq.impl.SQLDataType;

/**
 * The one statement that numbers and writes a batch. It locks the heads that are as the appends expect them, in order and
 * passing over those that somebody else holds; moves them; writes the events behind them; and returns which took part.
 *
 * <p>The condition is checked on the row that the lock was got for. A join without the lock, or a weaker one, lets a
 * writer with an old fence through. It is rendered once, since building it takes longer than running it.
 */
final class AppendStatement {

    private static final Field<Integer> ENTRY = field(name("entry"), INTEGER);
    private static final Field<UUID> SESSION_ID = field(name("session_id"), SQLDataType.UUID);
    private static final Field<Long> FENCE = field(name("fence"), BIGINT);
    private static final Field<Long> REVISION = field(name("revision"), BIGINT);
    private static final Field<Integer> EVENT_COUNT = field(name("events"), INTEGER);
    private static final Field<Integer> FACT_COUNT = field(name("facts"), INTEGER);
    private static final Field<UUID> APPEND_ID = field(name("append_id"), SQLDataType.UUID);
    private static final Field<Instant> CREATED_AT = field(name("created_at"), INSTANT);
    private static final Field<Integer> RAISED = field(name("raised"), INTEGER);
    private static final Field<UUID> OWNER = field(name("owner"), SQLDataType.UUID);
    private static final Field<Long> OWNER_EPOCH = field(name("owner_epoch"), BIGINT);
    private static final Field<Integer> TURN_NUMBER = field(name("turn_number"), INTEGER);
    private static final Field<Integer> CHECKPOINT = field(name("checkpoint"), INTEGER);
    private static final Field<Instant> DELETED_AT = field(name("deleted_at"), INSTANT);
    private static final Field<Integer> PLACE = field(name("place"), INTEGER);
    private static final Field<Short> KIND = field(name("kind"), SMALLINT);
    private static final Field<byte[]> PAYLOAD = field(name("payload"), BLOB);
    private static final Field<Long> BASE = field(name("base"), BIGINT);

    /** What is bound first. */
    static final RowArrays APPENDS = new RowArrays(List.of(
            ENTRY,
            SESSION_ID,
            FENCE,
            REVISION,
            EVENT_COUNT,
            FACT_COUNT,
            APPEND_ID,
            CREATED_AT,
            RAISED,
            OWNER,
            OWNER_EPOCH,
            TURN_NUMBER,
            CHECKPOINT,
            DELETED_AT));

    /** What is bound then. */
    static final RowArrays EVENT_ROWS = new RowArrays(List.of(ENTRY, PLACE, TURN_NUMBER, KIND, PAYLOAD));

    /** Gives entry, base and turn number. */
    static final String SQL = render();

    private AppendStatement() {}

    private static String render() {
        Table<?> wanted = APPENDS.as("wanted");
        Table<?> appended = EVENT_ROWS.as("appended");

        var locked = name("locked")
                .asMaterialized(select(wanted.asterisk())
                        .from(wanted)
                        .join(SESSION_HEAD)
                        .on(SESSION_HEAD.SESSION_ID.eq(column(wanted, SESSION_ID)))
                        .where(SESSION_HEAD.FENCE.eq(column(wanted, FENCE)))
                        .and(column(wanted, REVISION).isNull().or(SESSION_HEAD.REVISION.eq(column(wanted, REVISION))))
                        .and(SESSION_HEAD.DELETED_AT.isNull())
                        .orderBy(SESSION_HEAD.SESSION_ID)
                        .forNoKeyUpdate()
                        .of(SESSION_HEAD)
                        .skipLocked());

        Table<?> lock = table(name("locked"));
        Field<Integer> raised = column(lock, RAISED);
        Field<Integer> events = column(lock, EVENT_COUNT);
        var moved = name("moved")
                .as(update(SESSION_HEAD)
                        .set(SESSION_HEAD.FENCE, SESSION_HEAD.FENCE.plus(raised))
                        .set(SESSION_HEAD.LAST_SEQUENCE, SESSION_HEAD.LAST_SEQUENCE.plus(events))
                        .set(SESSION_HEAD.REVISION, SESSION_HEAD.REVISION.plus(column(lock, FACT_COUNT)))
                        .set(
                                SESSION_HEAD.OWNER,
                                case_().when(raised.eq(inline(0)), SESSION_HEAD.OWNER)
                                        .else_(column(lock, OWNER)))
                        .set(
                                SESSION_HEAD.OWNER_EPOCH,
                                case_().when(raised.eq(inline(0)), SESSION_HEAD.OWNER_EPOCH)
                                        .else_(column(lock, OWNER_EPOCH)))
                        .set(SESSION_HEAD.TURN_NUMBER, coalesce(column(lock, TURN_NUMBER), SESSION_HEAD.TURN_NUMBER))
                        .set(
                                SESSION_HEAD.LAST_CHECKPOINT,
                                coalesce(
                                        SESSION_HEAD.LAST_SEQUENCE.plus(column(lock, CHECKPOINT)),
                                        SESSION_HEAD.LAST_CHECKPOINT))
                        .set(SESSION_HEAD.DELETED_AT, column(lock, DELETED_AT))
                        .set(SESSION_HEAD.LAST_APPEND, column(lock, APPEND_ID))
                        .from(lock)
                        .where(SESSION_HEAD.SESSION_ID.eq(column(lock, SESSION_ID)))
                        .returningResult(
                                SESSION_HEAD.SESSION_ID,
                                SESSION_HEAD.TURN_NUMBER,
                                SESSION_HEAD.LAST_SEQUENCE.minus(events).as(BASE),
                                column(lock, ENTRY),
                                column(lock, CREATED_AT)));

        Table<?> move = table(name("moved"));
        var written = name("written")
                .as(insertInto(
                                EVENTS,
                                EVENTS.SESSION_ID,
                                EVENTS.SEQUENCE,
                                EVENTS.TURN_NUMBER,
                                EVENTS.KIND,
                                EVENTS.PAYLOAD,
                                EVENTS.CREATED_AT)
                        .select(select(
                                        column(move, SESSION_ID),
                                        column(move, BASE).plus(column(appended, PLACE)),
                                        coalesce(column(appended, TURN_NUMBER), column(move, TURN_NUMBER)),
                                        column(appended, KIND),
                                        column(appended, PAYLOAD),
                                        column(move, CREATED_AT))
                                .from(appended)
                                .join(move)
                                .on(column(move, ENTRY).eq(column(appended, ENTRY))))
                        .returningResult(EVENTS.SEQUENCE));

        return using(SQLDialect.POSTGRES)
                .render(with(locked, moved, written)
                        .select(column(move, ENTRY), column(move, BASE), column(move, TURN_NUMBER))
                        .from(move));
    }
}
