package dev.holdfast.node;

import static dev.holdfast.storage.schema.Tables.NODES;
import static dev.holdfast.storage.schema.Tables.SESSION_HEAD;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.holdfast.error.HoldfastException;
import dev.holdfast.error.StartupException;
import dev.holdfast.name.SessionId;
import dev.holdfast.storage.Database;
import dev.holdfast.testing.TestPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import org.jooq.impl.DSL;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Who may run sessions, and whose sessions are free. */
final class NodeLeaseTest {

    @RegisterExtension
    static final TestPostgres POSTGRES = new TestPostgres();

    /** Long enough to outlast a test, so that only what the test does ends it. */
    private static final NodeConfig LONG = NodeConfig.DEFAULT;

    private static final NodeConfig SHORT =
            new NodeConfig(Duration.ofMillis(700), Duration.ofMillis(50), Duration.ofMillis(200));

    /** More than one look for abandoned sessions finds. */
    private static final int MANY = 600;

    @TempDir
    private Path one;

    @TempDir
    private Path other;

    private final Database database = POSTGRES.database();

    @AfterEach
    void forget() {
        database.sql().deleteFrom(SESSION_HEAD).execute();
        database.sql().deleteFrom(NODES).execute();
    }

    @Test
    void aRestartOnTheSameHomeIsTheSameNodeInANewEpoch() {
        NodeId id;
        try (NodeLease first = NodeLease.take(database, one, LONG)) {
            id = first.id();
            assertThat(first.epoch()).isEqualTo(1);
        }
        try (NodeLease second = NodeLease.take(database, one, LONG);
                NodeLease stranger = NodeLease.take(database, other, LONG)) {
            assertThat(second.id()).isEqualTo(id);
            assertThat(second.epoch()).isEqualTo(2);
            assertThat(stranger.id()).isNotEqualTo(id);
        }
    }

    @Test
    void aBeatThatFailsInAWayThatNobodyForesawIsNotTheLast() {
        try (NodeLease node = NodeLease.take(database, one, SHORT)) {
            database.sql().execute("alter table nodes rename to elsewhere");
            try {
                await().until(() -> !node.held());
            } finally {
                database.sql().execute("alter table elsewhere rename to nodes");
            }
            await().until(node::held);
        }
    }

    @Test
    void aNodeThatBeatsKeepsItsSessions() {
        try (NodeLease node = NodeLease.take(database, one, SHORT)) {
            SessionId session = own(node);
            var atFirst = aliveUntil(node);

            await().until(() -> aliveUntil(node).isAfter(atFirst.plus(SHORT.lease())));
            assertThat(node.held()).isTrue();
            assertThat(node.orphans()).isEmpty();
            assertThat(node.owned()).containsExactly(new OwnedSession(session, 7));
        }
    }

    @Test
    void aNodeKnowsAllItsSessionsHoweverManyTheyAre() {
        try (NodeLease node = NodeLease.take(database, one, LONG)) {
            for (int session = 0; session < MANY; session++) {
                own(node);
            }
            assertThat(node.owned()).hasSize(MANY);
        }
    }

    @Test
    void whatARestartedNodeRanIsFreeAtOnce() {
        try (NodeLease crashed = NodeLease.take(database, one, LONG)) {
            SessionId session = own(crashed);
            try (NodeLease restarted = NodeLease.take(database, one, LONG);
                    NodeLease stranger = NodeLease.take(database, other, LONG)) {
                OwnedSession orphan = new OwnedSession(session, 7);
                assertThat(restarted.orphans()).containsExactly(orphan);
                assertThat(stranger.orphans()).containsExactly(orphan);
                assertThat(restarted.owned()).isEmpty();
            }
        }
    }

    @Test
    void whatADeadNodeRanIsFreeWhenItsLeaseEnds() {
        try (NodeLease survivor = NodeLease.take(database, other, LONG)) {
            NodeLease dead = NodeLease.take(database, one, LONG);
            SessionId session = own(dead);
            assertThat(survivor.orphans()).isEmpty();

            dead.close();

            assertThat(survivor.orphans()).containsExactly(new OwnedSession(session, 7));
        }
    }

    @Test
    void aNodeThatCannotBeatGivesItselfUpBeforeTheOthersDo() {
        try (NodeLease node = NodeLease.take(database, one, SHORT);
                NodeLease survivor = NodeLease.take(database, other, LONG)) {
            own(node);
            // Its row cannot be updated as long as the transaction lasts, as if the network were gone.
            database.transaction(sql -> {
                sql.selectFrom(NODES)
                        .where(NODES.NODE_ID.eq(node.id().value()))
                        .forUpdate()
                        .fetch();
                await().until(() -> !survivor.orphans().isEmpty());
                assertThat(node.held()).isFalse();
                assertThatThrownBy(node::requireHeld).isInstanceOf(HoldfastException.class);
                return sql;
            });

            await().until(node::held);
            assertThat(survivor.orphans()).isEmpty();
        }
    }

    @Test
    void ofTwoServersWithOneNameTheEarlierGivesUp() throws IOException {
        try (NodeLease earlier = NodeLease.take(database, one, SHORT)) {
            Files.copy(one.resolve("node_id"), other.resolve("node_id"));
            try (NodeLease later = NodeLease.take(database, other, SHORT)) {
                await().until(() -> !earlier.held());
                assertThat(later.held()).isTrue();
            }
        }
    }

    @Test
    void aNodeKnowsWhetherThereAreOthers() {
        try (NodeLease node = NodeLease.take(database, one, SHORT)) {
            await().until(node::alone);
            try (NodeLease second = NodeLease.take(database, other, SHORT)) {
                await().until(() -> !node.alone());
                assertThat(second.held()).isTrue();
            }
            await().until(node::alone);
        }
    }

    @Test
    void aLeaseThatEndsBeforeItsNextBeatIsRefused() {
        Duration second = Duration.ofSeconds(1);
        assertThatThrownBy(() -> new NodeConfig(second.plus(second), second, second))
                .isInstanceOf(StartupException.class);
    }

    @Test
    void aNameThatCannotBeReadIsSaidSo() throws IOException {
        Files.writeString(one.resolve("node_id"), "nobody");
        assertThatThrownBy(() -> NodeLease.take(database, one, LONG))
                .isInstanceOf(StartupException.class)
                .hasMessageContaining("node_id");
    }

    private SessionId own(NodeLease node) {
        SessionId session = new SessionId(UUID.randomUUID());
        database.sql()
                .insertInto(SESSION_HEAD)
                .set(SESSION_HEAD.SESSION_ID, session.value())
                .set(SESSION_HEAD.FENCE, 7L)
                .set(SESSION_HEAD.LAST_SEQUENCE, 0L)
                .set(SESSION_HEAD.REVISION, 1L)
                .set(SESSION_HEAD.OWNER, node.id().value())
                .set(SESSION_HEAD.OWNER_EPOCH, node.epoch())
                .set(SESSION_HEAD.LAST_APPEND, UUID.randomUUID())
                .execute();
        return session;
    }

    private Instant aliveUntil(NodeLease node) {
        return database.sql()
                .select(DSL.max(NODES.ALIVE_UNTIL))
                .from(NODES)
                .where(NODES.NODE_ID.eq(node.id().value()))
                .fetchSingle()
                .value1();
    }
}
