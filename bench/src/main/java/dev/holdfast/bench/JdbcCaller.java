package dev.holdfast.bench;

import dev.holdfast.storage.DatabaseAddress;
import dev.holdfast.storage.IdSource;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Properties;
import java.util.UUID;

/** Writes the rows of one session in one transaction, on a connection of its own, with nothing but the driver. */
final class JdbcCaller implements Caller {

    private static final String HEAD =
            "insert into session_head (session_id, fence, last_sequence, revision, last_append) values (?, 0, 0, 1, ?)";
    private static final String EVENT =
            "insert into events (session_id, sequence, turn_number, kind, payload, created_at) values (?, 0, 0, ?, ?, ?)";
    private static final String SESSION = """
            insert into sessions (session_id, tenant_id, origin, status, agent_id, metadata, revision,
                created_at, updated_at, last_activity_at, due_at) values (?, ?, ?, ?, ?, ?, 1, ?, ?, ?, ?)
            """;
    private static final int IDLE_DAYS = 7;

    private final SessionRows rows;
    private final byte[] payload;
    private final IdSource ids;
    private final Connection connection;
    private final PreparedStatement head;
    private final PreparedStatement event;
    private final PreparedStatement session;

    JdbcCaller(DatabaseAddress database, SessionRows rows, IdSource ids) {
        this.rows = rows;
        this.payload = rows.payloadBytes();
        this.ids = ids;
        Properties properties = new Properties();
        properties.setProperty("user", database.user());
        properties.setProperty("password", database.password());
        // Prepared on the server from the first time on.
        properties.setProperty("prepareThreshold", "1");
        try {
            connection = DriverManager.getConnection(database.url(), properties);
            connection.setAutoCommit(false);
            head = connection.prepareStatement(HEAD);
            event = connection.prepareStatement(EVENT);
            session = connection.prepareStatement(SESSION);
        } catch (SQLException e) {
            throw new BenchException("A connection to the database cannot be had", e);
        }
    }

    @Override
    public void call() throws FailedCallException {
        UUID id = ids.next();
        OffsetDateTime now = OffsetDateTime.now(ZoneOffset.UTC);
        try {
            insertHead(id);
            insertEvent(id, now);
            insertSession(id, now);
            connection.commit();
        } catch (SQLException failure) {
            rollBack(failure);
            throw new FailedCallException(failure);
        }
    }

    @Override
    public void close() {
        try {
            connection.close();
        } catch (SQLException e) {
            throw new BenchException("A connection to the database could not be closed", e);
        }
    }

    private void insertHead(UUID id) throws SQLException {
        head.setObject(1, id);
        head.setObject(2, ids.next());
        head.executeUpdate();
    }

    private void insertEvent(UUID id, OffsetDateTime now) throws SQLException {
        event.setObject(1, id);
        event.setInt(2, rows.kind());
        event.setBytes(3, payload);
        event.setObject(4, now);
        event.executeUpdate();
    }

    private void insertSession(UUID id, OffsetDateTime now) throws SQLException {
        session.setObject(1, id);
        session.setObject(2, rows.tenant());
        session.setString(3, rows.origin());
        session.setString(4, rows.status());
        session.setString(5, rows.agent());
        session.setString(6, rows.metadata());
        session.setObject(7, now);
        session.setObject(8, now);
        session.setObject(9, now);
        session.setObject(10, now.plusDays(IDLE_DAYS));
        session.executeUpdate();
    }

    private void rollBack(SQLException failure) {
        try {
            connection.rollback();
        } catch (SQLException second) {
            failure.addSuppressed(second);
        }
    }
}
