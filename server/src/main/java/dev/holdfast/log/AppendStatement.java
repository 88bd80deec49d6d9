package dev.holdfast.log;

import static dev.holdfast.storage.schema.Tables.EVENTS;
import static dev.holdfast.storage.schema.Tables.SESSION_HEAD;
import static org.jooq.impl.DSL.case_;
import static org.jooq.impl.DSL.coalesce;
import static org.jooq.impl.DSL.field;
import static org.jooq.impl.DSL.inline;
import static org.jooq.impl.DSL.insertInto;
import static org.jooq.impl.DSL.name;
import static org.jooq.impl.DSL.param;
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
import static org.jooq.impl.SQLDataType.UUID;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jooq.DataType;
import org.jooq.Field;
import org.jooq.QueryPart;
import org.jooq.SQLDialect;
import org.jooq.Table;

/**
 * The one statement that numbers and writes a batch. It locks the heads that are as the appends expect them, in order and
 * passing over those that somebody else holds; moves them; writes the events behind them; and returns which took part.
 *
 * <p>The condition is checked on the row that the lock was got for. A join without the lock, or a weaker one, lets a
 * writer with an old fence through. It is rendered once, since building it takes longer than running it.
 */
final class AppendStatement {

    private static final List<String> APPEND_COLUMNS = List.of(
            "entry",
            "session_id",
            "fence",
            "revision",
            "events",
            "facts",
            "append_id",
            "created_at",
            "raised",
            "owner",
            "owner_epoch",
            "turn_number",
            "checkpoint",
            "deleted_at");

    private static final List<DataType<?>> APPEND_TYPES = List.of(
            INTEGER, UUID, BIGINT, BIGINT, INTEGER, INTEGER, UUID, INSTANT, INTEGER, UUID, BIGINT, INTEGER, INTEGER,
            INSTANT);

    private static final List<String> EVENT_COLUMNS = List.of("entry", "place", "turn_number", "kind", "payload");

    private static final List<DataType<?>> EVENT_TYPES = List.of(INTEGER, INTEGER, INTEGER, SMALLINT, BLOB);

    /** Takes an array for each column of an append and then of an event; gives entry, base and turn number. */
    static final String SQL = render();

    private AppendStatement() {}

    private static String render() {
        Table<?> wanted = arrays("wanted", APPEND_COLUMNS, APPEND_TYPES);
        Table<?> appended = arrays("appended", EVENT_COLUMNS, EVENT_TYPES);

        var locked = name("locked")
                .asMaterialized(select(wanted.asterisk())
                        .from(wanted)
                        .join(SESSION_HEAD)
                        .on(SESSION_HEAD.SESSION_ID.eq(of(wanted, "session_id", UUID)))
                        .where(SESSION_HEAD.FENCE.eq(of(wanted, "fence", BIGINT)))
                        .and(of(wanted, "revision", BIGINT)
                                .isNull()
                                .or(SESSION_HEAD.REVISION.eq(of(wanted, "revision", BIGINT))))
                        .and(SESSION_HEAD.DELETED_AT.isNull())
                        .orderBy(SESSION_HEAD.SESSION_ID)
                        .forNoKeyUpdate()
                        .of(SESSION_HEAD)
                        .skipLocked());

        Table<?> lock = table(name("locked"));
        Field<Integer> raised = of(lock, "raised", INTEGER);
        Field<Integer> events = of(lock, "events", INTEGER);
        var moved = name("moved")
                .as(update(SESSION_HEAD)
                        .set(SESSION_HEAD.FENCE, SESSION_HEAD.FENCE.plus(raised))
                        .set(SESSION_HEAD.LAST_SEQUENCE, SESSION_HEAD.LAST_SEQUENCE.plus(events))
                        .set(SESSION_HEAD.REVISION, SESSION_HEAD.REVISION.plus(of(lock, "facts", INTEGER)))
                        .set(
                                SESSION_HEAD.OWNER,
                                case_().when(raised.eq(inline(0)), SESSION_HEAD.OWNER)
                                        .else_(of(lock, "owner", UUID)))
                        .set(
                                SESSION_HEAD.OWNER_EPOCH,
                                case_().when(raised.eq(inline(0)), SESSION_HEAD.OWNER_EPOCH)
                                        .else_(of(lock, "owner_epoch", BIGINT)))
                        .set(
                                SESSION_HEAD.TURN_NUMBER,
                                coalesce(of(lock, "turn_number", INTEGER), SESSION_HEAD.TURN_NUMBER))
                        .set(
                                SESSION_HEAD.LAST_CHECKPOINT,
                                coalesce(
                                        SESSION_HEAD.LAST_SEQUENCE.plus(of(lock, "checkpoint", INTEGER)),
                                        SESSION_HEAD.LAST_CHECKPOINT))
                        .set(SESSION_HEAD.DELETED_AT, of(lock, "deleted_at", INSTANT))
                        .set(SESSION_HEAD.LAST_APPEND, of(lock, "append_id", UUID))
                        .from(lock)
                        .where(SESSION_HEAD.SESSION_ID.eq(of(lock, "session_id", UUID)))
                        .returningResult(
                                SESSION_HEAD.SESSION_ID,
                                SESSION_HEAD.TURN_NUMBER,
                                SESSION_HEAD.LAST_SEQUENCE.minus(events).as("base"),
                                of(lock, "entry", INTEGER),
                                of(lock, "created_at", INSTANT)));

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
                                        of(move, "session_id", UUID),
                                        of(move, "base", BIGINT).plus(of(appended, "place", INTEGER)),
                                        coalesce(
                                                of(appended, "turn_number", INTEGER), of(move, "turn_number", INTEGER)),
                                        of(appended, "kind", SMALLINT),
                                        of(appended, "payload", BLOB),
                                        of(move, "created_at", INSTANT))
                                .from(appended)
                                .join(move)
                                .on(of(move, "entry", INTEGER).eq(of(appended, "entry", INTEGER))))
                        .returningResult(EVENTS.SEQUENCE));

        return using(SQLDialect.POSTGRES)
                .render(with(locked, moved, written)
                        .select(of(move, "entry", INTEGER), of(move, "base", BIGINT), of(move, "turn_number", INTEGER))
                        .from(move));
    }

    /** A table of one array for each column. */
    private static Table<?> arrays(String alias, List<String> columns, List<DataType<?>> types) {
        String template = IntStream.range(0, columns.size())
                .mapToObj(column -> "{" + column + "}")
                .collect(Collectors.joining(", ", "unnest(", ")"));
        QueryPart[] arrays =
                types.stream().map(type -> param(null, type.getArrayDataType())).toArray(QueryPart[]::new);
        return table(template, arrays).as(alias, columns.toArray(String[]::new));
    }

    private static <T> Field<T> of(Table<?> table, String column, DataType<T> type) {
        return field(name(table.getName(), column), type);
    }
}
