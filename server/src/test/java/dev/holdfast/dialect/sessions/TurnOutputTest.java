package dev.holdfast.dialect.sessions;

import static dev.holdfast.dialect.sessions.PrintedLog.COST;
import static dev.holdfast.dialect.sessions.PrintedLog.FIRST;
import static dev.holdfast.dialect.sessions.PrintedLog.SECOND;
import static dev.holdfast.dialect.sessions.PrintedLog.SESSION;
import static dev.holdfast.dialect.sessions.PrintedLog.call;
import static dev.holdfast.dialect.sessions.PrintedLog.resumed;
import static dev.holdfast.dialect.sessions.PrintedLog.started;
import static dev.holdfast.dialect.sessions.PrintedLog.step;
import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.event.Event;
import dev.holdfast.event.Event.Resolution;
import dev.holdfast.event.Event.Runner;
import dev.holdfast.event.Event.ToolCallCompleted;
import dev.holdfast.event.Event.ToolCallStarted;
import dev.holdfast.event.Event.TurnCompleted;
import dev.holdfast.event.ModelStep;
import dev.holdfast.event.ToolCall;
import dev.holdfast.name.ActionId;
import dev.holdfast.name.EventId;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The output of a completed turn as durable-turns.md §2 and §3 have it. */
final class TurnOutputTest {

    private static final ToolCall SEND = call(FIRST, "send", "{\"to\":1.50}");
    private static final ToolCall SEARCH = call(SECOND, "web_search", "{}");

    @Test
    void aTurnWithoutCallsPutsOutItsText() {
        assertThat(output(completed(step("Hello."), "Hello.")))
                .isEqualTo("{\"text\":\"Hello.\",\"output\":[" + message(2, "Hello.") + "]}");
    }

    @Test
    void aTurnWithoutTextPutsOutNoMessage() {
        assertThat(output(completed(step(""), ""))).isEqualTo("{\"text\":\"\",\"output\":[]}");
    }

    @Test
    void whatTheServerRanStandsAfterTheWholeText() {
        assertThat(output(
                        new ToolCallStarted(SEARCH, Runner.SERVER, false, step("Looking. ", SEARCH)),
                        new ToolCallCompleted(SECOND, "web_search", "found", false),
                        completed(step("Found."), "Looking. Found.")))
                .isEqualTo("{\"text\":\"Looking. Found.\",\"output\":[" + message(4, "Looking. Found.") + ",{\"id\":\""
                        + SECOND + "\",\"type\":\"web_search_call\",\"status\":\"completed\",\"output\":\"found\"}]}");
    }

    @Test
    void aCallThatFailedSaysItsError() {
        ToolCall bash = call(FIRST, "Bash", "{}");
        assertThat(output(
                        new ToolCallStarted(bash, Runner.SERVER, false, step("", bash)),
                        new ToolCallCompleted(FIRST, "Bash", "exit 1", true),
                        completed(step("No."), "No.")))
                .isEqualTo("{\"text\":\"No.\",\"output\":[" + message(4, "No.") + ",{\"id\":\"" + FIRST
                        + "\",\"type\":\"tool_call\",\"name\":\"Bash\",\"status\":\"failed\",\"error\":\"exit 1\"}]}");
    }

    @Test
    void callsLeftToTheCallerAreListed() {
        assertThat(output(
                        new ToolCallStarted(SEND, Runner.CALLER, false, step("Sending.", SEND)),
                        new TurnCompleted(null, "Sending.", List.of(SEND), COST, null)))
                .isEqualTo("{\"text\":\"Sending.\",\"output\":[" + message(3, "Sending.") + ",{\"id\":\"" + FIRST
                        + "\",\"type\":\"function_call\",\"status\":\"completed\",\"call_id\":\"" + FIRST
                        + "\",\"name\":\"send\",\"arguments\":\"{\\\"to\\\":1.50}\"}]}");
    }

    @Test
    void anApprovedCallThatTheServerRanIsAnOutputOfTheTurn() {
        assertThat(output(
                        new ToolCallStarted(SEARCH, Runner.SERVER, true, step("May I? ", SEARCH)),
                        resumed(SECOND, Resolution.APPROVED, null),
                        new Event.ToolCallExecuting(SECOND, 1),
                        new ToolCallCompleted(SECOND, "web_search", "found", false),
                        completed(step("Found."), "May I? Found.")))
                .isEqualTo("{\"text\":\"May I? Found.\",\"output\":[" + message(6, "Found.") + ",{\"id\":\"" + SECOND
                        + "\",\"type\":\"web_search_call\",\"status\":\"completed\",\"output\":\"found\"}],"
                        + toolOutput(SECOND, "\"found\"") + "}");
    }

    @Test
    void anApprovalWithoutAResultHasNone() {
        assertThat(output(
                        new ToolCallStarted(SEND, Runner.CALLER, true, step("", SEND)),
                        resumed(FIRST, Resolution.APPROVED, null),
                        completed(step("Done."), "Done.")))
                .isEqualTo("{\"text\":\"Done.\",\"output\":[" + message(4, "Done.") + "]," + toolOutput(FIRST, "null")
                        + "}");
    }

    @Test
    void aRejectionPutsOutTheWholeTurnAndNamesTheAction() {
        assertThat(output(
                        new ToolCallStarted(SEARCH, Runner.SERVER, false, step("Looking. ", SEARCH)),
                        new ToolCallCompleted(SECOND, "web_search", "found", false),
                        new ToolCallStarted(SEND, Runner.CALLER, true, step("Shall I?", SEND)),
                        resumed(FIRST, Resolution.REJECTED, null),
                        new TurnCompleted(null, "Looking. Shall I?", List.of(), COST, FIRST)))
                .isEqualTo("{\"text\":\"Looking. Shall I?\",\"output\":[" + message(6, "Looking. Shall I?")
                        + ",{\"id\":\"" + SECOND + "\",\"type\":\"web_search_call\",\"status\":\"completed\","
                        + "\"output\":\"found\"}],\"tool_call_rejected\":true,\"action_id\":\"" + FIRST + "\"}");
    }

    @Test
    void anApprovedCallThatARejectionLeftNotRunIsNoOutput() {
        assertThat(output(
                        new ToolCallStarted(SEARCH, Runner.SERVER, true, step("", SEARCH, SEND)),
                        new ToolCallStarted(SEND, Runner.CALLER, true, null),
                        resumed(SECOND, Resolution.APPROVED, null),
                        resumed(FIRST, Resolution.REJECTED, null),
                        new TurnCompleted(null, "", List.of(), COST, FIRST)))
                .isEqualTo("{\"text\":\"\",\"output\":[],\"tool_call_rejected\":true,\"action_id\":\"" + FIRST + "\"}");
    }

    private static TurnCompleted completed(@Nullable ModelStep step, String text) {
        return new TurnCompleted(step, text, List.of(), COST, null);
    }

    private static String output(Event... afterStart) {
        Event[] events = new Event[afterStart.length + 1];
        events[0] = started("demo", "hi");
        System.arraycopy(afterStart, 0, events, 1, afterStart.length);
        return new PrintedLog(events).payload().text("output");
    }

    private static String message(long sequence, String text) {
        return "{\"id\":\"" + new EventId(SESSION, sequence).message()
                + "\",\"type\":\"message\",\"role\":\"assistant\",\"status\":\"completed\","
                + "\"content\":[{\"type\":\"output_text\",\"text\":\"" + text + "\"}]}";
    }

    private static String toolOutput(ActionId action, String output) {
        return "\"tool_outputs\":[{\"action_id\":\"" + action + "\",\"output\":" + output + "}]";
    }
}
