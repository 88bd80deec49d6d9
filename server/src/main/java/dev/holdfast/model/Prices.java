package dev.holdfast.model;

import dev.holdfast.event.TokenUsage;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;

/**
 * What a model's tokens cost.
 *
 * @param inputMicros for a million tokens read, in millionths of a dollar
 * @param outputMicros for a million tokens written
 * @param markup what both are multiplied by
 */
public record Prices(long inputMicros, long outputMicros, BigDecimal markup) {

    /** A million dollars for a million tokens. */
    static final long MAX_MICROS = 1_000_000_000_000L;

    static final BigDecimal MAX_MARKUP = BigDecimal.valueOf(1_000);

    private static final int MILLION_DIGITS = 6;
    private static final BigDecimal MOST = BigDecimal.valueOf(Long.MAX_VALUE);

    /** Costs nothing, and is known to. */
    public static final Prices FREE = new Prices(0, 0, BigDecimal.ONE);

    public Prices {
        if (inputMicros < 0 || inputMicros > MAX_MICROS || outputMicros < 0 || outputMicros > MAX_MICROS) {
            throw new IllegalArgumentException(
                    "A price is from 0 to " + MAX_MICROS + ": " + inputMicros + ", " + outputMicros);
        }
        if (markup.signum() < 0 || markup.compareTo(MAX_MARKUP) > 0) {
            throw new IllegalArgumentException("A markup is from 0 to " + MAX_MARKUP + ": " + markup);
        }
    }

    /**
     * What this usage costs, in millionths of a dollar. It is reckoned exactly and rounded once, halves up, so that a
     * turn's cost, the sum of its steps, is off by at most half a millionth a step.
     */
    public long costMicros(TokenUsage usage) {
        BigInteger millionths =
                product(usage.inputTokens(), inputMicros).add(product(usage.outputTokens(), outputMicros));
        return new BigDecimal(millionths)
                .multiply(markup)
                .movePointLeft(MILLION_DIGITS)
                .setScale(0, RoundingMode.HALF_UP)
                .min(MOST)
                .longValueExact();
    }

    private static BigInteger product(long tokens, long price) {
        return BigInteger.valueOf(tokens).multiply(BigInteger.valueOf(price));
    }
}
