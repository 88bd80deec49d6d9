package dev.holdfast.dialect.workspace;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class OlderThanTest {

    @ParameterizedTest
    @CsvSource({"2h,7200", "90s,90", "1h30m,5400", "0s,0", "1m1m,120", "1s1h,3601", "99999999999999999999h,3153600000"})
    void termsAddUp(String text, long seconds) {
        assertThat(OlderThan.parse(text)).contains(Duration.ofSeconds(seconds));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "2", "h", "2d", "1.5h", "-1h", "1h 30m", "2H", "1ms", "٣h"})
    void whatIsNoDurationIsNotRead(String text) {
        assertThat(OlderThan.parse(text)).isEmpty();
    }
}
