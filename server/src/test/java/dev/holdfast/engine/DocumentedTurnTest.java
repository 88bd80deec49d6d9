package dev.holdfast.engine;

import static dev.holdfast.engine.Story.ASK;
import static dev.holdfast.engine.Story.KEY;
import static dev.holdfast.engine.Story.approve;
import static dev.holdfast.engine.Story.call;
import static dev.holdfast.engine.Story.result;
import static dev.holdfast.engine.Story.step;
import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.event.Event;
import dev.holdfast.event.Event.PauseReason;
import dev.holdfast.event.Event.Runner;
import dev.holdfast.event.Event.TextAdded;
import dev.holdfast.event.Event.TurnCost;
import dev.holdfast.event.PendingAction.Need;
import dev.holdfast.event.RecordedEvent;
import dev.holdfast.event.TokenUsage;
import dev.holdfast.event.TurnRequest;
import dev.holdfast.event.TurnRequest.Approvals;
import dev.holdfast.event.TurnRequest.LooseCalls;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The example of the sessions dialect: a turn, a pause, an approval. */
final class DocumentedTurnTest {

    @Test
    void theDocumentedTurnIsExactlyEightEvents() {
        Story story = new Story();
        TurnRequest request = Story.request(Approvals.FLAGGED_OR_ALL, LooseCalls.END_TURN, ASK);

        story.submit(request);
        assertThat(story.next()).isEqualTo(new Next.CallModel());
        story.happens(new TextAdded("Checking the ")).happens(new TextAdded("warehouse."));
        story.answers("Checking the warehouse.", call(1, "ask"));
        assertThat(story.living().status()).isEqualTo(SessionStatus.PAUSED);
        assertThat(story.living().turns()).isEqualTo(1);
        story.when(approve(1, result(1, "{\"sum\":42}")));
        assertThat(story.next()).isEqualTo(new Next.CallModel());
        story.happens(new TextAdded("You sold 42 units."));
        story.answers("You sold 42 units.");

        assertThat(story.turn(1).stream().map(RecordedEvent::event))
                .containsExactly(
                        new Event.TurnStarted(1, KEY, request),
                        new TextAdded("Checking the "),
                        new TextAdded("warehouse."),
                        new Event.ToolCallStarted(
                                call(1, "ask"), Runner.CALLER, true, step("Checking the warehouse.", call(1, "ask"))),
                        new Event.TurnPaused(
                                PauseReason.APPROVAL_REQUIRED,
                                List.of(Story.gated(1, "ask", Need.APPROVAL_AND_RESULT))),
                        Story.approved(Story.gated(1, "ask", Need.APPROVAL_AND_RESULT), "{\"sum\":42}"),
                        new TextAdded("You sold 42 units."),
                        new Event.TurnCompleted(
                                step("You sold 42 units."),
                                "Checking the warehouse.You sold 42 units.",
                                List.of(),
                                new TurnCost(new TokenUsage(20, 2), 200),
                                null));
        assertThat(story.turn(1).stream().map(RecordedEvent::sequence)).containsExactly(1L, 2L, 3L, 4L, 5L, 6L, 7L, 8L);
        assertThat(story.living().status()).isEqualTo(SessionStatus.ACTIVE);
        assertThat(story.living().turns()).isEqualTo(1);
        assertThat(story.living().ledger().costMicros()).isEqualTo(200);
    }
}
