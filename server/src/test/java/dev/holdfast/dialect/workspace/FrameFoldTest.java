package dev.holdfast.dialect.workspace;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.dialect.body.Frame;
import dev.holdfast.event.Event;
import dev.holdfast.event.Event.Resolution;
import dev.holdfast.event.Event.Runner;
import dev.holdfast.event.Event.TurnCost;
import dev.holdfast.event.ModelStep;
import dev.holdfast.event.RecordedEvent;
import dev.holdfast.event.Sampling;
import dev.holdfast.event.TokenUsage;
import dev.holdfast.event.ToolCall;
import dev.holdfast.event.ToolChoice;
import dev.holdfast.event.TurnRequest;
import dev.holdfast.name.ActionId;
import dev.holdfast.name.KeyId;
import dev.holdfast.name.ResponseId;
import dev.holdfast.name.SessionId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Given the events of a turn, then these frames, to the letter. */
final class FrameFoldTest {

    private static final ResponseId ID = new ResponseId(SessionId.ofShort(0x0a1b_2c3d_4e5fL), 1);
    private static final KeyId KEY = new KeyId(new UUID(0, 3));
    private static final ActionId ACTION = new ActionId(new UUID(0, 71));
    private static final ToolCall STOCK = new ToolCall(ACTION, "stock", "{\"sku\":\"bolt-7\"}");
    private static final ModelStep STEP = new ModelStep("", List.of(STOCK), TokenUsage.NONE, 0, null);
    private static final TurnCost COST = new TurnCost(new TokenUsage(140, 19), 12);
    private static final Event STARTED = new Event.TurnStarted(
            1,
            KEY,
            new TurnRequest(
                    List.of(),
                    "demo",
                    null,
                    null,
                    new ToolChoice.Auto(),
                    Sampling.USUAL,
                    TurnRequest.Approvals.FLAGGED,
                    TurnRequest.LooseCalls.PAUSE));
    private static final String CREATED = "message.created {\"id\":\"msg_0a1b2c3d4e5f000000000001\","
            + "\"session_id\":\"sess_0a1b2c3d4e5f\",\"status\":\"in_progress\",\"sequence_number\":0}";

    @Test
    void aFrameIsThreeLinesAndAnEmptyOne() {
        assertThat(fold(STARTED).getFirst().toString())
                .isEqualTo("id: 0\nevent: message.created\ndata: " + CREATED.substring(CREATED.indexOf('{')) + "\n\n");
    }

    @Test
    void theContractsExample() {
        assertThat(shown(
                        STARTED,
                        text("Let me look. "),
                        called(Runner.CALLER, false),
                        new Event.TurnPaused(Event.PauseReason.RESULT_REQUIRED, List.of()),
                        new Event.TurnResumed(ACTION, Resolution.ANSWERED, "{\"qty\":12}", null, KEY),
                        text("Twelve."),
                        completed()))
                .containsExactly(
                        CREATED,
                        "text.start {\"sequence_number\":1}",
                        "text.delta {\"content\":\"Let me look. \",\"sequence_number\":2}",
                        "text.stop {\"sequence_number\":3}",
                        "tool_call.requested {\"call_id\":\"" + ACTION + "\",\"id\":\"" + ACTION
                                + "\",\"name\":\"stock\",\"arguments\":\"{\\\"sku\\\":\\\"bolt-7\\\"}\","
                                + "\"input\":{\"sku\":\"bolt-7\"},\"sequence_number\":4}",
                        "tool_result {\"id\":\"" + ACTION
                                + "\",\"content\":\"{\\\"qty\\\":12}\",\"is_error\":false,\"sequence_number\":5}",
                        "text.start {\"sequence_number\":6}",
                        "text.delta {\"content\":\"Twelve.\",\"sequence_number\":7}",
                        "text.stop {\"sequence_number\":8}",
                        "message.completed {\"id\":\"" + ID + "\",\"status\":\"completed\",\"usage\":"
                                + "{\"input_tokens\":140,\"output_tokens\":19,\"total_tokens\":159},"
                                + "\"sequence_number\":9}");
    }

    @Test
    void aToolOfTheServersIsShownFromItsStartToItsResult() {
        assertThat(shown(
                        STARTED,
                        called(Runner.SERVER, false),
                        new Event.ToolCallExecuting(ACTION, 2),
                        new Event.ToolCallCompleted(ACTION, "stock", "none", true)))
                .containsExactly(
                        CREATED,
                        "tool_use.start {\"name\":\"stock\",\"id\":\"" + ACTION + "\",\"sequence_number\":1}",
                        "tool_use.input_delta {\"content\":\"{\\\"sku\\\":\\\"bolt-7\\\"}\",\"sequence_number\":2}",
                        "tool_use.executing {\"name\":\"stock\",\"id\":\"" + ACTION
                                + "\",\"input\":{\"sku\":\"bolt-7\"},\"sequence_number\":3}",
                        "tool_use.stop {\"sequence_number\":4}",
                        "tool_result {\"id\":\"" + ACTION
                                + "\",\"content\":\"none\",\"is_error\":true,\"sequence_number\":5}");
    }

