package dev.holdfast.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.testing.Receiver;
import dev.holdfast.testing.Receiver.Answer;
import dev.holdfast.testing.Receiver.Message;
import dev.holdfast.testing.TestServer;
import dev.holdfast.v1.RedeliverWebhookRequest;
import dev.holdfast.v1.WebhookDelivery;
import dev.holdfast.v1.WebhookFailure;
import dev.holdfast.webhook.WebhookConfig.Address;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Messages arrive, signed; and those that do not are sent again, under a clock that the test moves. */
final class WebhookDeliveryTest {

    private static final Receiver RECEIVER = new Receiver();
    private static final Receiver SLOW = new Receiver();
    private static final Receiver GONE = new Receiver();
    private static final Receiver MOVED = new Receiver();
    private static final Receiver TALKATIVE = new Receiver();
    private static final CountDownLatch RELEASED = new CountDownLatch(1);
    private static final int MANY = 30;

    @RegisterExtension
    static final TestServer SERVER = TestServer.telling(new WebhookConfig(
            List.of(
                    Teller.endpoint("signed", RECEIVER.url()),
                    rotating(),
                    Teller.endpoint("failing", RECEIVER.url()),
                    Teller.endpoint("busy", RECEIVER.url()),
                    Teller.endpoint("endless", RECEIVER.url()),
                    Teller.endpoint("repeated", RECEIVER.url()),
                    Teller.endpoint("refused", Receiver.nowhere()),
                    Teller.endpoint("slow", SLOW.url()),
                    Teller.endpoint("gone", GONE.url()),
                    Teller.endpoint("moved", MOVED.url()),
                    Teller.endpoint("talkative", TALKATIVE.url())),
            Duration.ofMillis(500),
            Duration.ofDays(30)));

    private static Address rotating() {
        return new Address(
                "rotating",
                RECEIVER.url(),
                List.of(Teller.secret(Teller.SECRET), Teller.secret(Teller.OTHER_SECRET)),
                "rotating",
                WebhookType.OF_EVENTS);
    }

    @AfterAll
    static void close() {
        RELEASED.countDown();
        List.of(RECEIVER, SLOW, GONE, MOVED, TALKATIVE).forEach(Receiver::close);
    }

    @Test
    void aMessageHasTheHeadersOfStandardWebhooks() {
        Teller teller = Teller.of(SERVER, "signed");
        String session = teller.turn("/words 1");

        WebhookDelivery delivery = teller.awaitDelivered(session);
        Message message = RECEIVER.messages(session).getFirst();

        assertThat(message.id()).isEqualTo(delivery.getWebhookId()).matches("msg_[a-z0-9]+_\\d+");
        assertThat(message.header("content-type")).isEqualTo("application/json");
        long timestamp = Long.parseLong(message.header("webhook-timestamp"));
        assertThat(timestamp).isLessThanOrEqualTo(SERVER.clock.instant().getEpochSecond());
        assertThat(message.header("webhook-signature"))
                .isEqualTo(WebhookSecret.parse(Teller.SECRET)
                        .orElseThrow()
                        .sign(message.id(), timestamp, message.body().getBytes(StandardCharsets.UTF_8)));
        assertThat(teller.body(delivery)).isEqualTo(message.body());
        assertThat(delivery.getLastStatus()).isEqualTo(204);
        assertThat(RECEIVER.messages(session)).hasSize(1);
    }

    @Test
    void eachOfSeveralSecretsSigns() {
        Teller teller = Teller.of(SERVER, "rotating");
        String session = teller.turn("/words 1");
        teller.awaitDelivered(session);

        String[] signatures = RECEIVER.messages(session)
                .getFirst()
                .header("webhook-signature")
                .split(" ");

        assertThat(signatures).hasSize(2).doesNotHaveDuplicates().allMatch(one -> one.startsWith("v1,"));
    }

    @Test
    void whatIsAnsweredWithAnErrorIsSentAgainWithTheSameIdAndBody() {
        Teller teller = Teller.of(SERVER, "failing");
        RECEIVER.answer(Answer.status(500));
        try {
            String session = teller.turn("/words 1");
            assertThat(teller.awaitTried(session, 1).getLastStatus()).isEqualTo(500);
            SERVER.clock.advance(Duration.ofSeconds(6));
            teller.awaitTried(session, 2);
            RECEIVER.answer(Answer.status(200));
            SERVER.clock.advance(Duration.ofMinutes(6));

            assertThat(teller.awaitDelivered(session).getAttempts()).isEqualTo(3);
            List<Message> sent = RECEIVER.messages(session);
            assertThat(sent).hasSize(3);
            assertThat(sent.stream().map(Message::id).distinct()).hasSize(1);
            assertThat(sent.stream().map(Message::body).distinct()).hasSize(1);
            assertThat(sent.stream()
                            .map(message -> message.header("webhook-signature"))
                            .distinct())
                    .as("signatures of attempts at three times")
                    .hasSize(3);
        } finally {
            RECEIVER.answer(Answer.status(204));
        }
    }

