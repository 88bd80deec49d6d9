package dev.holdfast.dialect.sessions;

import java.math.BigDecimal;

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

    private static long number(String text, long usual, long most) {
        BigDecimal value = decimal(text.strip());
        if (value.signum() == 0) {
            return usual;
        }
        return value.max(BigDecimal.ONE).min(BigDecimal.valueOf(most)).longValue();
    }

    /** The leading whole number, as JavaScript's parseInt takes it; 0 where there is none. */
    private static BigDecimal decimal(String text) {
        int end = text.startsWith("-") || text.startsWith("+") ? 1 : 0;
        int start = end;
        while (end < text.length() && text.charAt(end) >= '0' && text.charAt(end) <= '9') {
            end++;
        }
        return end == start ? BigDecimal.ZERO : new BigDecimal(text.substring(0, end));
    }
}
