package dev.holdfast.dialect.sessions;

import static dev.holdfast.dialect.sessions.TurnsCaller.GATED_SEARCH;
import static dev.holdfast.dialect.sessions.TurnsCaller.turn;
import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.testing.Gate;
import dev.holdfast.testing.ScriptedModel;
import dev.holdfast.testing.ScriptedTool;
import dev.holdfast.testing.TestServer;
import dev.holdfast.testing.TurnWords;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What is refused, in the order in which it is documented: what is wrong first is said first. */
final class RefusedTurnsTest {

    private static final ScriptedTool SEARCH = new ScriptedTool("web_search");
    private static final String NOBODYS = "tc_01jd0000000000000000000000";

    @RegisterExtension
    static final TestServer SERVER = TestServer.scripted(new ScriptedModel(), SEARCH);

    private final TurnsCaller caller = TurnsCaller.of(SERVER, "refused");
    private final CountDownLatch losers = new CountDownLatch(19);

    @Test
    void aTurnIsCheckedInTheDocumentedOrder() {
        String broken = "{";
        caller.refused(401, "missing_api_key", SERVER.send("POST", caller.path("/turns"), broken));
        caller.refused(
                401,
                "invalid_api_key",
                SERVER.send("POST", caller.path("/turns"), broken, SessionsCaller.KEY_HEADER, "cnc_nobody"));
        TurnsCaller stranger = new TurnsCaller(SessionsCaller.of(SERVER, "stranger"), caller.session());
        stranger.refused(404, "session_not_found", stranger.post("/turns", broken));

        caller.refused(400, "invalid_json", caller.post("/turns", broken));
        caller.refused(400, "invalid_json", caller.post("/turns", "[]"));
        caller.refused(400, "invalid_json", caller.post("/turns", ""));
        caller.refused(400, "invalid_model", caller.post("/turns", "{\"model\":\"nobody\"}"));
        caller.refused(400, "invalid_model", caller.post("/turns", "{\"model\":7,\"input\":[]}"));
        caller.refused(400, "missing_input", caller.post("/turns", "{\"tools\":7}"));
        caller.refused(400, "missing_input", caller.post("/turns", "{\"input\":\"  \",\"tools\":7}"));
        caller.refused(400, "missing_input", caller.post("/turns", "{\"input\":[],\"tools\":7}"));
        caller.refused(400, "invalid_input", caller.post("/turns", "{\"input\":7,\"tools\":7}"));
        caller.refused(400, "invalid_input", caller.post("/turns", "{\"input\":[{\"role\":\"x\"}]}"));
        caller.refused(400, "invalid_tools", caller.post("/turns", turn("x", "\"tools\":7")));
        caller.refused(400, "invalid_tools", caller.post("/turns", turn("x", "\"tools\":[{\"type\":\"x\"}]")));

        Gate gate = SEARCH.hold(caller.session());
        caller.open("POST", "/turns", turn("/call web_search", "\"tools\":[{\"type\":\"web_search_preview\"}]"))
                .close();
        gate.awaitReached();
        caller.refused(400, "invalid_json", caller.post("/turns", broken));
        caller.refused(400, "invalid_tools", caller.post("/turns", turn("x", "\"tools\":7")));
        caller.refused(409, "concurrent_turn", caller.post("/turns", turn("x")));
        assertThat(caller.caller().read(caller.session()).text("turn_count")).isEqualTo("1");
        gate.open();
        assertThat(caller.follow("?turn_number=1").getLast().event()).isEqualTo("turn.completed");
    }

    @Test
    void aPageOfEventsThatIsTooLargeSaysHowToAskForLess() {
        String large = "x".repeat(900_000);
        for (int turn = 0; turn < 3; turn++) {
            String said = ("{\"role\":\"user\",\"content\":\"" + large + "\"},").repeat(2);
            caller.run("{\"stream\":true,\"input\":[" + said + "{\"role\":\"user\",\"content\":\"/words 1\"}]}");
        }
        HttpResponse<String> refusal = caller.caller().send("GET", caller.path("/events?limit=100"), "");
        caller.refused(400, "invalid_request", refusal);
        assertThat(refusal.body()).contains("a page holds 4,194,304").contains("limit");
        assertThat(caller.caller()
                        .send("GET", caller.path("/events?limit=1"), "")
                        .statusCode())
                .isEqualTo(200);
    }

    @Test
    void aSessionThatIsNotActiveSaysSoBeforeItsBodyIsRead() {
        caller.pause(turn("/call web_search", GATED_SEARCH));
        HttpResponse<String> refusal = caller.post("/turns", "{");
        caller.refused(409, "session_not_active", refusal);
        assertThat(refusal.body()).contains("\"Session is paused, not active\"");

        SERVER.clock.advance(Duration.ofDays(7));
        caller.refused(409, "session_not_active", caller.post("/turns", turn("x")));
        caller.refused(409, "session_not_paused", caller.post("/approve", "{\"action_id\":\"tc_abc\"}"));
        assertThat(caller.log().getLast().text("event_type")).isEqualTo("session.completed");
    }

