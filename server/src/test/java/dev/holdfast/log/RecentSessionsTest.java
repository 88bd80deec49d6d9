package dev.holdfast.log;

import static dev.holdfast.log.TestEvents.metadata;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.error.HoldfastException;
import dev.holdfast.error.Reason;
import dev.holdfast.name.SessionId;
import dev.holdfast.testing.TestPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** What a node saw last of a session saves it a reading, and never decides anything. */
final class RecentSessionsTest {

    @RegisterExtension
    static final TestPostgres POSTGRES = new TestPostgres();

    @TempDir
    private Path homes;

    private LogNode here;
    private LogNode elsewhere;

    @BeforeEach
    void start() throws IOException {
        here = LogNode.start(POSTGRES.database(), Files.createDirectory(homes.resolve("here")));
        elsewhere = LogNode.start(POSTGRES.database(), Files.createDirectory(homes.resolve("elsewhere")));
    }

    @AfterEach
    void stop() {
        here.close();
        elsewhere.close();
    }

    @Test
    void aSessionIsKnownFromItsCreationOnAndNotWhileItRuns() {
        SessionId session = here.create();
        assertThat(here.log().recent(session)).hasValue(here.log().open(session));

        Opened<Tally> updated =
                here.log().append(session, state -> List.of(metadata("{}"))).opened();
        assertThat(here.log().recent(session)).hasValue(updated);

        here.log().append(session, state -> List.of(TestEvents.started(1)));
        assertThat(here.log().recent(session)).isEmpty();

        Opened<Tally> ended = here.log()
                .append(session, state -> List.of(TestEvents.completed()))
                .opened();
        assertThat(here.log().recent(session)).hasValue(ended);
    }

    @Test
    void whatIsAppendedFollowsFromWhatSomebodyElseAppendedBefore() {
        SessionId session = here.create();
        elsewhere.log().append(session, state -> List.of(metadata("{\"by\":\"elsewhere\"}")));
        List<Long> decidedOn = new ArrayList<>();

        Appended<Tally> appended = here.log().append(session, state -> {
            decidedOn.add(state.facts());
            return List.of(metadata("{\"after\":" + state.facts() + "}"));
        });

        assertThat(decidedOn).containsExactly(1L, 2L);
        assertThat(appended.state().metadata()).isEqualTo("{\"after\":2}");
        assertThat(appended.lastSequence()).isEqualTo(2);
    }

    @Test
    void aRefusalIsOfTheSessionAsItIsNow() {
        SessionId session = here.create();
        elsewhere.log().append(session, state -> List.of(metadata("{}")));

        Appended<Tally> appended = here.log().append(session, state -> {
            if (state.facts() < 2) {
                throw refusal();
            }
            return List.of(metadata("{\"a\":1}"));
        });

        assertThat(appended.state().facts()).isEqualTo(3);
        assertThatThrownBy(() -> here.log().append(session, state -> {
                    throw refusal();
                }))
                .isInstanceOf(HoldfastException.class);
    }

    @Test
    void thatNothingFollowsIsSaidOfTheSessionAsItIsNow() {
        SessionId session = here.create();
        elsewhere.log().append(session, state -> List.of(metadata("{}")));

        Appended<Tally> appended =
                here.log().append(session, state -> state.facts() < 2 ? List.of() : List.of(metadata("{\"a\":1}")));

        assertThat(appended.events()).hasSize(1);
    }

    @Test
    void aSessionThatIsRunElsewhereIsLeftToWhoRunsIt() {
        SessionId session = here.create();
        Opened<Tally> running = elsewhere
                .log()
                .append(session, state -> List.of(TestEvents.started(1)))
                .opened();

        assertThatThrownBy(() -> here.log().append(session, state -> {
                    if (state.running()) {
                        throw refusal();
                    }
                    return List.of(TestEvents.started(1));
                }))
                .isInstanceOf(HoldfastException.class);
        assertThat(elsewhere.log().open(session)).isEqualTo(running);
    }

    @Test
    void aSessionThatIsGoneIsGone() {
        SessionId session = here.create();
        elsewhere.log().append(session, state -> List.of(TestEvents.deleted()));

        assertThatThrownBy(() -> here.log().append(session, state -> {
                    if (state.facts() == 0) {
                        throw refusal();
                    }
                    return List.of(metadata("{}"));
                }))
                .isInstanceOf(HoldfastException.class);
    }

    @Test
    void anIdempotencyKeyThatWasUsedElsewhereIsFound() {
        SessionId session = here.create();
        var request = new IdempotentRequest(TestEvents.KEY, "once");
        Decision<Tally> begin = state -> {
            if (state.turn() > 0) {
                throw refusal();
            }
            return List.of(TestEvents.started(1));
        };
        elsewhere.log().appendOnce(session, begin, request, "same");

        assertThat(here.log().appendOnce(session, begin, request, "same"))
                .isEqualTo(new Once.Repeated<Tally>(session, 1, 1));
    }

    @Test
    void onlySoManyAreKept() {
        SessionId first = here.create();
        for (int i = 0; i < RecentSessions.MOST; i++) {
            here.create();
        }

        assertThat(here.log().recent(first)).isEmpty();
        assertThat(here.log().append(first, state -> List.of(metadata("{}"))).lastSequence())
                .isEqualTo(1);
    }

    @Test
    void ofTwoSightsTheNewerIsBelieved() {
        SessionId session = new SessionId(new UUID(1, 1));
        RecentSessions<String> recent = new RecentSessions<>(state -> !state.isEmpty());
        recent.saw(new Opened<>(session, "newer", 0, 5, 4, 0));
        recent.saw(new Opened<>(session, "older", 0, 4, 3, 0));

        assertThat(recent.find(session)).map(Opened::state).hasValue("newer");
    }

    private static HoldfastException refusal() {
        return new HoldfastException(Reason.TURN_RUNNING, "No.");
    }
}
