package dev.holdfast.bench;

import dev.holdfast.storage.DatabaseAddress;
import dev.holdfast.storage.Migrations;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/**
 * A database beside the server's, on the same Postgres and so on the same disk and write-ahead log, with the server's own
 * tables and indexes.
 */
final class FloorDatabase {

    private FloorDatabase() {}

    static DatabaseAddress create(DatabaseAddress server, String name) {
        try (Connection connection = DriverManager.getConnection(server.url(), server.user(), server.password());
                Statement statement = connection.createStatement()) {
            statement.execute("create database " + name);
        } catch (SQLException e) {
            throw new BenchException("The database " + name + " cannot be made", e);
        }
        DatabaseAddress address = server.withDatabase(name);
        Migrations.apply(address);
        return address;
    }

    /** A setting as the server's sessions have it. */
    static String setting(DatabaseAddress server, String name) {
        try (Connection connection = DriverManager.getConnection(server.url(), server.user(), server.password());
                Statement statement = connection.createStatement();
                ResultSet answer = statement.executeQuery("show " + name)) {
            return answer.next() ? answer.getString(1) : "";
        } catch (SQLException e) {
            throw new BenchException("Postgres does not tell " + name, e);
        }
    }
}
