package dev.holdfast.bench;

import dev.holdfast.name.SessionId;
import dev.holdfast.storage.DatabaseAddress;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HexFormat;
import java.util.UUID;

/** What the server wrote for one session, as far as it is the same for all: the floors write the same. */
record SessionRows(UUID tenant, String origin, String status, String agent, String metadata, int kind, String payload) {

    private static final String READ = """
            select s.tenant_id, s.origin, s.status, s.agent_id, s.metadata, e.kind, e.payload
            from sessions s join events e using (session_id)
            where s.session_id = ? and e.sequence = 0
            """;

    static SessionRows read(DatabaseAddress database, String sessionId) {
        UUID id = SessionId.parse(sessionId).orElseThrow().value();
        try (Connection connection = DriverManager.getConnection(database.url(), database.user(), database.password());
                PreparedStatement statement = connection.prepareStatement(READ)) {
            statement.setObject(1, id);
            try (ResultSet row = statement.executeQuery()) {
                if (!row.next()) {
                    throw new BenchException("The session " + sessionId + " has no rows.");
                }
                return new SessionRows(
                        row.getObject("tenant_id", UUID.class),
                        row.getString("origin"),
                        row.getString("status"),
                        row.getString("agent_id"),
                        row.getString("metadata"),
                        row.getInt("kind"),
                        HexFormat.of().formatHex(row.getBytes("payload")));
            }
        } catch (SQLException e) {
            throw new BenchException("The rows of a session cannot be read", e);
        }
    }

    byte[] payloadBytes() {
        return HexFormat.of().parseHex(payload);
    }
}
