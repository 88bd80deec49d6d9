package dev.holdfast.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.webhook.Reply.Answered;
import dev.holdfast.webhook.Reply.Failure;
import dev.holdfast.webhook.Reply.Unanswered;
import dev.holdfast.webhook.Verdict.Again;
import dev.holdfast.webhook.Verdict.Delivered;
import dev.holdfast.webhook.Verdict.GivenUp;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What each answer means, and how long a message waits after each attempt. */
final class RetryScheduleTest {

    private static final Instant NOW = Instant.parse("2026-06-23T00:00:00Z");
    private static final RetrySchedule SCHEDULE = new RetrySchedule(new Random(7));

    @ParameterizedTest
    @ValueSource(ints = {200, 201, 202, 204, 299})
    void anAnswerOf2xxIsADelivery(int status) {
        assertThat(judge(status, 0, null)).isEqualTo(new Delivered());
    }

    @ParameterizedTest
    @ValueSource(ints = {301, 307, 400, 401, 404, 413, 429, 500, 503, 599})
    void everyOtherAnswerIsTriedAgain(int status) {
        assertThat(wait(judge(status, 0, null))).isBetween(Duration.ofSeconds(5), Duration.ofMillis(5_500));
    }

    @ParameterizedTest
    @EnumSource
    void soIsEveryFailure(Failure failure) {
        assertThat(SCHEDULE.judge(new Unanswered(failure), 0, NOW)).isInstanceOf(Again.class);
    }

    @Test
    void whoIsGoneIsTroubledNoMore() {
        assertThat(judge(410, 0, null)).isEqualTo(new GivenUp());
    }

    @Test
    void theWaitsAreThoseOfStandardWebhooksAndAtMostATenthLonger() {
        for (int tried = 0; tried < RetrySchedule.WAITS.size(); tried++) {
            Duration usual = RetrySchedule.WAITS.get(tried);
            assertThat(wait(judge(500, tried, null))).isBetween(usual, usual.plus(usual.dividedBy(10)));
        }
        assertThat(RetrySchedule.WAITS).hasSize(9);
        assertThat(judge(500, 9, null)).as("after the tenth attempt").isEqualTo(new GivenUp());
    }

    @ParameterizedTest
    @CsvSource({
        "429, 60, 60",
        "503, ' 60 ', 60",
        "503, 86400, 86400",
        "429, 999999999999, 86400",
        "429, 99999, 86400",
        "500, 60, 5",
        "429, 1, 5",
        "429, -60, 5",
        "429, 1e3, 5",
        "429, '', 5",
        "429, 'Wed, 21 Oct 2026 07:28:00 GMT', 5"
    })
    void aBusyReceiverMayAskForALongerWait(int status, String retryAfter, long seconds) {
        Duration least = Duration.ofSeconds(seconds);
        assertThat(wait(judge(status, 0, retryAfter))).isBetween(least, least.plus(Duration.ofMillis(500)));
    }

    private static Verdict judge(int status, int tried, @Nullable String retryAfter) {
        return SCHEDULE.judge(new Answered(status, Optional.ofNullable(retryAfter)), tried, NOW);
    }

    private static Duration wait(Verdict verdict) {
        return Duration.between(NOW, ((Again) verdict).due());
    }
}
