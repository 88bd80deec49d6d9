package dev.holdfast.dialect.sessions;

import static dev.holdfast.dialect.sessions.SessionsCaller.answer;
import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.testing.JsonDocument;
import dev.holdfast.testing.TestServer;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** When a session ends by itself: durable-turns.md §3, "Expiry", and the lifetimes of the contracts' README. */
final class SessionLifetimeTest {

    @RegisterExtension
    static final TestServer SERVER = new TestServer();

    private static final Duration IDLE = Duration.ofDays(7);
    private static final Duration INSTANT_BEFORE = Duration.ofMillis(-1);

    @Test
    void anIdleSessionIsCompletedAfterSevenDaysAndNotBefore() {
        SessionsCaller caller = SessionsCaller.of(SERVER, "idle");
        JsonDocument made = caller.create("");
        String id = made.text("id");
        assertThat(made.text("expires_at"))
                .isEqualTo(Instant.parse(made.text("created_at")).plus(IDLE).toString());

        SERVER.clock.advance(IDLE.plus(INSTANT_BEFORE));
        assertThat(caller.read(id).text("status")).isEqualTo("active");

        SERVER.clock.advance(INSTANT_BEFORE.negated());
        JsonDocument ended = caller.read(id);
        assertThat(ended.text("status")).isEqualTo("completed");
        assertThat(ended.text("expires_at")).isEqualTo("null");
    }

    @Test
    void aListNeverShowsAnIdleSessionAsActive() {
        SessionsCaller caller = SessionsCaller.of(SERVER, "idle-list");
        String id = caller.createId();
        SERVER.clock.advance(IDLE);

        assertThat(caller.listedIds("?status=active")).isEmpty();
        assertThat(caller.listedIds("?status=completed")).containsExactly(id);
        assertThat(caller.list("").items("data").getFirst().text("status")).isEqualTo("completed");
    }

    @Test
    void readingIsNoActivity() {
        SessionsCaller caller = SessionsCaller.of(SERVER, "reading");
        String id = caller.createId();
        for (int day = 1; day < IDLE.toDays(); day++) {
            SERVER.clock.advance(Duration.ofDays(1));
            assertThat(caller.read(id).text("status")).isEqualTo("active");
            assertThat(caller.listedIds("")).containsExactly(id);
        }

        SERVER.clock.advance(Duration.ofDays(1));
        assertThat(caller.read(id).text("status")).isEqualTo("completed");
    }

    @Test
    void aSessionThatIsNotPersistentLivesForFourHoursIfNobodyUsesIt() {
        SessionsCaller caller = SessionsCaller.of(SERVER, "not-persistent");
        JsonDocument made = caller.create("{\"persistent\":false}");
        assertThat(made.text("persistent")).isEqualTo("false");
        assertThat(made.text("ttl")).isEqualTo("14400");

        SERVER.clock.advance(Duration.ofHours(4).plus(INSTANT_BEFORE));
        assertThat(caller.read(made.text("id")).text("status")).isEqualTo("active");

        SERVER.clock.advance(INSTANT_BEFORE.negated());
        assertThat(caller.read(made.text("id")).text("status")).isEqualTo("completed");
    }

    @Test
    void aTtlEndsASessionWhateverElseHolds() {
        SessionsCaller caller = SessionsCaller.of(SERVER, "ttl");
        JsonDocument made = caller.create("{\"ttl\":60}");
        assertThat(made.text("ttl")).isEqualTo("60");

        SERVER.clock.advance(Duration.ofMinutes(1).plus(INSTANT_BEFORE));
        assertThat(caller.read(made.text("id")).text("status")).isEqualTo("active");

        SERVER.clock.advance(INSTANT_BEFORE.negated());
        assertThat(caller.read(made.text("id")).text("status")).isEqualTo("completed");
    }

    @Test
    void aCompletedSessionCanBeDeleted() {
        SessionsCaller caller = SessionsCaller.of(SERVER, "completed");
        String id = caller.createId();
        SERVER.clock.advance(IDLE);

        assertThat(answer(200, caller.send("DELETE", "/v1/sessions/" + id, "")).text("deleted"))
                .isEqualTo("true");
        assertThat(caller.listedIds("")).isEmpty();
    }
}
