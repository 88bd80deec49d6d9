package dev.holdfast.storage;

import static org.jooq.impl.DSL.field;
import static org.jooq.impl.DSL.name;
import static org.jooq.impl.DSL.param;
import static org.jooq.impl.DSL.table;

import java.lang.reflect.Array;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jooq.Field;
import org.jooq.QueryPart;
import org.jooq.Table;
import org.jspecify.annotations.Nullable;

/**
 * Rows that are handed to a statement as one array for each column. So its text does not depend on how many there are: it
 * is rendered once, parsed once, and all rows are one execution.
 */
public final class RowArrays {

    private static final Map<Class<?>, String> TYPES = Map.of(
            UUID.class, "uuid",
            Instant.class, "timestamptz",
            String.class, "text",
            Short.class, "int2",
            Integer.class, "int4",
            Long.class, "int8",
            Boolean.class, "bool",
            byte[].class, "bytea");

    private final List<Field<?>> columns;

    public RowArrays(List<Field<?>> columns) {
        this.columns = List.copyOf(columns);
    }

    /** The rows as a table to select from; its parameters are the columns in their order. */
    public Table<?> as(String alias) {
        String template = IntStream.range(0, columns.size())
                .mapToObj(column -> "{" + column + "}")
                .collect(Collectors.joining(", ", "unnest(", ")"));
        QueryPart[] arrays = columns.stream()
                .map(column -> param(null, column.getDataType().getArrayDataType()))
                .toArray(QueryPart[]::new);
        return table(template, arrays)
                .as(alias, columns.stream().map(Field::getName).toArray(String[]::new));
    }

    /** A column of such a table. */
    public static <T> Field<T> column(Table<?> rows, Field<T> column) {
        return field(name(rows.getName(), column.getName()), column.getDataType());
    }

    /** Sets the parameters from this one on, and returns the next. */
    public int bind(PreparedStatement statement, int first, List<@Nullable Object[]> rows) throws SQLException {
        int parameter = first;
        for (int column = 0; column < columns.size(); column++) {
            Class<?> type = columns.get(column).getType();
            String typeName = TYPES.get(type);
            if (typeName == null) {
                throw new IllegalStateException("No array is made of " + columns.get(column));
            }
            statement.setArray(
                    parameter++, statement.getConnection().createArrayOf(typeName, elements(type, column, rows)));
        }
        return parameter;
    }

    /** The driver takes times as texts only. */
    private static Object[] elements(Class<?> type, int column, List<@Nullable Object[]> rows) {
        Class<?> sent = type == Instant.class ? String.class : type;
        Object[] elements = (Object[]) Array.newInstance(sent, rows.size());
        for (int row = 0; row < rows.size(); row++) {
            Object value = rows.get(row)[column];
            elements[row] = value instanceof Instant time ? time.toString() : value;
        }
        return elements;
    }
}
