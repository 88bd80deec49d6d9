package dev.holdfast.dialect.sessions;

import static dev.holdfast.dialect.sessions.SessionsCaller.answer;
import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.testing.JsonDocument;
import dev.holdfast.testing.TestServer;
import dev.holdfast.v1.CreateSessionRequest;
import dev.holdfast.v1.ListSessionsRequest;
import dev.holdfast.v1.Session;
import dev.holdfast.v1.SessionServiceGrpc;
import dev.holdfast.v1.SessionServiceGrpc.SessionServiceBlockingStub;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code GET /v1/sessions}: row 2 of durable-turns.md §1 and its details. */
final class SessionListTest {

    @RegisterExtension
    static final TestServer SERVER = new TestServer();

    @Test
    void aListIsDataAndPagination() {
        SessionsCaller caller = SessionsCaller.of(SERVER, "shape");
        caller.createId();

        JsonDocument list = caller.list("");

        assertThat(list.names()).containsExactly("data", "pagination");
        assertThat(list.at("pagination").names()).containsExactly("page", "limit", "total", "total_pages");
        assertThat(list.items("data").getFirst().names())
                .startsWith(
                        "id", "status", "turn_count", "created_at", "updated_at", "agent_id", "metadata", "total_cost");
    }

    @Test
    void theNewestSessionComesFirst() {
        SessionsCaller caller = SessionsCaller.of(SERVER, "newest");
        List<String> made = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            SERVER.clock.advance(Duration.ofMillis(1));
            made.addFirst(caller.createId());
        }

