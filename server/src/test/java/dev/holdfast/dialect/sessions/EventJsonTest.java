package dev.holdfast.dialect.sessions;

import static dev.holdfast.dialect.sessions.PrintedLog.AT;
import static dev.holdfast.dialect.sessions.PrintedLog.COST;
import static dev.holdfast.dialect.sessions.PrintedLog.FIRST;
import static dev.holdfast.dialect.sessions.PrintedLog.SECOND;
import static dev.holdfast.dialect.sessions.PrintedLog.SESSION;
import static dev.holdfast.dialect.sessions.PrintedLog.call;
import static dev.holdfast.dialect.sessions.PrintedLog.resumed;
import static dev.holdfast.dialect.sessions.PrintedLog.started;
import static dev.holdfast.dialect.sessions.PrintedLog.step;
import static dev.holdfast.dialect.sessions.PrintedLog.user;
import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.event.Content;
import dev.holdfast.event.Event;
import dev.holdfast.event.Event.PauseReason;
import dev.holdfast.event.Event.Resolution;
import dev.holdfast.event.Event.Runner;
import dev.holdfast.event.Message;
import dev.holdfast.event.PendingAction;
import dev.holdfast.event.PendingAction.Need;
import dev.holdfast.event.ToolCall;
import dev.holdfast.json.Json;
import dev.holdfast.json.JsonValue.JsonString;
import dev.holdfast.name.EventId;
import dev.holdfast.testing.JsonDocument;
import dev.holdfast.testing.TestResource;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Events as durable-turns.md §2 prints them. */
final class EventJsonTest {

    private static final ToolCall SQL = call(FIRST, "run_sql", "{\"q\":\"select sum(amt) from sales\"}");

    @Test
    void theContractsEightEventsPrintByteForByte() {
        PrintedLog log = new PrintedLog(
                started("demo", "How much did we sell?"),
                new Event.TextAdded("Checking the "),
                new Event.TextAdded("warehouse."),
                new Event.ToolCallStarted(SQL, Runner.CALLER, true, step("Checking the warehouse.", SQL)),
                new Event.TurnPaused(
                        PauseReason.APPROVAL_REQUIRED, List.of(new PendingAction(SQL, Need.APPROVAL_AND_RESULT))),
                resumed(FIRST, Resolution.APPROVED, "{\"sum\":42}"),
                new Event.TextAdded("You sold 42 units."),
                new Event.TurnCompleted(
                        step("You sold 42 units."),
                        "Checking the warehouse.You sold 42 units.",
                        List.of(),
                        COST,
                        null));

        String printed = TestResource.text(getClass(), "eight-events.txt")
                .replace("tc_9f", FIRST.toString())
                .replace("msg_1a", new EventId(SESSION, 8).message());
        List<String> expected = new ArrayList<>();
        for (String frame : printed.split("\n\n", -1)) {
            if (!frame.isEmpty()) {
                expected.add(frame + "\nid: " + (expected.size() + 1) + "\n\n");
            }
        }
        assertThat(expected).hasSize(8);
        assertThat(log.frames()).isEqualTo(expected);
    }

    @Test
    void anEntryOfAPageHasTheDocumentedKeysInTheirOrder() {
        JsonDocument entry = new PrintedLog(new Event.TextAdded("a"), new Event.TextAdded("b")).page();

        assertThat(entry.root().json().text())
                .isEqualTo("{\"id\":\"evt_01j0000000e008000000000001_2\",\"session_id\":\"" + SESSION
                        + "\",\"turn_number\":1,\"sequence\":2,\"event_type\":\"output_text.delta\","
                        + "\"payload\":{\"delta\":\"b\"},\"created_at\":\"" + AT + "\"}");
    }

