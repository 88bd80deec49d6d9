package dev.holdfast.promise;

import static dev.holdfast.storage.schema.Tables.WEBHOOK_DELIVERIES;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.jooq.impl.DSL.sum;

import com.standardwebhooks.Webhook;
import com.standardwebhooks.exceptions.EmptyWebhookSecretException;
import com.standardwebhooks.exceptions.WebhookVerificationException;
import dev.holdfast.name.SessionId;
import dev.holdfast.storage.Database;
import dev.holdfast.storage.DatabaseAddress;
import dev.holdfast.storage.RestartablePostgres;
import dev.holdfast.testing.Receiver;
import dev.holdfast.testing.Receiver.Answer;
import dev.holdfast.testing.Receiver.Message;
import dev.holdfast.testing.ServerProcess;
import dev.holdfast.testing.TestPostgres;
import dev.holdfast.v1.Event.PayloadCase;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Whoever is to be told of a pause or an end is told, whatever happens to servers; and told twice, knows it by the id. */
final class AWebhookSurvivesAKillTest {

    private static final String SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
    private static final int TURNS = 40;
    /** How many one server sends to one endpoint. */
    private static final int AT_ONCE = 8;

    @RegisterExtension
    static final TestPostgres POSTGRES = new TestPostgres();

    @TempDir
    private Path directory;

    private final Receiver receiver = new Receiver();
    private final CountDownLatch released = new CountDownLatch(1);
    private final List<Installation> installations = new ArrayList<>();

    @BeforeEach
    void forgetOtherTests() {
        POSTGRES.database().sql().execute("delete from webhook_deliveries");
    }

    @AfterEach
    void stop() {
        released.countDown();
        installations.forEach(Installation::close);
        receiver.close();
    }

    @Test
    void whatWasDueWhenTheServerWasKilledIsToldWhenItIsBack() {
        Installation unreachable = installation(Receiver.nowhere(), Installation.LONG_LEASE);
        ServerProcess server = unreachable.start("node");
        Program program = new Program(() -> server);
        String session = program.session();
        program.submit(session, "/words 3");
        String paused = program.session();
        program.submitGated(paused, "/call Bash {\"label\":\"never\"}");
        await().atMost(Program.PATIENCE).until(() -> attempts(session) > 0 && attempts(paused) > 0);
        server.kill();

        installation(receiver.url(), Installation.LONG_LEASE).start("node");

        await().atMost(Program.PATIENCE).until(() -> receiver.messages().size() == 2);
        assertThat(types(session)).containsExactly("turn.completed");
        assertThat(types(paused)).containsExactly("turn.paused");
        assertWhole(program(installations.getLast()), List.of(session, paused));
    }

    @Test
    void whatWasOnItsWayWhenTheServerWasKilledIsToldAgainWithTheSameId() {
        receiver.answer(exchange -> hold());
        Installation installation = installation(receiver.url(), Installation.LONG_LEASE);
        ServerProcess server = installation.start("node");
        Program program = new Program(() -> server);
        String session = program.session();
        program.submit(session, "/words 3");
        await().atMost(Program.PATIENCE).until(() -> receiver.messages(session).size() == 1);
        server.kill();
        receiver.answer(Answer.status(204));

        installation.start("node");

        await().atMost(Program.PATIENCE).until(() -> receiver.messages(session).size() == 2);
        await().atMost(Program.PATIENCE).until(() -> undelivered() == 0);
        assertWhole(program(installation), List.of(session));
        assertThat(receiver.messages(session).stream().map(Message::id).distinct())
                .hasSize(1);
    }

    @Test
    void nothingIsLostWhenAServerIsKilledAgainAndAgain() {
        Installation installation = installation(receiver.url(), Installation.LONG_LEASE);
        List<String> sessions = new ArrayList<>();
        for (int round = 0; round < 3; round++) {
            ServerProcess server = installation.start("node");
            Program program = new Program(() -> server);
            int before = receiver.messages().size();
            for (int turn = 0; turn < TURNS / 3; turn++) {
                String session = program.session();
                program.submit(session, "/words 3");
                sessions.add(session);
            }
            // Some have ended and been told, some have ended, some still run.
            await().atMost(Program.PATIENCE).until(() -> receiver.messages().size() > before);
            server.kill();
        }
        installation.start("node");

        await().atMost(Program.PATIENCE)
                .until(() -> sessions.stream()
                                .noneMatch(session -> receiver.messages(session).isEmpty())
                        && undelivered() == 0);
        assertWhole(program(installation), sessions);
    }

    @Test
    void twoServersTellOnceAndWhatADeadOneHadToTellIsToldByTheOther() {
        Installation installation = installation(receiver.url(), Installation.SHORT_LEASE);
        ServerProcess one = installation.start("one");
        ServerProcess other = installation.start("other");
        CountDownLatch both = new CountDownLatch(1);
        receiver.answer(exchange -> {
            hold(both);
            exchange.sendResponseHeaders(204, -1);
        });
        for (int turn = 0; turn < TURNS; turn++) {
            ServerProcess server = turn % 2 == 0 ? one : other;
            Program program = new Program(() -> server);
            program.submit(program.session(), "/words 3");
        }
        await().atMost(Program.PATIENCE)
                .until(() ->
                        receiver.messages().size() >= 2 * AT_ONCE && senders().size() == 2);
        both.countDown();
        await().atMost(Program.PATIENCE)
                .until(() -> undelivered() == 0 && receiver.messages().size() >= TURNS);
        assertThat(receiver.messages().stream().map(Message::id))
                .as("both are there, and each message was sent by one of them")
                .hasSize(TURNS)
                .doesNotHaveDuplicates();

        receiver.answer(exchange -> hold());
        Program program = new Program(() -> one);
        String last = program.session();
        program.submit(last, "/words 3");
        await().atMost(Program.PATIENCE).until(() -> receiver.messages(last).size() == 1);
        receiver.answer(Answer.status(204));
        // Whichever of the two is sending it goes; then the other has to send it.
        (senders().equals(Set.of(nodeOf("one"))) ? one : other).kill();

        await().atMost(Program.PATIENCE).until(() -> undelivered() == 0);
        assertThat(receiver.messages(last).stream().map(Message::id).distinct()).hasSize(1);
        assertThat(receiver.messages(last)).hasSize(2);
    }

