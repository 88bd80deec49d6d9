package dev.holdfast.dialect.workspace;

import dev.holdfast.json.Json;
import java.math.BigDecimal;
import java.time.Instant;

/** A time as this dialect prints it: seconds as a float, where a whole second keeps a zero behind its point. */
final class SecondsJson {

    private static final int MILLIS = 3;

    private SecondsJson() {}

    static Json of(Instant instant) {
        BigDecimal seconds = BigDecimal.valueOf(instant.toEpochMilli(), MILLIS).stripTrailingZeros();
        return new Json(seconds.setScale(Math.max(1, seconds.scale())).toPlainString());
    }
}
