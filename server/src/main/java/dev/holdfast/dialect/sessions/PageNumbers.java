package dev.holdfast.dialect.sessions;

import dev.holdfast.json.JsonWriter;
import java.math.BigDecimal;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * The page of a list, from query texts read as the vendor reads them: what is no number, empty or zero means the default,
 * what is too small or too large the nearest bound. Nothing here is refused.
 */
record PageNumbers(long page, int limit) {

    private static final int DEFAULT_LIMIT = 50;
    private static final int MAX_LIMIT = 100;
    /** Far beyond any list, and small enough to multiply. */
    private static final long MAX_PAGE = 1_000_000_000;

    static PageNumbers parse(String page, String limit) {
        return new PageNumbers(number(page, 1, MAX_PAGE), (int) number(limit, DEFAULT_LIMIT, MAX_LIMIT));
    }

    long pagesOf(long total) {
        return (total + limit - 1) / limit;
    }

    /** The whole number that a query text begins with, or the nearest that an int can be; empty where there is none. */
    static OptionalInt leading(String text) {
        return decimal(text.strip()).stream()
                .mapToInt(value -> (int) clamp(value, Integer.MIN_VALUE, Integer.MAX_VALUE))
                .findFirst();
    }

    /** The page as the dialect prints it beside a list. */
    void print(JsonWriter json, long total) {
        json.field("page", page).field("limit", limit).field("total", total).field("total_pages", pagesOf(total));
    }

    private static long number(String text, long usual, long most) {
        return decimal(text.strip())
                .filter(value -> value.signum() != 0)
                .map(value -> clamp(value, 1, most))
                .orElse(usual);
    }

    private static long clamp(BigDecimal value, long least, long most) {
        return value.max(BigDecimal.valueOf(least))
                .min(BigDecimal.valueOf(most))
                .longValue();
    }

    /** The leading whole number, as JavaScript's parseInt takes it. */
    private static Optional<BigDecimal> decimal(String text) {
        int end = text.startsWith("-") || text.startsWith("+") ? 1 : 0;
        int start = end;
        while (end < text.length() && text.charAt(end) >= '0' && text.charAt(end) <= '9') {
            end++;
        }
        return end == start ? Optional.empty() : Optional.of(new BigDecimal(text.substring(0, end)));
    }
}