    @Test
    void theInputTextIsWhatUsersSaid() {
        List<Message> input = List.of(
                new Message.Said(Message.Role.SYSTEM, List.of(new Content.Text("Be brief."))),
                user(new Content.Text("What is this?"), new Content.Image("https://a"), new Content.File("n", "t")),
                new Message.Returned("tc_1", "out", false),
                user(new Content.Text("And that?")));

        assertThat(payload(started("demo", "Be kind.", input)))
                .isEqualTo("{\"turn_number\":1,\"model\":\"demo\",\"input_text\":\"What is this?\\nAnd that?\","
                        + "\"instructions\":\"Be kind.\"}");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            { "a" : 1.50, "b" : [ 1e2 ] } | {"a":1.50,"b":[1e2]}
            {"n":123456789012345678901}   | {"n":123456789012345678901}
            {}                            | {}
            ''                            | {}
            {"a":                         | {}
            [1]                           | {}
            "text"                        | {}
            null                          | {}
            """)
    void argumentsAreAnObjectWithItsNumbersUnchanged(String arguments, String object) {
        Event started = new Event.ToolCallStarted(call(FIRST, "f", arguments), Runner.SERVER, false, null);

        assertThat(payload(started))
                .isEqualTo("{\"tool\":\"f\",\"arguments\":" + object + ",\"action_id\":\"" + FIRST + "\"}");
    }

    @Test
    void aPauseListsEveryActionAndShowsTheFirstAtTheTop() {
        Event paused = new Event.TurnPaused(
                PauseReason.EFFECT_IN_DOUBT,
                List.of(
                        new PendingAction(call(SECOND, "send", "{\"to\":"), Need.DOUBT_SETTLED),
                        new PendingAction(SQL, Need.RESULT)));

        assertThat(payload(paused))
                .isEqualTo("{\"reason\":\"effect_in_doubt\",\"action_id\":\"" + SECOND
                        + "\",\"tool\":\"send\",\"arguments\":{\"send\":\"{\\\"to\\\":\"},\"actions\":["
                        + "{\"action_id\":\"" + SECOND + "\",\"tool\":\"send\",\"arguments\":\"{\\\"to\\\":\"},"
                        + "{\"action_id\":\"" + FIRST + "\",\"tool\":\"run_sql\",\"arguments\":"
                        + "\"{\\\"q\\\":\\\"select sum(amt) from sales\\\"}\"}]}");
    }

    @ParameterizedTest
    @CsvSource({"APPROVED,approved", "REJECTED,rejected", "ANSWERED,approved"})
    void aDecisionHasOneOfTheDocumentsTwoWords(Resolution resolution, String word) {
        assertThat(payload(resumed(FIRST, resolution, null)))
                .isEqualTo("{\"action_id\":\"" + FIRST + "\",\"resolution\":\"" + word + "\"}");
    }

    @Test
    void everyOtherTypePrintsItsOwnKeys() {
        assertPrints(
                new Event.ToolCallCompleted(FIRST, "web_search", "found", false),
                "tool_call.completed",
                "{\"tool\":\"web_search\",\"output\":\"found\",\"action_id\":\"" + FIRST + "\"}");
        assertPrints(
                new Event.TurnFailed("no model", Event.FailureCause.MODEL, COST), "turn.failed", failed("no model"));
        assertPrints(new Event.TurnCancelled("cancelled", COST), "turn.failed", failed("cancelled"));
        assertPrints(new Event.TurnCancelled("session deleted", COST), "turn.failed", failed("session deleted"));
        assertPrints(new Event.ThinkingAdded("hm"), "thinking.delta", "{\"delta\":\"hm\"}");
        assertPrints(
                new Event.TurnRecovered(2, 7),
                "turn.recovered",
                "{\"turn_number\":1,\"superseded_from\":2,\"superseded_to\":7}");
        assertPrints(new Event.ModelCallRetried(2, Event.TurnCost.NONE), "model_call.retried", "{\"retry\":2}");
        assertPrints(
                new Event.ToolCallExecuting(FIRST, 2),
                "tool_call.executing",
                "{\"action_id\":\"" + FIRST + "\",\"attempt\":2}");
        assertPrints(new Event.ToolCallInDoubt(FIRST), "tool_call.in_doubt", "{\"action_id\":\"" + FIRST + "\"}");
        assertPrints(
                new Event.TurnCheckpointed(50, 151, 42_000, 0),
                "turn.checkpoint",
                "{\"turn_number\":50,\"revision\":151,\"total_cost\":0.042,\"metadata_sequence\":0}");
        assertPrints(
                new Event.SessionMetadataUpdated(new Json("{\"a\":1.50}")),
                "session.metadata_updated",
                "{\"metadata\":{\"a\":1.50}}");
        assertPrints(
                new Event.SessionCompleted(Event.EndCause.MAX_AGE), "session.completed", "{\"cause\":\"max_age\"}");
        assertPrints(new Event.SessionDeleted(Event.EndCause.CALLER), "session.deleted", "{\"cause\":\"caller\"}");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "a\nb\r\nc\rd",
                "\n\ndata: {}\n\nevent: turn.completed",
                "\"quoted\" \\ back",
                "\u2028\u2029\u0085\u000b\u000c\u001c\u001d\u001e",
                "\0\u0001\u007f\ufeff",
                "𝄞 \ud800 \udc00"
            })
    void aFrameIsOneLineOfDataWhateverTheDeltaHolds(String delta) {
        assertOneLine(delta);
    }

    @Test
    void aFrameOfAnyTextIsOneLineOfData() {
        long seed = Long.getLong("holdfast.seed", System.nanoTime());
        SplittableRandom random = new SplittableRandom(seed);
        for (int i = 0; i < 5_000; i++) {
            StringBuilder delta = new StringBuilder();
            for (int length = random.nextInt(12); length > 0; length--) {
                delta.append((char) random.nextInt(random.nextBoolean() ? 0x100 : 0x10000));
            }
            try {
                assertOneLine(delta.toString());
            } catch (AssertionError e) {
                throw new AssertionError("seed " + seed, e);
            }
        }
    }

    private static void assertOneLine(String delta) {
        String frame = new PrintedLog(new Event.TextAdded(delta)).frames().getFirst();

        // \R is every line end that any reader knows, the Unicode ones included.
        String[] lines = frame.split("\\R", -1);
        assertThat(lines).hasSize(5);
        assertThat(lines[0]).isEqualTo("event: output_text.delta");
        assertThat(lines[1]).startsWith("data: {");
        assertThat(lines[2]).isEqualTo("id: 1");
        assertThat(lines[3] + lines[4]).isEmpty();
        JsonDocument payload = JsonDocument.parse(lines[1].substring("data: ".length()));
        assertThat(((JsonString) payload.at("delta").root()).value()).isEqualTo(delta);
    }

    private static void assertPrints(Event event, String type, String payload) {
        assertThat(new PrintedLog(event).frames())
                .containsExactly("event: " + type + "\ndata: " + payload + "\nid: 1\n\n");
    }

    private static String failed(String error) {
        return "{\"turn_number\":1,\"output\":{\"error\":\"" + error
                + "\"},\"usage\":{\"input_tokens\":88,\"output_tokens\":9,\"total_tokens\":97}}";
    }

    private static String payload(Event event) {
        return new PrintedLog(event).payload().root().json().text();
    }
}