    @Test
    void aBusyReceiverIsLeftAloneForAsLongAsItAsks() {
        Teller teller = Teller.of(SERVER, "busy");
        RECEIVER.answer(Answer.status(429, "Retry-After", "3600"));
        try {
            WebhookDelivery tried = teller.awaitTried(teller.turn("/words 1"), 1);
            assertThat(tried.getNextAttemptTime().getSeconds()
                            - tried.getLastAttemptTime().getSeconds())
                    .isEqualTo(3600);
        } finally {
            RECEIVER.answer(Answer.status(204));
        }
    }

    @Test
    void afterTenAttemptsItIsGivenUp() {
        Teller teller = Teller.of(SERVER, "endless");
        RECEIVER.answer(Answer.status(503));
        try {
            String session = teller.turn("/words 1");
            for (int tried = 1; tried <= RetrySchedule.WAITS.size(); tried++) {
                teller.awaitTried(session, tried);
                SERVER.clock.advance(
                        RetrySchedule.WAITS.get(tried - 1).multipliedBy(11).dividedBy(10));
            }
            WebhookDelivery failed = teller.awaitFailed(session);
            assertThat(failed.getAttempts()).isEqualTo(10);
            assertThat(failed.hasNextAttemptTime()).isFalse();
            assertThat(RECEIVER.messages(session)).hasSize(10);
        } finally {
            RECEIVER.answer(Answer.status(204));
        }
    }

    @Test
    void whatWasDeliveredOrGivenUpIsSentAgainWhenSomebodyOrdersIt() {
        Teller teller = Teller.of(SERVER, "repeated");
        String session = teller.turn("/words 1");
        WebhookDelivery delivered = teller.awaitDelivered(session);

        teller.webhooks()
                .redeliverWebhook(RedeliverWebhookRequest.newBuilder()
                        .setDeliveryId(delivered.getDeliveryId())
                        .build());

        Teller.awaitMessages(RECEIVER, session, 2);
        teller.awaitOnly(session, delivery -> delivery.getAttempts() == 2 && delivery.hasEndTime());
        List<Message> sent = RECEIVER.messages(session);
        assertThat(sent.getFirst().id()).isEqualTo(sent.getLast().id());
    }

    @Test
    void whereNobodyListensItIsTriedAgain() {
        Teller teller = Teller.of(SERVER, "refused");

        WebhookDelivery tried = teller.awaitTried(teller.turn("/words 1"), 1);

        assertThat(tried.getLastFailure()).isEqualTo(WebhookFailure.WEBHOOK_FAILURE_CONNECTION);
        assertThat(tried.hasLastStatus()).isFalse();
    }

    @Test
    void whoIsGoneIsTriedOnce() {
        GONE.answer(Answer.status(410));
        Teller teller = Teller.of(SERVER, "gone");
        String session = teller.turn("/words 1");

        assertThat(teller.awaitFailed(session).getAttempts()).isEqualTo(1);
    }

    @Test
    void aRedirectIsNotFollowed() {
        MOVED.answer(Answer.status(307, "Location", RECEIVER.url().toString()));
        Teller teller = Teller.of(SERVER, "moved");
        String session = teller.turn("/words 1");

        assertThat(teller.awaitTried(session, 1).getLastStatus()).isEqualTo(307);
        assertThat(RECEIVER.messages(session)).isEmpty();
    }

    @Test
    void theStatusCountsWhateverBecomesOfTheBody() {
        Teller teller = Teller.of(SERVER, "talkative");
        TALKATIVE.answer(exchange -> {
            exchange.sendResponseHeaders(202, 0);
            exchange.getResponseBody().write('!');
            exchange.getResponseBody().flush();
            hold();
        });
        assertThat(teller.awaitDelivered(teller.turn("/words 1")).getLastStatus())
                .as("a body without an end")
                .isEqualTo(202);

        TALKATIVE.answer(exchange -> {
            exchange.sendResponseHeaders(203, 0);
            while (RELEASED.getCount() > 0) {
                exchange.getResponseBody().write(new byte[1024]);
            }
        });
        assertThat(teller.awaitDelivered(teller.turn("/words 1")).getLastStatus())
                .as("a body that fills the memory")
                .isEqualTo(203);
    }

    @Test
    void aReceiverThatIsTooSlowDelaysItselfAlone() {
        SLOW.answer(exchange -> hold());
        Teller slow = Teller.of(SERVER, "slow");
        String first = slow.turn("/words 1");
        for (int more = 1; more < MANY; more++) {
            slow.turn("/words 1");
        }
        Teller other = Teller.of(SERVER, "signed");
        other.awaitDelivered(other.turn("/words 1"));

        WebhookDelivery tried = slow.awaitOnly(first, delivery -> delivery.getAttempts() >= 1);
        assertThat(tried.getLastFailure()).isEqualTo(WebhookFailure.WEBHOOK_FAILURE_TIMEOUT);
        Teller.awaitMessages(SLOW, "turn.completed", MANY);
    }

    private static void hold() {
        try {
            RELEASED.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
