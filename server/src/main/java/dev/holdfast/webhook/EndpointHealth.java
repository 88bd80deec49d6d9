package dev.holdfast.webhook;

import dev.holdfast.webhook.Reply.Answered;
import dev.holdfast.webhook.Reply.Unanswered;
import dev.holdfast.webhook.Verdict.Again;
import dev.holdfast.webhook.Verdict.Delivered;
import dev.holdfast.webhook.Verdict.GivenUp;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What an operator hears of endpoints: that one begins to fail, that it works again, and what is given up. Never an address. */
final class EndpointHealth {

    private static final Logger LOG = LoggerFactory.getLogger(EndpointHealth.class);

    private final Set<String> failing = ConcurrentHashMap.newKeySet();

    void note(Attempt attempt, Reply reply, Verdict verdict) {
        String name = attempt.endpoint();
        switch (verdict) {
            case Delivered _ -> {
                if (failing.remove(name)) {
                    LOG.info("endpoint={} takes webhooks again", name);
                }
            }
            case Again _ -> {
                if (failing.add(name)) {
                    LOG.warn("endpoint={} does not take webhooks: {}; they are tried again", name, words(reply));
                }
            }
            case GivenUp _ ->
                LOG.warn("endpoint={} message={} is given up: {}", name, attempt.messageId(), words(reply));
        }
    }

    private static String words(Reply reply) {
        return switch (reply) {
            case Answered answered -> "status " + answered.status();
            case Unanswered unanswered -> unanswered.failure().name().toLowerCase(Locale.ROOT);
        };
    }
}
