package dev.holdfast.webhook;

import dev.holdfast.webhook.Reply.Answered;
import dev.holdfast.webhook.Reply.Unanswered;
import dev.holdfast.webhook.Verdict.Again;
import dev.holdfast.webhook.Verdict.Delivered;
import dev.holdfast.webhook.Verdict.GivenUp;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;

/** When a message is sent again: the times that Standard Webhooks recommends, and then never. */
final class RetrySchedule {

    /** The waits after the first attempt, the second, and so on. */
    static final List<Duration> WAITS = List.of(
            Duration.ofSeconds(5),
            Duration.ofMinutes(5),
            Duration.ofMinutes(30),
            Duration.ofHours(2),
            Duration.ofHours(5),
            Duration.ofHours(10),
            Duration.ofHours(14),
            Duration.ofHours(20),
            Duration.ofHours(24));

    /** So much longer a wait may be, so that what failed together does not come back together. */
    static final double JITTER = 0.1;

    /** The longest wait that an endpoint may ask for. */
    static final Duration LONGEST_ASKED = Duration.ofHours(24);

    private static final int GONE = 410;
    private static final int TOO_MANY_REQUESTS = 429;
    private static final int UNAVAILABLE = 503;
    /** More digits are more seconds than a day has. */
    private static final int MAX_DIGITS = 5;

    private final RandomGenerator random;

    RetrySchedule(RandomGenerator random) {
        this.random = random;
    }

    /**
     * Judges a reply.
     *
     * @param tried how often it was tried before this
     */
    Verdict judge(Reply reply, int tried, Instant now) {
        return switch (reply) {
            case Answered answered when answered.status() / 100 == 2 -> new Delivered();
            case Answered answered when answered.status() == GONE -> new GivenUp();
            case Answered answered -> again(tried, now, asked(answered));
            case Unanswered _ -> again(tried, now, Duration.ZERO);
        };
    }

    private Verdict again(int tried, Instant now, Duration asked) {
        if (tried >= WAITS.size()) {
            return new GivenUp();
        }
        Duration usual = WAITS.get(tried);
        Duration jitter = Duration.ofMillis((long) (usual.toMillis() * JITTER * random.nextDouble()));
        Duration wait = usual.plus(jitter);
        return new Again(now.plus(wait.compareTo(asked) < 0 ? asked : wait));
    }

    /** What a receiver that is busy asks for, in seconds; dates, which depend on its clock, are not heeded. */
    private static Duration asked(Answered answered) {
        boolean busy = answered.status() == TOO_MANY_REQUESTS || answered.status() == UNAVAILABLE;
        Optional<Duration> asked = answered.retryAfter()
                .map(String::strip)
                .filter(text -> !text.isEmpty() && text.chars().allMatch(digit -> digit >= '0' && digit <= '9'))
                .map(text -> text.length() > MAX_DIGITS ? LONGEST_ASKED : Duration.ofSeconds(Long.parseLong(text)))
                .map(wait -> wait.compareTo(LONGEST_ASKED) > 0 ? LONGEST_ASKED : wait);
        return busy ? asked.orElse(Duration.ZERO) : Duration.ZERO;
    }
}
