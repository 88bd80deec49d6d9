package dev.holdfast.webhook;

import static dev.holdfast.storage.schema.Tables.WEBHOOK_DELIVERIES;
import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.AppenderBase;
import dev.holdfast.testing.Receiver;
import dev.holdfast.testing.Receiver.Answer;
import dev.holdfast.testing.TestServer;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.slf4j.LoggerFactory;

/** Nobody who configures nothing pays anything, and no log shows a secret, or an address, which may hold one. */
final class WebhookSilenceTest {

    private static final Receiver RECEIVER = new Receiver();
    private static final String TOKEN = "token-in-the-path";

    @RegisterExtension
    static final TestServer NOBODY_IS_TOLD = new TestServer();

    @RegisterExtension
    static final TestServer SERVER = TestServer.telling(WebhookConfig.DEFAULT.with(List.of(
            Teller.endpoint("quiet", URI.create(RECEIVER.url() + "/" + TOKEN)),
            Teller.endpoint("refused", URI.create(Receiver.nowhere() + "/" + TOKEN)))));

    private final Logger ours = (Logger) LoggerFactory.getLogger("dev.holdfast");
    private final Lines lines = new Lines();

    private static final class Lines extends AppenderBase<ILoggingEvent> {
        private final List<String> seen = new CopyOnWriteArrayList<>();

        @Override
        protected void append(ILoggingEvent event) {
            seen.add(event.getFormattedMessage() + ThrowableProxyUtil.asString(event.getThrowableProxy()));
        }
    }

    @BeforeEach
    void listen() {
        ours.setLevel(Level.TRACE);
        ours.setAdditive(false);
        lines.start();
        ours.addAppender(lines);
    }

    @AfterEach
    void leave() {
        ours.detachAppender(lines);
        ours.setAdditive(true);
        ours.setLevel(null);
    }

    @Test
    void withoutAnEndpointThereIsNoRow() {
        Teller teller = Teller.of(NOBODY_IS_TOLD, "nobody");
        teller.turn("/words 1");
        teller.turn("/fail");

        assertThat(NOBODY_IS_TOLD.database().sql().fetchCount(WEBHOOK_DELIVERIES))
                .isZero();
    }

    @Test
    void aLogSaysWhatFailsAndNoSecret() {
        RECEIVER.answer(Answer.status(500));
        Teller quiet = Teller.of(SERVER, "quiet");
        String failing = quiet.turn("/words 1");
        quiet.awaitTried(failing, 1);
        Teller refused = Teller.of(SERVER, "refused");
        refused.awaitTried(refused.turn("/words 1"), 1);
        RECEIVER.answer(Answer.status(410));
        SERVER.clock.advance(Duration.ofSeconds(6));
        quiet.awaitFailed(failing);

        assertThat(lines.seen)
                .anyMatch(line -> line.contains("endpoint=quiet does not take webhooks: status 500"))
                .anyMatch(line -> line.contains("endpoint=refused does not take webhooks: connection"))
                .anyMatch(line -> line.contains("endpoint=quiet") && line.contains("is given up: status 410"))
                .noneMatch(line -> line.contains(TOKEN) || line.contains(Teller.SECRET.substring(6)));
    }
}
