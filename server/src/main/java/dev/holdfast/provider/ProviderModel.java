package dev.holdfast.provider;

import dev.holdfast.event.TokenUsage;
import dev.holdfast.model.AnswerSink;
import dev.holdfast.model.Model;
import dev.holdfast.model.ModelOutcome;
import dev.holdfast.model.ModelRequest;
import dev.holdfast.model.Pause;
import java.time.Duration;
import java.util.Objects;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A model that somebody else runs. As long as nothing of an answer has gone on, what may pass is tried again; after that the
 * answer counts as interrupted, and whoever asked sees to it that nobody reads its beginning twice.
 */
final class ProviderModel implements Model, AutoCloseable {

    static final int MAX_ATTEMPTS = 4;
    static final Duration FIRST_PAUSE = Duration.ofMillis(500);
    static final Duration MAX_WAIT = Duration.ofSeconds(30);

    private static final Logger LOG = LoggerFactory.getLogger(ProviderModel.class);

    private final ProviderClient client;
    private final TroubleReport report;
    private final Pause pause;

    ProviderModel(ProviderClient client, TroubleReport report, Pause pause) {
        this.client = client;
        this.report = report;
        this.pause = pause;
    }

    @Override
    public ModelOutcome answer(ModelRequest request, AnswerSink sink) throws InterruptedException {
        TokenUsage spent = TokenUsage.NONE;
        for (int attempt = 1; ; attempt++) {
            AnswerParts parts = new AnswerParts(sink);
            client.ask(request, parts);
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
            if (parts.complete()) {
                return parts.answered(spent);
            }
            spent = spent.plus(parts.usage());
            Trouble trouble = Objects.requireNonNullElseGet(parts.trouble(), report::cut);
            if (!trouble.passing()) {
                return new ModelOutcome.Failed(trouble.sentence(), spent);
            }
            if (parts.heard()) {
                return new ModelOutcome.Interrupted(trouble.sentence(), spent);
            }
            Duration wait = wait(trouble, attempt);
            if (wait.compareTo(MAX_WAIT) > 0) {
                return new ModelOutcome.Failed(
                        trouble.sentence() + " It asks to be left alone for " + wait.toSeconds() + " seconds.", spent);
            }
            if (attempt == MAX_ATTEMPTS) {
                return new ModelOutcome.Failed(trouble.sentence() + " It was asked " + attempt + " times.", spent);
            }
            LOG.info("asked again after {}: {}", wait, trouble.sentence());
            pause.pause(wait);
        }
    }

    private static Duration wait(Trouble trouble, int attempt) {
        Duration usual = FIRST_PAUSE.multipliedBy(1L << (attempt - 1));
        return trouble.pause() == null || trouble.pause().compareTo(usual) < 0 ? usual : trouble.pause();
    }

    @Override
    public void close() {
        client.close();
    }
}
