package dev.holdfast.log;

import dev.holdfast.event.Event;
import dev.holdfast.event.Event.EndCause;
import dev.holdfast.event.Event.SessionCreated;
import dev.holdfast.event.Event.SessionDeleted;
import dev.holdfast.event.Event.SessionMetadataUpdated;
import dev.holdfast.event.Event.TextAdded;
import dev.holdfast.event.Event.TurnCheckpointed;
import dev.holdfast.event.Event.TurnCompleted;
import dev.holdfast.event.Event.TurnCost;
import dev.holdfast.event.Event.TurnStarted;
import dev.holdfast.event.Lifetime;
import dev.holdfast.event.Origin;
import dev.holdfast.event.Sampling;
import dev.holdfast.event.SessionSettings;
import dev.holdfast.event.ToolChoice;
import dev.holdfast.event.TurnRequest;
import dev.holdfast.json.Json;
import dev.holdfast.name.KeyId;
import dev.holdfast.name.TenantId;
import dev.holdfast.path.Scope;
import dev.holdfast.path.WorkspacePath;
import java.time.Duration;
import java.util.List;
import java.util.UUID;

/** Events with as little in them as they allow. */
final class TestEvents {

    static final KeyId KEY = new KeyId(new UUID(0, 2));

    private TestEvents() {}

    static Event created() {
        SessionSettings settings = new SessionSettings(
                new TenantId(new UUID(0, 1)),
                KEY,
                Origin.NATIVE,
                null,
                null,
                null,
                List.of(),
                new Scope(List.of(WorkspacePath.ROOT), List.of(WorkspacePath.ROOT)),
                Lifetime.idle(Duration.ofDays(7)));
        return new SessionCreated(settings, new Json("{}"));
    }

    static Event metadata(String text) {
        return new SessionMetadataUpdated(new Json(text));
    }

    static TextAdded text(String delta) {
        return new TextAdded(delta);
    }

    static Event started(int turn) {
        return new TurnStarted(
                turn,
                KEY,
                new TurnRequest(
                        List.of(),
                        "demo",
                        null,
                        null,
                        new ToolChoice.Auto(),
                        Sampling.USUAL,
                        TurnRequest.Approvals.FLAGGED,
                        TurnRequest.LooseCalls.PAUSE));
    }

    static Event completed() {
        return new TurnCompleted(null, "", List.of(), TurnCost.NONE, null);
    }

    static Event checkpoint(Tally before, int turn) {
        return new TurnCheckpointed(turn, before.facts() + 2, 0, before.metadataSequence());
    }

    static Event deleted() {
        return new SessionDeleted(EndCause.CALLER);
    }
}
