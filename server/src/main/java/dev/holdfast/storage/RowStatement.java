package dev.holdfast.storage;

import static org.jooq.impl.DSL.using;

import java.sql.PreparedStatement;
import java.util.List;
import java.util.function.Function;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.Query;
import org.jooq.SQLDialect;
import org.jooq.Table;
import org.jspecify.annotations.Nullable;

/** A statement that does the same with each of some rows, whatever their number; its only parameters are the rows. */
public final class RowStatement {

    private final RowArrays rows;
    private final String sql;

    /**
     * @param columns what a row consists of
     * @param statement makes the statement of the table of the rows
     */
    public RowStatement(List<Field<?>> columns, Function<Table<?>, Query> statement) {
        this.rows = new RowArrays(columns);
        this.sql = using(SQLDialect.POSTGRES).render(statement.apply(rows.as("given")));
    }

    /** Does nothing if there are no rows. */
    public void run(DSLContext transaction, List<@Nullable Object[]> given) {
        if (given.isEmpty()) {
            return;
        }
        transaction.connection(connection -> {
            try (PreparedStatement statement = connection.prepareStatement(sql)) {
                rows.bind(statement, 1, given);
                statement.executeUpdate();
            }
        });
    }
}
