package dev.holdfast.node;

import static dev.holdfast.storage.schema.Tables.NODES;
import static dev.holdfast.storage.schema.Tables.SESSION_HEAD;
import static org.jooq.impl.DSL.field;
import static org.jooq.impl.DSL.inline;

import dev.holdfast.name.SessionId;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.OptionalLong;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.impl.SQLDataType;

/** The nodes and what they own. Only the database tells the time here, so that nodes' clocks need not agree. */
final class NodeStore {

    private static final Field<Instant> NOW = field("clock_timestamp()", SQLDataType.INSTANT);

    /** How many abandoned sessions one look finds; the rest waits for the next. */
    private static final int MOST = 500;

    private NodeStore() {}

    /** Begins a new epoch of the node and tells its number. */
    static long begin(DSLContext sql, NodeId node, Duration lease) {
        return sql.insertInto(NODES)
                .set(NODES.NODE_ID, node.value())
                .set(NODES.EPOCH, 1L)
                .set(NODES.ALIVE_UNTIL, after(lease))
                .onConflict(NODES.NODE_ID)
                .doUpdate()
                .set(NODES.EPOCH, NODES.EPOCH.plus(1))
                .set(NODES.ALIVE_UNTIL, after(lease))
                .returningResult(NODES.EPOCH)
                .fetchSingle()
                .value1();
    }

    /** Prolongs the lease and counts the other nodes that are alive; empty if a later epoch of the node has begun. */
    static OptionalLong beat(DSLContext sql, NodeId node, long epoch, Duration lease) {
        int beaten = sql.update(NODES)
                .set(NODES.ALIVE_UNTIL, after(lease))
                .where(NODES.NODE_ID.eq(node.value()))
                .and(NODES.EPOCH.eq(epoch))
                .execute();
        return beaten == 0 ? OptionalLong.empty() : OptionalLong.of(others(sql, node));
    }

    private static long others(DSLContext sql, NodeId node) {
        return sql.fetchCount(NODES, NODES.NODE_ID.ne(node.value()).and(NODES.ALIVE_UNTIL.gt(NOW)));
    }

    /** Gives the lease back, so that nobody waits for its end. */
    static void end(DSLContext sql, NodeId node, long epoch) {
        sql.update(NODES)
                .set(NODES.ALIVE_UNTIL, NOW)
                .where(NODES.NODE_ID.eq(node.value()))
                .and(NODES.EPOCH.eq(epoch))
                .execute();
    }

    /** Sessions whose owner is dead, or was an earlier start of a node. */
    static List<OwnedSession> orphans(DSLContext sql) {
        return owned(
                sql, NODES.NODE_ID.isNull().or(NODES.ALIVE_UNTIL.le(NOW)).or(NODES.EPOCH.ne(SESSION_HEAD.OWNER_EPOCH)));
    }

    /** Sessions that this start of the node owns. */
    static List<OwnedSession> owned(DSLContext sql, NodeId node, long epoch) {
        return owned(sql, SESSION_HEAD.OWNER.eq(node.value()).and(SESSION_HEAD.OWNER_EPOCH.eq(epoch)));
    }

    private static List<OwnedSession> owned(DSLContext sql, Condition which) {
        return sql.select(SESSION_HEAD.SESSION_ID, SESSION_HEAD.FENCE)
                .from(SESSION_HEAD)
                .leftJoin(NODES)
                .on(NODES.NODE_ID.eq(SESSION_HEAD.OWNER))
                .where(SESSION_HEAD.OWNER.isNotNull())
                .and(SESSION_HEAD.DELETED_AT.isNull())
                .and(which)
                .limit(MOST)
                .fetch(row -> new OwnedSession(new SessionId(row.value1()), row.value2()));
    }

    private static Field<Instant> after(Duration lease) {
        return field(
                "clock_timestamp() + {0} * interval '1 millisecond'", SQLDataType.INSTANT, inline(lease.toMillis()));
    }
}
