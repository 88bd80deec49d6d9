package dev.holdfast.engine;

import static dev.holdfast.engine.Story.ASK;
import static dev.holdfast.engine.Story.OWNER;
import static dev.holdfast.engine.Story.approve;
import static dev.holdfast.engine.Story.call;
import static dev.holdfast.engine.Story.step;
import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.engine.SessionState.Gone;
import dev.holdfast.engine.SessionState.Unborn;
import dev.holdfast.error.Reason;
import dev.holdfast.event.Event;
import dev.holdfast.event.Event.EndCause;
import dev.holdfast.event.Event.TurnCost;
import dev.holdfast.event.Lifetime;
import dev.holdfast.event.RecordedEvent;
import dev.holdfast.event.TurnRequest.Approvals;
import dev.holdfast.event.TurnRequest.LooseCalls;
import dev.holdfast.json.Json;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Given a turn that runs or waits, when it is cut short, then it ends once and what it cost is told. */
final class TurnEndTest {

    private static final TurnCost PAID = TurnCost.NONE.plus(step(""));

    @Test
    void aSecondTurnWaitsForTheEndOfTheFirst() {
        Story story = new Story();
        story.submit(Story.asking());

        assertThat(story.refusal(submit())).isEqualTo(Reason.TURN_RUNNING);
        assertThat(story.living().turns()).isEqualTo(1);
        assertThat(waiting(Story.WEEK).refusal(submit())).isEqualTo(Reason.SESSION_NOT_ACTIVE);
    }

    @Test
    void aTurnThatRunsOrWaitsCanBeCancelledAndNoOther() {
        Story runs = new Story();
        runs.submit(Story.asking());

        assertThat(runs.when(new TurnCommand.Cancel(OWNER)))
                .containsExactly(new Event.TurnCancelled("cancelled", TurnCost.NONE));
        assertThat(waiting(Story.WEEK).when(new TurnCommand.Cancel(OWNER)))
                .containsExactly(new Event.TurnCancelled("cancelled", PAID));
        assertThat(runs.refusal(new TurnCommand.Cancel(OWNER))).isEqualTo(Reason.NO_RUNNING_TURN);
    }

    @Test
    void deletingTheSessionEndsItsTurnFirst() {
        Story story = waiting(Story.WEEK);

        assertThat(story.when(new SessionCommand.DeleteIfIdle(OWNER))).isEmpty();
        assertThat(story.when(new SessionCommand.Delete(OWNER)))
                .containsExactly(
                        new Event.TurnCancelled("session deleted", PAID), new Event.SessionDeleted(EndCause.CALLER));
        assertThat(story.state).isEqualTo(new Gone());
    }

    @Test
    void aPauseExpiresWithItsSession() {
        Story story = waiting(Story.WEEK);
        story.later(Duration.ofDays(7));

        assertThat(story.when(new SessionCommand.Settle(story.now)))
                .containsExactly(
                        new Event.TurnCancelled("session expired", PAID), new Event.SessionCompleted(EndCause.IDLE));
        assertThat(story.refusal(approve(1))).isEqualTo(Reason.SESSION_NOT_PAUSED);
        assertThat(story.refusal(submit())).isEqualTo(Reason.SESSION_NOT_ACTIVE);
    }

    @Test
    void aTurnThatRunsIsNotIdleButEndsAtTheHardBound() {
        Story story = new Story(new Lifetime(
                Duration.ofDays(9),
                new Lifetime.IdleBound(Duration.ofDays(1), Lifetime.IdleClock.LAST_ACTIVITY),
                Lifetime.End.DESTROY));
        story.submit(Story.asking());

        assertThat(story.living().dueAt()).isEqualTo(Story.START.plus(Duration.ofDays(9)));
        story.later(Duration.ofDays(9));
        assertThat(story.when(new SessionCommand.Settle(story.now)))
                .containsExactly(
                        new Event.TurnCancelled("session expired", TurnCost.NONE),
                        new Event.SessionDeleted(EndCause.MAX_AGE));
    }

    @Test
    void aSessionWhoseResponseWaitsIsNotIdleByItsLastResponse() {
        Story story = waiting(new Lifetime(
                null,
                new Lifetime.IdleBound(Duration.ofMinutes(5), Lifetime.IdleClock.LAST_RESPONSE),
                Lifetime.End.DESTROY));

        assertThat(story.living().dueAt()).isNull();
    }

    @Test
    void aCheckpointFollowsTheEndOfEveryFiftiethTurnHoweverItEnds() {
        for (SessionCommand end : List.of(
                new WorkerReport.Answered(step("done")),
                new WorkerReport.Failed(Event.FailureCause.MODEL, "no"),
                new TurnCommand.Cancel(OWNER))) {
            Story story = new Story();
            for (int turn = 1; turn < 50; turn++) {
                story.submit(Story.asking());
                assertThat(story.answers("done")).hasSize(1);
            }
            story.when(new SessionCommand.UpdateMetadata(OWNER, new Json("{\"a\":1}"), null));
            long metadata = story.log.size() - 1L;
            story.submit(Story.asking());

            Event.TurnEnd ended = (Event.TurnEnd) story.when(end).getFirst();

            assertThat(story.log.getLast().event())
                    .isEqualTo(new Event.TurnCheckpointed(
                            50, story.log.size(), 4_900 + ended.cost().micros(), metadata));
            assertThat(fromCheckpoint(story, metadata)).isEqualTo(story.state);
        }
    }

    @Test
    void theCheckpointOfADeletedSessionsTurnComesBeforeTheDeletion() {
        Story story = new Story();
        for (int turn = 1; turn < 50; turn++) {
            story.submit(Story.asking());
            story.answers("done");
        }
        story.submit(Story.asking());

        assertThat(story.when(new SessionCommand.Delete(OWNER)))
                .extracting(event -> event.getClass().getSimpleName())
                .containsExactly("TurnCancelled", "TurnCheckpointed", "SessionDeleted");
    }

    /** The state as it is opened: from the creation, the present metadata, and the checkpoint. */
    private static SessionState fromCheckpoint(Story story, long metadata) {
        SessionState state = new Unborn();
        for (RecordedEvent recorded :
                List.of(story.log.getFirst(), story.log.get((int) metadata), story.log.getLast())) {
            state = SessionEngine.apply(state, recorded);
        }
        return state;
    }

    private static TurnCommand submit() {
        return new TurnCommand.Submit(OWNER, Story.KEY, Story.asking());
    }

    private static Story waiting(Lifetime lifetime) {
        Story story = new Story(lifetime);
        story.submit(Story.request(Approvals.NONE, LooseCalls.PAUSE, ASK));
        story.answers("", call(1, "ask"));
        return story;
    }
}
