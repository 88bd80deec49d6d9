package dev.holdfast.engine;

import dev.holdfast.event.Event;
import dev.holdfast.event.RecordedEvent;
import java.util.ArrayList;
import java.util.List;

/**
 * A piece of an answer as readers see it, in one event of the log.
 *
 * @param thought whether it is a thought; else it is text
 */
record ShownPiece(long sequence, boolean thought, String delta) {

    /** What readers see of the answer that a turn waits for, given the turn's events, or the last of them, in order. */
    static List<ShownPiece> of(List<RecordedEvent> events) {
        List<ShownPiece> shown = new ArrayList<>();
        for (RecordedEvent recorded : events) {
            switch (recorded.event()) {
                case Event.TextAdded text -> shown.add(new ShownPiece(recorded.sequence(), false, text.delta()));
                case Event.ThinkingAdded thought ->
                    shown.add(new ShownPiece(recorded.sequence(), true, thought.delta()));
                case Event.TurnRecovered recovered ->
                    shown.removeIf(piece -> piece.sequence() >= recovered.supersededFrom()
                            && piece.sequence() <= recovered.supersededTo());
                case Event.ModelCallRetried _, Event.SessionMetadataUpdated _ -> {}
                // Whatever else is written means that the answer before it is whole, or that none is due.
                case Event.SessionCreated _,
                        Event.SessionCompleted _,
                        Event.SessionDeleted _,
                        Event.TurnStarted _,
                        Event.ToolCallStarted _,
                        Event.ToolCallExecuting _,
                        Event.ToolCallCompleted _,
                        Event.ToolCallInDoubt _,
                        Event.TurnPaused _,
                        Event.TurnResumed _,
                        Event.ApprovalExpired _,
                        Event.TurnEnd _,
                        Event.TurnCheckpointed _ -> shown.clear();
            }
        }
        return shown;
    }
}
