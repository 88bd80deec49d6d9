package dev.holdfast.dialect.workspace;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.event.Event;
import dev.holdfast.event.RecordedEvent;
import dev.holdfast.name.ResponseId;
import dev.holdfast.name.SessionId;
import dev.holdfast.simulation.SimulatedLogs;
import dev.holdfast.testing.JsonDocument;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Whatever happened to a session, the frames of its turns are well formed, and the same whenever they are made. */
final class FrameFoldPropertyTest {

    private static final int LOGS = Integer.getInteger("frames.logs", 300);
    private static final SessionId SESSION = SessionId.ofShort(0xa861_18c0_6688L);

    @Test
    void everyTurnOfEveryLogIsAResponse() {
        int turns = 0;
        int recovered = 0;
        for (long seed = 1; seed <= LOGS; seed++) {
            List<RecordedEvent> log = SimulatedLogs.of(seed);
            Map<Integer, List<RecordedEvent>> byTurn = log.stream()
                    .collect(Collectors.groupingBy(RecordedEvent::turnNumber, TreeMap::new, Collectors.toList()));
            byTurn.remove(0);
            for (List<RecordedEvent> turn : byTurn.values()) {
                String name = "seed " + seed + ", turn " + turn.getFirst().turnNumber();
                List<Frame> frames = fold(turn);
                assertThat(fold(turn)).as(name).isEqualTo(frames);
                recovered += (int) frames.stream()
                        .filter(frame -> frame.event().equals("message.recovered"))
                        .count();
                checkNumbers(name, frames);
                checkBlocks(name, frames);
                checkEnd(name, turn, frames);
                turns++;
            }
        }
        assertThat(turns).isGreaterThan(LOGS);
        assertThat(recovered)
                .as("answers that a crash cut off and that came otherwise")
                .isPositive();
    }

    private static List<Frame> fold(List<RecordedEvent> turn) {
        FrameFold fold = new FrameFold(new ResponseId(SESSION, turn.getFirst().turnNumber()));
        List<Frame> frames = new ArrayList<>();
        for (RecordedEvent event : turn) {
            if (!fold.over()) {
                frames.addAll(fold.add(event));
            } else {
                assertThat(fold.add(event)).as("after the end: %s", event).isEmpty();
            }
        }
        return frames;
    }

    private static void checkNumbers(String name, List<Frame> frames) {
        assertThat(frames.getFirst().event()).as(name).isEqualTo("message.created");
        for (int at = 0; at < frames.size(); at++) {
            assertThat(frames.get(at).id()).as(name).isEqualTo(at);
            assertThat(frames.get(at).data()).as(name).endsWith("\"sequence_number\":" + at + "}");
        }
    }

    private static void checkBlocks(String name, List<Frame> frames) {
        String open = "";
        for (Frame frame : frames) {
            String[] type = frame.event().split("\\.", -1);
            boolean block = List.of("text", "thinking", "tool_use").contains(type[0]);
            boolean begins = block && type[1].equals("start");
            // A call that waited for a person is run after its block.
            boolean loose = frame.event().equals("tool_use.executing") && open.isEmpty();
            assertThat(open).as("%s, before %s", name, frame).isEqualTo(block && !begins && !loose ? type[0] : "");
            if (block) {
                open = type[1].equals("stop") || loose ? "" : type[0];
            }
        }
        assertThat(open).as(name).isEmpty();
    }

    /** A reader who drops what he is told to drop has just the text that the log says the turn came to. */
    private static void checkEnd(String name, List<RecordedEvent> turn, List<Frame> frames) {
        TreeMap<Long, String> text = new TreeMap<>();
        for (Frame frame : frames) {
            JsonDocument data = JsonDocument.parse(frame.data());
            if (frame.event().equals("text.delta")) {
                text.put(frame.id(), data.text("content"));
            } else if (frame.event().equals("message.recovered")) {
                long from = Long.parseLong(data.text("superseded_from"));
                long to = Long.parseLong(data.text("superseded_to"));
                assertThat(frames.get((int) from).event()).as(name).endsWith(".delta");
                assertThat(frames.get((int) to).event()).as(name).endsWith(".delta");
                text.subMap(from, true, to, true).clear();
            }
        }
        List<Event> ends = turn.stream()
                .map(RecordedEvent::event)
                .filter(Event.TurnEnd.class::isInstance)
                .toList();
        assertThat(ends).as(name).hasSizeLessThanOrEqualTo(1);
        List<String> terminal = frames.stream()
                .map(Frame::event)
                .filter(event -> List.of("message.completed", "message.cancelled", "message.error")
                        .contains(event))
                .toList();
        assertThat(terminal).as(name).hasSameSizeAs(ends);
        if (!ends.isEmpty()) {
            assertThat(frames.getLast().event()).as(name).isEqualTo(terminal.getFirst());
        }
        if (!ends.isEmpty() && ends.getFirst() instanceof Event.TurnCompleted completed) {
            assertThat(String.join("", text.values())).as(name).isEqualTo(completed.text());
        }
    }
}
