package dev.holdfast.storage;

import static org.jooq.impl.DSL.using;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.Record;
import org.jooq.RecordMapper;
import org.jooq.SQLDialect;
import org.jooq.Select;
import org.jooq.exception.DataAccessException;

/**
 * A query of which only the parameters differ from one run to the next. It is rendered once, which for a small result takes
 * longer than all the rest of reading it.
 */
public final class FixedQuery {

    private final String sql;
    private final Field<?>[] columns;

    /** @param query whose parameters are written with {@code DSL.param}, in the order in which they are given later */
    public FixedQuery(Select<?> query) {
        this.sql = using(SQLDialect.POSTGRES).render(query);
        this.columns = query.fields();
    }

    public <T> List<T> fetch(DSLContext database, RecordMapper<Record, T> mapper, Object... parameters) {
        try {
            return database.connectionResult(connection -> {
                try (PreparedStatement statement = connection.prepareStatement(sql)) {
                    bind(statement, parameters);
                    try (ResultSet rows = statement.executeQuery()) {
                        return database.fetch(rows, columns).map(mapper);
                    }
                }
            });
        } catch (DataAccessException failure) {
            throw Outage.named(failure);
        }
    }

    private static void bind(PreparedStatement statement, Object... parameters) throws SQLException {
        for (int parameter = 0; parameter < parameters.length; parameter++) {
            statement.setObject(parameter + 1, parameters[parameter]);
        }
    }
}
