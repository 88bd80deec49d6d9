package dev.holdfast.engine;

import static dev.holdfast.engine.Story.ASK;
import static dev.holdfast.engine.Story.FILES;
import static dev.holdfast.engine.Story.SEARCH;
import static dev.holdfast.engine.Story.call;
import static dev.holdfast.engine.Story.needsApproval;
import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.event.Event;
import dev.holdfast.event.Event.PauseReason;
import dev.holdfast.event.Event.TurnPaused;
import dev.holdfast.event.PendingAction;
import dev.holdfast.event.PendingAction.Need;
import dev.holdfast.event.ToolCall;
import dev.holdfast.event.ToolSpec;
import dev.holdfast.event.TurnRequest.Approvals;
import dev.holdfast.event.TurnRequest.LooseCalls;
import dev.holdfast.name.ApprovalId;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Given a turn's tools and flags, when the model calls, then these calls wait and the others run. */
final class PauseConditionTest {

    private static final ToolCall ASKED = call(1, "ask");
    private static final ToolCall SEARCHED = call(2, "web_search");

    @Test
    void withoutMarksTheFlagGatesAllToolsThoseOfTheServerToo() {
        Story story = given(Approvals.FLAGGED_OR_ALL, LooseCalls.END_TURN, ASK, SEARCH);

        assertThat(story.answers("", SEARCHED, ASKED))
                .last()
                .isEqualTo(paused(
                        PauseReason.APPROVAL_REQUIRED,
                        waits(SEARCHED, Need.APPROVAL),
                        waits(ASKED, Need.APPROVAL_AND_RESULT)));
    }

    @Test
    void withMarksTheFlagGatesTheMarkedToolsOnly() {
        Story story = given(Approvals.FLAGGED_OR_ALL, LooseCalls.END_TURN, needsApproval(ASK), SEARCH);

        assertThat(kinds(story.answers("", SEARCHED, ASKED))).containsExactly("ToolCallStarted", "ToolCallStarted");
        assertThat(story.returns(2, "found"))
                .last()
                .isEqualTo(paused(PauseReason.APPROVAL_REQUIRED, waits(ASKED, Need.APPROVAL_AND_RESULT)));
    }

    @Test
    void aMarkedToolIsNeverRunByOmissionOfTheFlag() {
        Story story = given(Approvals.FLAGGED, LooseCalls.END_TURN, ASK, needsApproval(SEARCH));

        assertThat(story.answers("", SEARCHED))
                .last()
                .isEqualTo(paused(PauseReason.APPROVAL_REQUIRED, waits(SEARCHED, Need.APPROVAL)));
    }

    @Test
    void withoutFlagAndMarksNothingIsGated() {
        Story story = given(Approvals.FLAGGED, LooseCalls.END_TURN, ASK, SEARCH);

        assertThat(kinds(story.answers("", SEARCHED))).containsExactly("ToolCallStarted");
        assertThat(story.next())
                .isEqualTo(new Next.RunTools(story.turn().steps().getLast().actions(), List.of()));
    }

    @Test
    void anExplicitNoGatesNothingThatIsMarkedEither() {
        Story story = given(Approvals.NONE, LooseCalls.END_TURN, needsApproval(ASK), needsApproval(SEARCH));

        assertThat(kinds(story.answers("", SEARCHED, ASKED))).containsExactly("ToolCallStarted", "ToolCallStarted");
        assertThat(kinds(story.returns(2, "found"))).containsExactly("ToolCallCompleted", "TurnCompleted");
    }

    @Test
    void mixedCallsRunWhatIsFreeThenPauseOnceWithEveryOpenCallTheGatedFirst() {
        ToolCall read = call(3, "Read");
        Story story = given(Approvals.FLAGGED, LooseCalls.END_TURN, ASK, needsApproval(SEARCH), FILES);

        assertThat(kinds(story.answers("", ASKED, read, SEARCHED)))
                .containsExactly("ToolCallStarted", "ToolCallStarted", "ToolCallStarted");
        assertThat(story.returns(3, "text"))
                .last()
                .isEqualTo(paused(
                        PauseReason.APPROVAL_REQUIRED, waits(SEARCHED, Need.APPROVAL), waits(ASKED, Need.RESULT)));
    }

    @Test
    void freeCallsOfTheCallerPauseTheTurnOrEndItAsTheCallerLikes() {
        Story pauses = given(Approvals.NONE, LooseCalls.PAUSE, ASK);
        assertThat(pauses.answers("", ASKED))
                .last()
                .isEqualTo(paused(PauseReason.RESULT_REQUIRED, waits(ASKED, Need.RESULT)));

        Story ends = given(Approvals.NONE, LooseCalls.END_TURN, ASK);
        assertThat(ends.answers("Ask.", ASKED).getLast()).isInstanceOfSatisfying(Event.TurnCompleted.class, end -> {
            assertThat(end.openCalls()).containsExactly(ASKED);
            assertThat(end.text()).isEqualTo("Ask.");
            assertThat(end.step()).isNull();
        });
        assertThat(ends.living().status()).isEqualTo(SessionStatus.ACTIVE);
    }

    @Test
    void aToolThatNobodyOfferedIsForTheServerToAnswer() {
        Story story = given(Approvals.FLAGGED_OR_ALL, LooseCalls.PAUSE, ASK);

        assertThat(story.answers("", call(4, "sudo")).getFirst())
                .isInstanceOfSatisfying(Event.ToolCallStarted.class, started -> {
                    assertThat(started.runner()).isEqualTo(Event.Runner.SERVER);
                    assertThat(started.gated()).isFalse();
                });
    }

    @Test
    void aTurnWithoutToolsOfItsOwnHasTheSessions() {
        Story story = new Story();
        story.submit(Story.asking());

        assertThat(TurnEngine.tools(story.living(), story.turn())).containsExactly(ASK, SEARCH, FILES);
    }

    private static Story given(Approvals approvals, LooseCalls looseCalls, ToolSpec... tools) {
        Story story = new Story();
        story.submit(Story.request(approvals, looseCalls, tools));
        return story;
    }

    private static List<String> kinds(List<Event> events) {
        return events.stream().map(event -> event.getClass().getSimpleName()).toList();
    }

    private static Event paused(PauseReason reason, PendingAction... actions) {
        return new TurnPaused(reason, List.of(actions));
    }

    private static PendingAction waits(ToolCall call, Need need) {
        return new PendingAction(call, need, need == Need.RESULT ? null : new ApprovalId(call.id(), 0));
    }
}