    @Test
    void aCallThatWaitsForAPersonIsShownExecutingWhenItIsRun() {
        assertThat(types(
                        STARTED,
                        called(Runner.SERVER, true),
                        new Event.TurnPaused(Event.PauseReason.APPROVAL_REQUIRED, List.of()),
                        new Event.TurnResumed(ACTION, Resolution.APPROVED, null, null, KEY),
                        new Event.ToolCallExecuting(ACTION, 1),
                        new Event.ToolCallCompleted(ACTION, "stock", "out", false)))
                .containsExactly(
                        "message.created",
                        "tool_use.start",
                        "tool_use.input_delta",
                        "tool_use.stop",
                        "tool_use.executing",
                        "tool_result");
        assertThat(shown(
                        STARTED,
                        called(Runner.CALLER, true),
                        new Event.TurnResumed(ACTION, Resolution.REJECTED, null, "too dear", KEY)))
                .last()
                .isEqualTo("tool_result {\"id\":\"" + ACTION
                        + "\",\"content\":\"Rejected by a person: too dear\",\"is_error\":true,\"sequence_number\":4}");
    }

    @Test
    void anAnswerThatComesOtherwiseAfterACrashNamesTheFramesThatAreVoid() {
        assertThat(shown(
                        STARTED,
                        new Event.ThinkingAdded("Hm."),
                        text("One "),
                        text("two "),
                        text("three "),
                        new Event.ModelCallRetried(1, TurnCost.NONE),
                        new Event.TurnRecovered(4, 5),
                        text("too many"),
                        completed()))
                .containsSubsequence(
                        "text.delta {\"content\":\"One \",\"sequence_number\":5}",
                        "text.delta {\"content\":\"two \",\"sequence_number\":6}",
                        "text.delta {\"content\":\"three \",\"sequence_number\":7}",
                        "text.stop {\"sequence_number\":8}",
                        "message.recovered {\"id\":\"" + ID
                                + "\",\"superseded_from\":6,\"superseded_to\":7,\"sequence_number\":9}",
                        "text.start {\"sequence_number\":10}",
                        "text.delta {\"content\":\"too many\",\"sequence_number\":11}",
                        "text.stop {\"sequence_number\":12}");
    }

    @Test
    void anAnswerThatComesAgainAfterACrashGoesOnInItsBlock() {
        assertThat(types(STARTED, text("One "), new Event.ModelCallRetried(1, TurnCost.NONE), text("two"), completed()))
                .containsExactly(
                        "message.created", "text.start", "text.delta", "text.delta", "text.stop", "message.completed");
    }

    @Test
    void everyEndHasItsFrame() {
        assertThat(shown(STARTED, new Event.TurnFailed("no \u2028 more", Event.FailureCause.MODEL, COST)))
                .last()
                .isEqualTo("message.error {\"id\":\"" + ID
                        + "\",\"error\":\"no \\u2028 more\",\"status\":\"failed\",\"sequence_number\":1}");
        assertThat(shown(STARTED, text("One"), new Event.TurnCancelled("cancelled", COST)))
                .endsWith(
                        "text.stop {\"sequence_number\":3}",
                        "message.cancelled {\"id\":\"" + ID + "\",\"status\":\"cancelled\",\"sequence_number\":4}");
        assertThat(types(STARTED, new Event.TurnCancelled("session deleted", COST)))
                .endsWith("message.cancelled");
        assertThat(shown(STARTED, new Event.TurnCancelled(Event.TurnCancelled.SESSION_EXPIRED, COST)))
                .last()
                .isEqualTo("message.error {\"id\":\"" + ID
                        + "\",\"error\":\"session expired\",\"status\":\"failed\",\"sequence_number\":1}");
    }

    private static Event text(String delta) {
        return new Event.TextAdded(delta);
    }

    private static Event called(Runner runner, boolean gated) {
        return new Event.ToolCallStarted(STOCK, runner, gated, STEP);
    }

    private static Event completed() {
        return new Event.TurnCompleted(null, "", List.of(), COST, null);
    }

    private static List<String> types(Event... events) {
        return fold(events).stream().map(Frame::event).toList();
    }

    private static List<String> shown(Event... events) {
        return fold(events).stream()
                .map(frame -> frame.event() + " " + frame.data())
                .toList();
    }

    /** The session's creation is event 0. */
    private static List<Frame> fold(Event... events) {
        FrameFold fold = new FrameFold(ID);
        List<Frame> frames = new ArrayList<>();
        for (int at = 0; at < events.length; at++) {
            frames.addAll(fold.add(new RecordedEvent(at + 1, 1, Instant.EPOCH, events[at])));
        }
        return frames;
    }
}
