package dev.holdfast.dialect.workspace;

import java.math.BigInteger;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** How long a session must have been inactive: whole numbers of hours, minutes and seconds in a row, such as 1h30m. */
final class OlderThan {

    private static final Pattern FORM = Pattern.compile("(?:[0-9]+[smh])+");
    private static final Pattern TERM = Pattern.compile("([0-9]+)([smh])");
    private static final int MAX_LENGTH = 100;
    /** Longer than any session lives, so that more makes no difference. */
    private static final BigInteger MOST =
            BigInteger.valueOf(Duration.ofDays(36_500).toSeconds());

    private OlderThan() {}

    static Optional<Duration> parse(String text) {
        if (text.length() > MAX_LENGTH || !FORM.matcher(text).matches()) {
            return Optional.empty();
        }
        BigInteger seconds = BigInteger.ZERO;
        Matcher terms = TERM.matcher(text);
        while (terms.find()) {
            seconds = seconds.add(new BigInteger(terms.group(1)).multiply(unit(terms.group(2))));
        }
        return Optional.of(Duration.ofSeconds(seconds.min(MOST).longValueExact()));
    }

    private static BigInteger unit(String name) {
        return switch (name) {
            case "s" -> BigInteger.ONE;
            case "m" -> BigInteger.valueOf(60);
            case "h" -> BigInteger.valueOf(3_600);
            default -> throw new IllegalStateException("The form has no other unit: " + name);
        };
    }
}