        assertThat(caller.listedIds("")).isEqualTo(made);
    }

    @Test
    void sessionsOfOneMomentAreOrderedByIdBackwards() {
        SessionsCaller caller = SessionsCaller.of(SERVER, "moment");
        List<String> made = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            made.add(caller.createId());
        }
        made.sort(Comparator.reverseOrder());

        assertThat(caller.listedIds("")).isEqualTo(made);
        assertThat(caller.listedIds("?limit=4&page=2")).isEqualTo(made.subList(4, 6));
    }

    @ParameterizedTest
    @CsvSource({
        "?page=1&limit=2,         1, 2,   2, 2",
        "?page=2&limit=2,         2, 2,   1, 2",
        "?page=3&limit=2,         3, 2,   0, 2",
        "?page=99&limit=1,        99, 1,  0, 3",
        "'',                      1, 50,  3, 1",
        "?page=&limit=,           1, 50,  3, 1",
        "?page=abc&limit=abc,     1, 50,  3, 1",
        "?page=0&limit=0,         1, 50,  3, 1",
        "?page=-1&limit=-1,       1, 1,   1, 3",
        "?page=-7&limit=-7,       1, 1,   1, 3",
        "?page=1.9&limit=1.9,     1, 1,   1, 3",
        "?page=1e3&limit=1e3,     1, 1,   1, 3",
        "?page=2x&limit=2x,       2, 2,   1, 2",
        "?limit=100,              1, 100, 3, 1",
        "?limit=101,              1, 100, 3, 1",
        "?limit=99999999999999999999, 1, 100, 3, 1",
        "?page=%202%20&limit=2,   2, 2,   1, 2"
    })
    void aPageIsCutAsJavaScriptReadsItsNumbers(String query, long page, long limit, int shown, long pages) {
        SessionsCaller caller = SessionsCaller.of(SERVER, "paging");
        while (caller.listedIds("").size() < 3) {
            caller.createId();
        }

        JsonDocument list = caller.list(query);

        assertThat(list.items("data")).hasSize(shown);
        assertThat(list.at("pagination").root().json().text())
                .isEqualTo("{\"page\":%d,\"limit\":%d,\"total\":3,\"total_pages\":%d}", page, limit, pages);
    }

    @Test
    void anEmptyListHasNoPages() {
        JsonDocument list = SessionsCaller.of(SERVER, "nothing").list("");

        assertThat(list.root().json().text())
                .isEqualTo("{\"data\":[],\"pagination\":{\"page\":1,\"limit\":50,\"total\":0,\"total_pages\":0}}");
    }

    @Test
    void anAgentFiltersExactly() {
        SessionsCaller caller = SessionsCaller.of(SERVER, "agents");
        String wanted = caller.create("{\"agent_id\":\"ag_1\"}").text("id");
        caller.create("{\"agent_id\":\"ag_12\"}");
        caller.create("{\"agent_id\":\"AG_1\"}");
        caller.createId();

        assertThat(caller.listedIds("?agent_id=ag_1")).containsExactly(wanted);
        assertThat(caller.listedIds("?agent_id=ag_")).isEmpty();
        assertThat(caller.listedIds("?agent_id=%25")).isEmpty();
        assertThat(caller.list("?agent_id=ag_1").text("pagination.total")).isEqualTo("1");
    }

    @Test
    void aStatusFiltersExactly() {
        SessionsCaller caller = SessionsCaller.of(SERVER, "statuses");
        String ended = caller.create("{\"ttl\":60}").text("id");
        SERVER.clock.advance(Duration.ofMinutes(1));
        String active = caller.createId();

        assertThat(caller.listedIds("?status=active")).containsExactly(active);
        assertThat(caller.listedIds("?status=completed")).containsExactly(ended);
        assertThat(caller.listedIds("")).containsExactly(active, ended);
    }

    @ParameterizedTest
    @ValueSource(strings = {"paused", "failed", "ACTIVE", "activ", "active%20", "nonsense", "%25"})
    void aStatusThatNoSessionHasListsNone(String status) {
        SessionsCaller caller = SessionsCaller.of(SERVER, "no-status");
        caller.createId();

        JsonDocument list = caller.list("?limit=20&status=" + status);

        assertThat(list.root().json().text())
                .isEqualTo("{\"data\":[],\"pagination\":{\"page\":1,\"limit\":20,\"total\":0,\"total_pages\":0}}");
    }

    @Test
    void filtersAreCombined() {
        SessionsCaller caller = SessionsCaller.of(SERVER, "combined");
        String wanted = caller.create("{\"agent_id\":\"ag_1\"}").text("id");
        caller.create("{\"agent_id\":\"ag_2\"}");

        assertThat(caller.listedIds("?agent_id=ag_1&status=active")).containsExactly(wanted);
        assertThat(caller.listedIds("?agent_id=ag_1&status=completed")).isEmpty();
    }

    @Test
    void unknownParametersAreIgnored() {
        SessionsCaller caller = SessionsCaller.of(SERVER, "unknown-parameters");
        String made = caller.createId();

        assertThat(caller.listedIds("?colour=green&limit=5")).containsExactly(made);
    }

    @Test
    void theListShowsThisDialectsSessionsAndTheNativeListAll() {
        SessionsCaller caller = SessionsCaller.of(SERVER, "origins");
        SessionServiceBlockingStub typed = SessionServiceGrpc.newBlockingStub(SERVER.channel())
                .withCallCredentials(TestServer.bearer(caller.key()));
        String here = caller.createId();
        String there = typed.createSession(CreateSessionRequest.getDefaultInstance())
                .getSession()
                .getSessionId();

        assertThat(caller.listedIds("")).containsExactly(here);
        assertThat(typed.listSessions(ListSessionsRequest.getDefaultInstance()).getSessionsList())
                .extracting(Session::getSessionId)
                .containsExactlyInAnyOrder(here, there);
    }

    @Test
    void anotherTenantsSessionsAreNotListed() {
        SessionsCaller.of(SERVER, "owner").createId();

        assertThat(SessionsCaller.of(SERVER, "stranger").listedIds("")).isEmpty();
    }

    @Test
    void bothBasesListTheSame() {
        SessionsCaller caller = SessionsCaller.of(SERVER, "bases");
        caller.createId();

        assertThat(answer(200, caller.get("/api/v1/sessions?limit=7")).root().json())
                .isEqualTo(caller.list("?limit=7").root().json());
    }
}
