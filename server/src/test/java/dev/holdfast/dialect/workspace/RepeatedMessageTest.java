package dev.holdfast.dialect.workspace;

import static dev.holdfast.dialect.workspace.MessagesCaller.message;
import static dev.holdfast.dialect.workspace.MessagesCaller.refused;
import static dev.holdfast.dialect.workspace.MessagesCaller.text;
import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.testing.EventStream;
import dev.holdfast.testing.EventStream.Frame;
import dev.holdfast.testing.ScriptedModel;
import dev.holdfast.testing.TestServer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A message that is sent again with the same idempotency key is answered with the response to the first. */
final class RepeatedMessageTest {

    private static final ScriptedModel MODEL = new ScriptedModel();
    private static final String KEY = "Idempotency-Key";

    @RegisterExtension
    static final TestServer SERVER = TestServer.scripted(MODEL);

    private final MessagesCaller caller = MessagesCaller.of(SERVER, "repeated");

    @Test
    void theSameMessageReplaysItsResponseFromTheFirstFrame() {
        List<Frame> first = caller.run("/words 3", KEY, caller.session());
        List<Frame> again = caller.run("/words 3", KEY, caller.session());

        assertThat(again).isEqualTo(first);
        try (EventStream spaced =
                caller.open("POST", "/messages", " { \"message\" : \"\\u002fwords 3\" } ", KEY, caller.session())) {
            assertThat(spaced.rest()).isEqualTo(first);
        }
    }

    @Test
    void aRepeatWhileTheResponseIsUnderWayIsAReplayAndNoConflict() {
        ScriptedModel.Held held = MODEL.hold();
        try (EventStream first = caller.say(held.line() + "/words 3", KEY, caller.session())) {
            held.gate().awaitReached();
            try (EventStream again = caller.say(held.line() + "/words 3", KEY, caller.session())) {
                assertThat(again.header("x-response-id")).isEqualTo(first.header("x-response-id"));
                held.gate().open();
                assertThat(again.rest()).isEqualTo(first.rest());
            }
        }
    }

    @Test
    void anotherMessageOrSessionUnderTheSameKeyIsRefused() {
        caller.run("/words 3", KEY, caller.session());
        refused(
                422,
                "Unprocessable Entity",
                caller.send("POST", "/messages", message("/words 4"), KEY, caller.session()));
        String other = MessagesCaller.of(SERVER, "repeated").session();
        refused(
                422,
                "Unprocessable Entity",
                new MessagesCaller(SERVER, caller.key(), other)
                        .send("POST", "/messages", message("/words 3"), KEY, caller.session()));
        MessagesCaller otherKey = new MessagesCaller(SERVER, SERVER.key("repeated"), caller.session());
        assertThat(text(otherKey.run("/words 4", KEY, caller.session()))).isEqualTo("1 2 3 4");
    }

    @Test
    void aRefusedMessageBindsNoKey() {
        refused(400, "Bad Request", caller.send("POST", "/messages", "{}", KEY, caller.session()));
        ScriptedModel.Held held = MODEL.hold();
        try (EventStream stream = caller.say(held.line() + "/words 2")) {
            held.gate().awaitReached();
            refused(409, "Conflict", caller.send("POST", "/messages", message("/words 9"), KEY, caller.session()));
            held.gate().open();
            stream.rest();
        }
        assertThat(text(caller.run("/words 4", KEY, caller.session()))).isEqualTo("1 2 3 4");
    }

    @Test
    void simultaneousRepeatsAreOneResponse() throws Exception {
        try (ExecutorService together = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Callable<List<Frame>>> posts = new ArrayList<>();
            for (int post = 0; post < 8; post++) {
                posts.add(() -> caller.run("/words 20", KEY, caller.session()));
            }
            List<List<Frame>> answers = new ArrayList<>();
            for (Future<List<Frame>> answer : together.invokeAll(posts)) {
                answers.add(answer.get());
            }
            assertThat(answers).containsOnly(answers.getFirst());
        }
        assertThat(caller.run("/words 1").getFirst().json().text("id")).endsWith("000000000002");
    }

    @Test
    void aKeyIsRememberedForADay() {
        MessagesCaller lasting = MessagesCaller.of(SERVER, "repeated", "{\"persistent\":true,\"ttl\":864000}");
        List<Frame> first = lasting.run("/words 3", KEY, lasting.session());
        SERVER.clock.advance(Duration.ofHours(24).minusSeconds(1));
        assertThat(lasting.run("/words 3", KEY, lasting.session())).isEqualTo(first);
        SERVER.clock.advance(Duration.ofSeconds(1));
        assertThat(lasting.run("/words 3", KEY, lasting.session())).isNotEqualTo(first);
    }
}
