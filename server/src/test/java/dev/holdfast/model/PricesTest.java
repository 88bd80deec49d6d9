package dev.holdfast.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.event.TokenUsage;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class PricesTest {

    private static final long SEED = 20_260_801;
    private static final BigInteger MILLION = BigInteger.valueOf(1_000_000);

    @ParameterizedTest
    @CsvSource({
        // tokens read and written, their prices, the markup, the cost
        "1000000, 0, 2500000, 10000000, 1, 2500000",
        "88, 9, 2500000, 10000000, 1, 310",
        "88, 9, 2500000, 10000000, 1.2, 372",
        "1, 0, 499999, 0, 1, 0",
        "1, 0, 500000, 0, 1, 1",
        "1, 1, 250000, 250000, 1, 1",
        "1000, 0, 1, 0, 500, 1",
        "123456789, 987654321, 0, 0, 1000, 0",
        "5, 5, 1000000, 1000000, 0, 0"
    })
    void theCostIsExactAndRoundedOnce(
            long read, long written, long input, long output, BigDecimal markup, long expected) {
        long cost = new Prices(input, output, markup).costMicros(new TokenUsage(read, written));

        assertThat(cost).isEqualTo(expected);
    }

    /** A different reckoning, in whole numbers: with markup n/1000 the cost is the floor of (2an + 10⁹) / 2·10⁹. */
    @Test
    void whateverTheNumbersTheCostIsTheNearestMillionth() {
        Random random = new Random(SEED);
        for (int round = 0; round < 20_000; round++) {
            TokenUsage usage = new TokenUsage(random.nextLong(1L << random.nextInt(1, 40)), random.nextLong(1_000_000));
            long input = random.nextLong(1L << random.nextInt(1, 39));
            long output = random.nextLong(100_000_000);
            long markup = random.nextLong(10_000);
            Prices prices = new Prices(input, output, BigDecimal.valueOf(markup, 3));

            BigInteger product = BigInteger.valueOf(usage.inputTokens())
                    .multiply(BigInteger.valueOf(input))
                    .add(BigInteger.valueOf(usage.outputTokens()).multiply(BigInteger.valueOf(output)))
                    .multiply(BigInteger.valueOf(markup));
            BigInteger unit = MILLION.multiply(BigInteger.valueOf(1_000));
            BigInteger expected = product.shiftLeft(1).add(unit).divide(unit.shiftLeft(1));

            assertThat(prices.costMicros(usage))
                    .as("round %d of seed %d: %s for %s", round, SEED, prices, usage)
                    .isEqualTo(expected.longValueExact());
        }
    }

    @Test
    void theCostOfTwoStepsIsOffByAtMostAMillionthFromTheCostOfBothTogether() {
        Random random = new Random(SEED);
        for (int round = 0; round < 5_000; round++) {
            Prices prices = new Prices(
                    random.nextLong(50_000_000),
                    random.nextLong(50_000_000),
                    BigDecimal.valueOf(random.nextInt(3_000), 3));
            TokenUsage first = new TokenUsage(random.nextInt(100_000), random.nextInt(10_000));
            TokenUsage second = new TokenUsage(random.nextInt(100_000), random.nextInt(10_000));

            long apart = prices.costMicros(first) + prices.costMicros(second);

            assertThat(Math.abs(prices.costMicros(first.plus(second)) - apart)).isLessThanOrEqualTo(1);
        }
    }

    @Test
    void anImpossibleUsageCostsTheMostThatCanBeWritten() {
        Prices highest = new Prices(Prices.MAX_MICROS, Prices.MAX_MICROS, Prices.MAX_MARKUP);

        assertThat(highest.costMicros(new TokenUsage(Long.MAX_VALUE, Long.MAX_VALUE)))
                .isEqualTo(Long.MAX_VALUE);
    }

    @Test
    void pricesThatCannotBeAreRefused() {
        assertThatThrownBy(() -> new Prices(-1, 0, BigDecimal.ONE)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Prices(0, Prices.MAX_MICROS + 1, BigDecimal.ONE))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Prices(0, 0, BigDecimal.valueOf(-1))).isInstanceOf(IllegalArgumentException.class);
    }
}