    @Test
    void anOutageOfTheDatabaseMakesNothingBeToldTwice() {
        RestartablePostgres postgres = RestartablePostgres.start(directory);
        try {
            receiver.answer(exchange -> {
                hold();
                exchange.sendResponseHeaders(204, -1);
            });
            Installation installation = installation(postgres.address(), receiver.url(), Installation.LONG_LEASE);
            ServerProcess server = installation.start("node");
            Program program = new Program(() -> server);
            String session = program.session();
            program.submit(session, "/words 3");
            await().atMost(Program.PATIENCE)
                    .until(() -> receiver.messages(session).size() == 1);
            postgres.stopHard();
            released.countDown();
            await().atMost(Program.PATIENCE)
                    .until(() -> server.send("GET", "/health", Installation.KEY).statusCode() == 503);
            postgres.startAgain();
            program.submit(session, "/words 4");

            await().atMost(Program.PATIENCE)
                    .until(() -> receiver.messages(session).size() == 2);
            try (Database database = postgres.open()) {
                await().atMost(Program.PATIENCE)
                        .until(() ->
                                database.sql().fetchCount(WEBHOOK_DELIVERIES, WEBHOOK_DELIVERIES.STATE.eq("delivered"))
                                        == 2);
            }
            assertThat(receiver.messages(session).stream().map(Message::id)).doesNotHaveDuplicates();
        } finally {
            postgres.close();
        }
    }

    /** Each end and pause in the log is told, under one id, and nothing else is. */
    private void assertWhole(Program program, List<String> sessions) {
        for (String session : sessions) {
            List<String> wanted = program.log(session).events().stream()
                    .filter(event -> List.of(PayloadCase.TURN_COMPLETED, PayloadCase.TURN_PAUSED)
                            .contains(event.getPayloadCase()))
                    .map(event -> "msg_" + session.substring(4) + "_" + event.getSequence())
                    .toList();
            assertThat(receiver.messages(session).stream().map(Message::id).distinct())
                    .containsExactlyElementsOf(wanted);
        }
        Map<String, Long> bodies = receiver.messages().stream()
                .collect(Collectors.groupingBy(
                        Message::id,
                        Collectors.collectingAndThen(
                                Collectors.mapping(Message::body, Collectors.toSet()), set -> (long) set.size())));
        assertThat(bodies.values()).as("bodies of one id").containsOnly(1L);
        receiver.messages().forEach(AWebhookSurvivesAKillTest::assertSigned);
        Soundness.assertVerified(POSTGRES.database());
    }

    private static void assertSigned(Message message) {
        try {
            Map<String, List<String>> headers = new HashMap<>();
            message.headers().forEach((name, values) -> headers.put(name.toLowerCase(Locale.ROOT), values));
            new Webhook(SECRET).verify(message.body(), headers);
        } catch (WebhookVerificationException | EmptyWebhookSecretException e) {
            throw new AssertionError(message + " is not signed", e);
        }
    }

    private Installation installation(URI url, Map<String, String> settings) {
        return installation(POSTGRES.address(), url, settings);
    }

    private Installation installation(DatabaseAddress database, URI url, Map<String, String> settings) {
        try {
            Path file = Files.writeString(
                    directory.resolve("holdfast-" + installations.size() + ".yaml"),
                    "webhooks: {endpoints: [{name: told, url: '%s', secret_env: HOOK_SECRET}]}".formatted(url));
            Map<String, String> environment = new HashMap<>(settings);
            environment.put("HOLDFAST_CONFIG", file.toString());
            environment.put("HOOK_SECRET", SECRET);
            Installation installation = new Installation(database, directory, environment);
            installations.add(installation);
            return installation;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Program program(Installation installation) {
        return new Program(installation::last);
    }

    private List<String> types(String session) {
        return receiver.messages(session).stream()
                .map(message -> message.json().text("type"))
                .toList();
    }

    private void hold() {
        hold(released);
    }

    private static void hold(CountDownLatch until) {
        try {
            until.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static int attempts(String session) {
        return POSTGRES.database()
                .sql()
                .select(sum(WEBHOOK_DELIVERIES.ATTEMPTS))
                .from(WEBHOOK_DELIVERIES)
                .where(WEBHOOK_DELIVERIES.SESSION_ID.eq(
                        SessionId.parse(session).orElseThrow().value()))
                .fetchOptional(row -> row.value1())
                .map(BigDecimal::intValue)
                .orElse(0);
    }

    private static int undelivered() {
        return POSTGRES.database().sql().fetchCount(WEBHOOK_DELIVERIES, WEBHOOK_DELIVERIES.STATE.ne("delivered"));
    }

    /** Who sends something at the moment. */
    private static Set<UUID> senders() {
        return Set.copyOf(POSTGRES.database()
                .sql()
                .selectDistinct(WEBHOOK_DELIVERIES.OWNER)
                .from(WEBHOOK_DELIVERIES)
                .where(WEBHOOK_DELIVERIES.OWNER.isNotNull())
                .fetch(WEBHOOK_DELIVERIES.OWNER));
    }

    private UUID nodeOf(String server) {
        try {
            return UUID.fromString(Files.readString(directory.resolve(server).resolve("node_id"))
                    .strip());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
