package dev.holdfast.dialect.responses;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.dialect.body.Frame;
import dev.holdfast.event.Event;
import dev.holdfast.event.RecordedEvent;
import dev.holdfast.json.Json;
import dev.holdfast.simulation.SimulatedLogs;
import dev.holdfast.testing.JsonDocument;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Whatever happened to a turn, the events of its response are well formed, and the same whenever they are made. */
final class ResponseFoldPropertyTest {

    private static final int LOGS = Integer.getInteger("frames.logs", 300);
    private static final String ID = "resp_0123456789ab0123456789ab";
    private static final ResponseNotes NOTES = new ResponseNotes(true, false, Json.EMPTY_OBJECT, "high", null);
    private static final Set<String> TERMINAL =
            Set.of("response.completed", "response.incomplete", "response.failed", "response.cancelled");

    @Test
    void everyTurnOfEveryLogIsAResponse() {
        int turns = 0;
        int incomplete = 0;
        for (long seed = 1; seed <= LOGS; seed++) {
            Map<Integer, List<RecordedEvent>> byTurn = SimulatedLogs.of(seed).stream()
                    .collect(Collectors.groupingBy(RecordedEvent::turnNumber, TreeMap::new, Collectors.toList()));
            byTurn.remove(0);
            for (List<RecordedEvent> turn : byTurn.values()) {
                String name = "seed " + seed + ", turn " + turn.getFirst().turnNumber();
                List<Frame> frames = fold(turn);
                assertThat(fold(turn)).as(name).isEqualTo(frames);
                checkNumbers(name, frames);
                Told told = new Told();
                frames.forEach(frame -> told.add(name, frame));
                checkEnd(name, turn, frames, told);
                incomplete += told.incomplete;
                turns++;
            }
        }
        assertThat(turns).isGreaterThan(LOGS);
        assertThat(incomplete)
                .as("answers that a crash cut off and that came otherwise")
                .isPositive();
    }

    private static List<Frame> fold(List<RecordedEvent> turn) {
        ResponseFold fold = new ResponseFold(ID, NOTES, Reader.OPENAI);
        List<Frame> frames = new ArrayList<>();
        for (RecordedEvent event : turn) {
            if (!fold.over()) {
                frames.addAll(fold.add(event));
            }
        }
        return frames;
    }

    private static void checkNumbers(String name, List<Frame> frames) {
        assertThat(frames.get(0).event()).as(name).isEqualTo("response.created");
        assertThat(frames.get(1).event()).as(name).isEqualTo("response.in_progress");
        for (int at = 0; at < frames.size(); at++) {
            Frame frame = frames.get(at);
            assertThat(frame.id()).as(name).isEqualTo(at);
            assertThat(frame.data())
                    .as(name)
                    .startsWith("{\"type\":\"" + frame.event() + "\",\"sequence_number\":" + at + ",");
        }
    }

    /** What a reader has who keeps to the rules of the vocabulary: `done` says what an item is. */
    private static final class Told {

        private final List<String> items = new ArrayList<>();
        private final Map<String, String> open = new TreeMap<>();
        private int incomplete;

        void add(String name, Frame frame) {
            JsonDocument data = JsonDocument.parse(frame.data());
            switch (frame.event()) {
                case "response.output_item.added" -> {
                    assertThat(data.text("output_index")).as(name).isEqualTo(Integer.toString(items.size()));
                    assertThat(open.put(data.text("item.id"), data.text("output_index")))
                            .as(name)
                            .isNull();
                    items.add("");
                }
                case "response.output_item.done" -> {
                    assertThat(open.remove(data.text("item.id"))).as(name).isEqualTo(data.text("output_index"));
                    items.set(Integer.parseInt(data.text("output_index")), data.text("item"));
                    incomplete += data.text("item.status").equals("incomplete") ? 1 : 0;
                }
                default -> {
                    if (frame.data().contains("\"item_id\"")) {
                        assertThat(open)
                                .as("%s: %s", name, frame)
                                .containsEntry(data.text("item_id"), data.text("output_index"));
                    }
                }
            }
        }

        String text() {
            return items.stream()
                    .map(JsonDocument::parse)
                    .filter(item -> item.text("type").equals("message"))
                    .map(item -> item.items("content").getFirst().text("text"))
                    .collect(Collectors.joining());
        }
    }

    private static void checkEnd(String name, List<RecordedEvent> turn, List<Frame> frames, Told told) {
        List<Event> ends = turn.stream()
                .map(RecordedEvent::event)
                .filter(Event.TurnEnd.class::isInstance)
                .toList();
        assertThat(frames.stream().filter(frame -> TERMINAL.contains(frame.event())))
                .as(name)
                .hasSameSizeAs(ends);
        if (ends.isEmpty()) {
            return;
        }
        assertThat(TERMINAL).as(name).contains(frames.getLast().event());
        assertThat(told.open).as(name).isEmpty();
        JsonDocument response = JsonDocument.parse(frames.getLast().data()).at("response");
        assertThat(response.items("output").stream().map(item -> item.text("id")))
                .as(name)
                .containsExactlyElementsOf(told.items.stream()
                        .map(item -> JsonDocument.parse(item).text("id"))
                        .toList());
        if (ends.getFirst() instanceof Event.TurnCompleted completed) {
            assertThat(told.text()).as(name).isEqualTo(completed.text());
        }
    }
}
