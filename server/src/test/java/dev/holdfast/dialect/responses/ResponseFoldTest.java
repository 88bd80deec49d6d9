package dev.holdfast.dialect.responses;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.dialect.body.Frame;
import dev.holdfast.event.Content;
import dev.holdfast.event.Event;
import dev.holdfast.event.Message;
import dev.holdfast.event.ModelStep;
import dev.holdfast.event.RecordedEvent;
import dev.holdfast.event.ResponseFormat;
import dev.holdfast.event.Sampling;
import dev.holdfast.event.TokenUsage;
import dev.holdfast.event.ToolChoice;
import dev.holdfast.event.TurnRequest;
import dev.holdfast.json.Json;
import dev.holdfast.name.KeyId;
import dev.holdfast.testing.JsonDocument;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What readers see of an answer that a crash cut off and that went on otherwise. */
final class ResponseFoldTest {

    private static final ResponseNotes NOTES = new ResponseNotes(false, false, Json.EMPTY_OBJECT, null, null);

    @Test
    void theTextThatStandsEndsItsItemAndTheRestIsTheNext() {
        List<Frame> frames = recovered(null);

        assertThat(frames.stream().map(Frame::event))
                .containsExactly(
                        "response.created",
                        "response.in_progress",
                        "response.output_item.added",
                        "response.content_part.added",
                        "response.output_text.delta",
                        "response.output_text.delta",
                        "response.output_text.done",
                        "response.content_part.done",
                        "response.output_item.done",
                        "response.output_item.added",
                        "response.content_part.added",
                        "response.output_text.delta",
                        "response.output_text.done",
                        "response.content_part.done",
                        "response.output_item.done",
                        "response.completed");
        assertThat(data(frames, 6).text("text")).isEqualTo("One ");
        assertThat(data(frames, 8).text("item.status")).isEqualTo("incomplete");
        assertThat(data(frames, 12).text("text")).isEqualTo("three");
        assertThat(data(frames, 15).at("response").items("output"))
                .extracting(item -> item.text("status"))
                .containsExactly("incomplete", "completed");
    }

    @Test
    void anAnswerInAFormIsOneTextWhoseEndSaysWhatItIs() {
        List<Frame> frames = recovered(new ResponseFormat.JsonObject());

        assertThat(frames.stream().filter(frame -> frame.event().equals("response.output_item.added")))
                .hasSize(1);
        assertThat(frames.stream()
                        .filter(frame -> frame.event().equals("response.output_text.done"))
                        .map(frame -> JsonDocument.parse(frame.data()).text("text")))
                .containsExactly("One three");
    }

    /** "One two", of which "two" was void. */
    private static List<Frame> recovered(@Nullable ResponseFormat format) {
        ModelStep step = new ModelStep("One three", List.of(), new TokenUsage(1, 2), 0, null);
        List<Event> events = List.of(
                new Event.TurnStarted(1, new KeyId(new UUID(0, 1)), request(format)),
                new Event.TextAdded("One "),
                new Event.TextAdded("two"),
                new Event.ModelCallRetried(1, Event.TurnCost.NONE),
                new Event.TurnRecovered(3, 3),
                new Event.TextAdded("three"),
                new Event.TurnCompleted(step, "One three", List.of(), Event.TurnCost.NONE.plus(step), null));
        ResponseFold fold = new ResponseFold("resp_0123456789ab0123456789ab", NOTES, Reader.OPENAI);
        List<Frame> frames = new ArrayList<>();
        for (int at = 0; at < events.size(); at++) {
            frames.addAll(fold.add(new RecordedEvent(at + 1, 1, Instant.EPOCH, events.get(at))));
        }
        return frames;
    }

    private static TurnRequest request(@Nullable ResponseFormat format) {
        return new TurnRequest(
                List.of(new Message.Said(Message.Role.USER, List.of(new Content.Text("Count.")))),
                "demo",
                null,
                List.of(),
                new ToolChoice.Auto(),
                new Sampling(null, null, null, format),
                TurnRequest.Approvals.NONE,
                TurnRequest.LooseCalls.END_TURN);
    }

    private static JsonDocument data(List<Frame> frames, int at) {
        return JsonDocument.parse(frames.get(at).data());
    }
}
