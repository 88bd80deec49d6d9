package dev.holdfast.dialect.workspace;

import static dev.holdfast.dialect.workspace.MessagesCaller.refused;
import static dev.holdfast.dialect.workspace.MessagesCaller.types;
import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.testing.EventStream;
import dev.holdfast.testing.EventStream.Frame;
import dev.holdfast.testing.ScriptedModel;
import dev.holdfast.testing.ScriptedTool;
import dev.holdfast.testing.TestServer;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A reader that comes back with the number of the last frame that it saw gets just the rest. */
final class ResumedResponseTest {

    private static final ScriptedModel MODEL = new ScriptedModel();
    private static final ScriptedTool SEARCH = new ScriptedTool("web_search");

    @RegisterExtension
    static final TestServer SERVER = TestServer.scripted(MODEL, SEARCH);

    private final MessagesCaller caller =
            MessagesCaller.of(SERVER, "resumed", "{\"tools\":[{\"type\":\"web_search_preview\"}]}");

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/words 40",
                "/think Hm.\n/words 3\n/call web_search {}\n/call web_search {\"a\":1}\n/then\n/words 2",
                "/words 2\n/fail no more",
                "/call web_search\n/then\n/call nothing\n/then\n/think done"
            })
    void fromEveryFrame(String message) {
        List<Frame> all = caller.run(message);
        String response = all.getFirst().json().text("id");
        for (int last = -1; last < all.size(); last++) {
            List<Frame> rest = all.subList(last + 1, all.size());
            assertThat(caller.resume(response, "", "Last-Event-ID", Integer.toString(last)))
                    .isEqualTo(rest);
            assertThat(caller.resume(response, "?last_event_id=" + last)).isEqualTo(rest);
        }
    }

    @Test
    void theHeaderBeatsTheQuery() {
        List<Frame> all = caller.run("/words 3");
        String response = all.getFirst().json().text("id");

        assertThat(caller.resume(response, "?last_event_id=0", "Last-Event-ID", "2"))
                .isEqualTo(all.subList(3, all.size()));
        assertThat(caller.resume(response, "?last_event_id=nonsense", "Last-Event-ID", "2"))
                .isEqualTo(all.subList(3, all.size()));
        assertThat(caller.resume(response, "?last_event_id=")).isEqualTo(all);
    }

    @Test
    void beyondTheEndThereIsNothing() {
        List<Frame> all = caller.run("/words 3");
        String response = all.getFirst().json().text("id");
        for (String after : List.of("9999", "9".repeat(40))) {
            assertThat(caller.resume(response, "", "Last-Event-ID", after)).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"x", "1.5", "1e3", "-", "0x1", "1 2"})
    void whatIsNoNumberIsRefused(String after) {
        String response = caller.run("/words 1").getFirst().json().text("id");
        String path = "/responses/" + response + "/events";

        refused(400, "Bad Request", caller.send("GET", path, "", "Last-Event-ID", after));
        refused(400, "Bad Request", caller.send("GET", path + "?last_event_id=" + after.replace(" ", "+"), ""));
    }

    @Test
    void severalReadersFollowWhatHappensFromTheirOwnPlaces() {
        ScriptedModel.Held held = MODEL.hold();
        try (EventStream first = caller.say(held.line() + "/words 30")) {
            String response = first.header("x-response-id");
            first.until("text.delta");
            try (EventStream second = caller.open("GET", "/responses/" + response + "/events", "");
                    EventStream third =
                            caller.open("GET", "/responses/" + response + "/events", "", "Last-Event-ID", "2")) {
                second.until("text.delta");
                held.gate().open();
                List<Frame> rest = first.rest();
                assertThat(second.rest()).isEqualTo(rest);
                assertThat(third.rest()).isEqualTo(rest);
                assertThat(types(rest)).endsWith("text.stop", "message.completed");
            }
        }
    }

    @Test
    void aLaterResponseLeavesTheEarlierOneAsItWas() {
        List<Frame> first = caller.run("/words 3");
        List<Frame> second = caller.run("/words 4");

        assertThat(caller.resume(first.getFirst().json().text("id"), "")).isEqualTo(first);
        assertThat(caller.resume(second.getFirst().json().text("id"), "")).isEqualTo(second);
    }
}