    @Test
    void aDecisionNeedsAnOpenAction() {
        for (String decision : List.of("/approve", "/reject")) {
            caller.refused(409, "session_not_paused", caller.post(decision, action("tc_abc")));
        }
        String tools = "\"tools\":[{\"type\":\"function\",\"name\":\"pay\",\"needs_approval\":true},"
                + "{\"type\":\"function\",\"name\":\"look\"}]";
        List<String> open = caller.pause(turn("/call pay\n/call look", tools));

        for (String decision : List.of("/approve", "/reject")) {
            caller.refused(409, "action_id_mismatch", caller.post(decision, action("tc_abc")));
            caller.refused(409, "action_id_mismatch", caller.post(decision, action(NOBODYS)));
        }
        caller.refused(400, "missing_tool_result", caller.post("/approve", action(open.get(1))));
        caller.refused(400, "invalid_tool_result_action_id", caller.post("/approve", approval(open.get(0), "tc_abc")));
        caller.refused(400, "invalid_tool_result_action_id", caller.post("/approve", approval(open.get(0), NOBODYS)));
        caller.refused(
                400,
                "invalid_tool_results",
                caller.post(
                        "/approve",
                        approval(open.get(0), Collections.nCopies(101, "tc_a").toArray(String[]::new))));
        caller.refused(
                400,
                "invalid_request",
                caller.post(
                        "/reject", "{\"action_id\":\"" + open.get(0) + "\",\"reason\":\"" + "x".repeat(2_001) + "\"}"));
        assertThat(caller.status()).isEqualTo("paused");
        SessionsCaller.answer(200, caller.post("/reject", action(open.get(0))));
    }

    @Test
    void ofTwentyTurnsAtOnceOneBegins() {
        Gate gate = SEARCH.hold(caller.session());
        String body = turn("/call web_search", "\"tools\":[{\"type\":\"web_search_preview\"}]");

        List<Integer> statuses = TurnWords.atOnce(20, () -> {
            HttpResponse<String> answer = post("/turns", body, gate);
            if (answer.statusCode() != 200) {
                caller.refused(409, "concurrent_turn", answer);
            }
            return answer.statusCode();
        });

        assertThat(statuses).filteredOn(status -> status == 200).hasSize(1);
        assertThat(caller.run(turn("next")).getFirst().json().text("turn_number"))
                .isEqualTo("2");
    }

    @Test
    void ofTwentyDecisionsAtOnceOneCounts() {
        for (List<String> kinds : List.of(List.of("/approve"), List.of("/approve", "/reject"))) {
            String action = caller.pause(turn("/call web_search", GATED_SEARCH)).getFirst();
            int runs = SEARCH.runs(caller.session()).size();
            List<Callable<Integer>> race = new ArrayList<>();
            for (int at = 0; at < 20; at++) {
                String decision = kinds.get(at % kinds.size());
                race.add(() -> caller.post(decision, action(action)).statusCode());
            }

            List<Integer> statuses = TurnWords.atOnce(race);

            assertThat(statuses).filteredOn(status -> status == 200).hasSize(1);
            assertThat(statuses).filteredOn(status -> status == 409).hasSize(19);
            List<String> resolutions = caller.log().stream()
                    .filter(event -> event.text("event_type").equals("turn.resumed"))
                    .filter(event -> event.text("payload.action_id").equals(action))
                    .map(event -> event.text("payload.resolution"))
                    .toList();
            assertThat(resolutions).hasSize(1);
            assertThat(SEARCH.runs(caller.session()))
                    .hasSize(runs + (resolutions.getFirst().equals("approved") ? 1 : 0));
        }
    }

    /** The winner's tool waits for the losers to be answered. */
    private HttpResponse<String> post(String rest, String body, Gate gate) {
        HttpResponse<String> answer = caller.post(rest, body);
        if (answer.statusCode() == 409) {
            losers.countDown();
            if (losers.getCount() == 0) {
                gate.open();
            }
        }
        return answer;
    }

    private static String action(String id) {
        return "{\"action_id\":\"" + id + "\"}";
    }

    private static String approval(String id, String... results) {
        List<String> items = new ArrayList<>();
        for (String result : results) {
            items.add("{\"action_id\":\"" + result + "\",\"output\":\"\"}");
        }
        return "{\"action_id\":\"" + id + "\",\"tool_results\":[" + String.join(",", items) + "]}";
    }
}
