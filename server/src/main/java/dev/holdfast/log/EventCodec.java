package dev.holdfast.log;

import static dev.holdfast.storage.schema.Tables.EVENTS;
import static org.jooq.impl.DSL.inline;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.MessageLite;
import dev.holdfast.event.Event;
import dev.holdfast.event.Event.EndCause;
import dev.holdfast.event.PendingAction;
import dev.holdfast.event.RecordedEvent;
import dev.holdfast.json.Json;
import dev.holdfast.name.SessionId;
import dev.holdfast.storage.schema.tables.Events;
import dev.holdfast.storage.schema.tables.records.EventsRecord;
import dev.holdfast.v1.ApprovalExpired;
import dev.holdfast.v1.Event.PayloadCase;
import dev.holdfast.v1.ModelCallRetried;
import dev.holdfast.v1.SessionCompleted;
import dev.holdfast.v1.SessionCreated;
import dev.holdfast.v1.SessionDeleted;
import dev.holdfast.v1.SessionEndCause;
import dev.holdfast.v1.SessionMetadataUpdated;
import dev.holdfast.v1.TextAdded;
import dev.holdfast.v1.ThinkingAdded;
import dev.holdfast.v1.ToolCallCompleted;
import dev.holdfast.v1.ToolCallExecuting;
import dev.holdfast.v1.ToolCallInDoubt;
import dev.holdfast.v1.ToolCallStarted;
import dev.holdfast.v1.TurnCancelled;
import dev.holdfast.v1.TurnCheckpointed;
import dev.holdfast.v1.TurnCompleted;
import dev.holdfast.v1.TurnFailed;
import dev.holdfast.v1.TurnPaused;
import dev.holdfast.v1.TurnRecovered;
import dev.holdfast.v1.TurnResumed;
import dev.holdfast.v1.TurnStarted;
import java.util.List;
import org.jooq.Condition;
import org.jooq.Record;

/**
 * Events as rows: the payload is the event's published message, the kind its field number in {@code holdfast.v1.Event}.
 * Bytes that were once written must be readable for ever, so fields are only ever added.
 */
public final class EventCodec {

    /** Kinds from here on are progress. It stands in the index's condition, so it is part of the statement's text. */
    private static final short FIRST_PROGRESS_KIND = 100;

    /** Which rows hold facts. */
    public static final Condition IS_FACT = EVENTS.KIND.lt(inline(FIRST_PROGRESS_KIND));

    private EventCodec() {}

    static EventsRecord encode(SessionId session, RecordedEvent recorded) {
        EncodedEvent encoded = encode(recorded.event());
        EventsRecord row = new EventsRecord();
        row.setSessionId(session.value());
        row.setSequence(recorded.sequence());
        row.setTurnNumber(recorded.turnNumber());
        row.setKind(encoded.kind());
        row.setPayload(encoded.payload());
        row.setCreatedAt(recorded.at());
        return row;
    }

    /** The bytes of an event, to be read again by {@link #decode(short, byte[])}. */
    public static byte[] payload(Event event) {
        return message(event).payload().toByteArray();
    }

    static void setPayload(dev.holdfast.v1.Event.Builder message, Event event) {
        Encoded encoded = message(event);
        message.setField(
                dev.holdfast.v1.Event.getDescriptor()
                        .findFieldByNumber(encoded.kind().getNumber()),
                encoded.payload());
    }

    static EncodedEvent encode(Event event) {
        Encoded encoded = message(event);
        return new EncodedEvent(
                (short) encoded.kind().getNumber(), encoded.payload().toByteArray());
    }

    /** Reads a row of the table's columns. */
    public static RecordedEvent decode(Record row) {
        return decode(row, EVENTS);
    }

    /** Likewise, where the table goes by another name. */
    static RecordedEvent decode(Record row, Events named) {
        return new RecordedEvent(
                row.get(named.SEQUENCE),
                row.get(named.TURN_NUMBER),
                row.get(named.CREATED_AT),
                decode(row.get(named.KIND), row.get(named.PAYLOAD)));
    }

    /** What waits, as {@link #payload} wrote it of an event that says so. */
    public static List<PendingAction> pending(byte[] payload) {
        try {
            return TurnMessages.read(TurnPaused.parseFrom(payload)).actions();
        } catch (InvalidProtocolBufferException e) {
            throw new UnreadableEventException("what waits is not the payload of a pause", e);
        }
    }

    /** Reads a payload; a row that cannot be read is damage, and named as such. */
    public static Event decode(short kind, byte[] payload) {
        PayloadCase payloadCase = PayloadCase.forNumber(kind);
        if (payloadCase == null) {
            throw new UnreadableEventException("no event has the kind " + kind, null);
        }
        try {
            return decode(payloadCase, payload);
        } catch (InvalidProtocolBufferException e) {
            throw new UnreadableEventException("the payload of kind " + kind + " is not its message", e);
        }
    }

    private static Encoded message(Event event) {
        return switch (event) {
            case Event.SessionCreated created ->
                new Encoded(
                        PayloadCase.SESSION_CREATED, SettingsMessages.created(created.settings(), created.metadata()));
            case Event.SessionMetadataUpdated updated ->
                new Encoded(
                        PayloadCase.SESSION_METADATA_UPDATED,
                        SessionMetadataUpdated.newBuilder()
                                .setMetadata(SettingsMessages.json(updated.metadata()))
                                .build());
            case Event.SessionCompleted completed ->
                new Encoded(
                        PayloadCase.SESSION_COMPLETED,
                        SessionCompleted.newBuilder()
                                .setCause(cause(completed.cause()))
                                .build());
            case Event.SessionDeleted deleted ->
                new Encoded(
                        PayloadCase.SESSION_DELETED,
                        SessionDeleted.newBuilder()
                                .setCause(cause(deleted.cause()))
                                .build());
            case Event.TurnStarted started -> new Encoded(PayloadCase.TURN_STARTED, TurnMessages.print(started));
            case Event.ModelCallRetried retried ->
                new Encoded(PayloadCase.MODEL_CALL_RETRIED, TurnMessages.print(retried));
            case Event.ToolCallStarted started ->
                new Encoded(PayloadCase.TOOL_CALL_STARTED, TurnMessages.print(started));
            case Event.ToolCallExecuting executing ->
                new Encoded(
                        PayloadCase.TOOL_CALL_EXECUTING,
                        ToolCallExecuting.newBuilder()
                                .setActionId(executing.action().toString())
                                .setAttempt(executing.attempt())
                                .build());
            case Event.ToolCallCompleted completed ->
                new Encoded(
                        PayloadCase.TOOL_CALL_COMPLETED,
                        ToolCallCompleted.newBuilder()
                                .setActionId(completed.action().toString())
                                .setTool(completed.tool())
                                .setOutput(completed.output())
                                .setFailed(completed.failed())
                                .build());
            case Event.ToolCallInDoubt doubt ->
                new Encoded(
                        PayloadCase.TOOL_CALL_IN_DOUBT,
                        ToolCallInDoubt.newBuilder()
                                .setActionId(doubt.action().toString())
                                .build());
            case Event.TurnPaused paused -> new Encoded(PayloadCase.TURN_PAUSED, TurnMessages.print(paused));
            case Event.TurnResumed resumed -> new Encoded(PayloadCase.TURN_RESUMED, RulingMessages.print(resumed));
            case Event.ApprovalExpired expired ->
                new Encoded(PayloadCase.APPROVAL_EXPIRED, RulingMessages.print(expired));
            case Event.TurnRecovered recovered ->
                new Encoded(
                        PayloadCase.TURN_RECOVERED,
                        TurnRecovered.newBuilder()
                                .setSupersededFrom(recovered.supersededFrom())
                                .setSupersededTo(recovered.supersededTo())
                                .build());
            case Event.TurnCompleted completed ->
                new Encoded(PayloadCase.TURN_COMPLETED, TurnMessages.print(completed));
            case Event.TurnFailed failed -> new Encoded(PayloadCase.TURN_FAILED, TurnMessages.print(failed));
            case Event.TurnCancelled cancelled ->
                new Encoded(PayloadCase.TURN_CANCELLED, TurnMessages.print(cancelled));
            case Event.TurnCheckpointed checkpoint ->
                new Encoded(PayloadCase.TURN_CHECKPOINTED, TurnMessages.print(checkpoint));
            case Event.TextAdded added ->
                new Encoded(
                        PayloadCase.TEXT_ADDED,
                        TextAdded.newBuilder().setDelta(added.delta()).build());
            case Event.ThinkingAdded added ->
                new Encoded(
                        PayloadCase.THINKING_ADDED,
                        ThinkingAdded.newBuilder().setDelta(added.delta()).build());
        };
    }

    private static Event decode(PayloadCase kind, byte[] payload) throws InvalidProtocolBufferException {
        return switch (kind) {
            case SESSION_CREATED -> {
                SessionCreated created = SessionCreated.parseFrom(payload);
                yield new Event.SessionCreated(
                        SettingsMessages.settings(created),
                        new Json(created.getMetadata().getText()));
            }
            case SESSION_METADATA_UPDATED ->
                new Event.SessionMetadataUpdated(new Json(
                        SessionMetadataUpdated.parseFrom(payload).getMetadata().getText()));
            case SESSION_COMPLETED ->
                new Event.SessionCompleted(
                        cause(SessionCompleted.parseFrom(payload).getCause()));
            case SESSION_DELETED ->
                new Event.SessionDeleted(cause(SessionDeleted.parseFrom(payload).getCause()));
            case TURN_STARTED -> TurnMessages.read(TurnStarted.parseFrom(payload));
            case MODEL_CALL_RETRIED -> TurnMessages.read(ModelCallRetried.parseFrom(payload));
            case TOOL_CALL_STARTED -> TurnMessages.read(ToolCallStarted.parseFrom(payload));
            case TOOL_CALL_EXECUTING -> {
                ToolCallExecuting executing = ToolCallExecuting.parseFrom(payload);
                yield new Event.ToolCallExecuting(TurnMessages.action(executing.getActionId()), executing.getAttempt());
            }
            case TOOL_CALL_COMPLETED -> {
                ToolCallCompleted completed = ToolCallCompleted.parseFrom(payload);
                yield new Event.ToolCallCompleted(
                        TurnMessages.action(completed.getActionId()),
                        completed.getTool(),
                        completed.getOutput(),
                        completed.getFailed());
            }
            case TOOL_CALL_IN_DOUBT ->
                new Event.ToolCallInDoubt(
                        TurnMessages.action(ToolCallInDoubt.parseFrom(payload).getActionId()));
            case TURN_PAUSED -> TurnMessages.read(TurnPaused.parseFrom(payload));
            case TURN_RESUMED -> RulingMessages.read(TurnResumed.parseFrom(payload));
            case APPROVAL_EXPIRED -> RulingMessages.read(ApprovalExpired.parseFrom(payload));
            case TURN_RECOVERED -> {
                TurnRecovered recovered = TurnRecovered.parseFrom(payload);
                yield new Event.TurnRecovered(recovered.getSupersededFrom(), recovered.getSupersededTo());
            }
            case TURN_COMPLETED -> TurnMessages.read(TurnCompleted.parseFrom(payload));
            case TURN_FAILED -> TurnMessages.read(TurnFailed.parseFrom(payload));
            case TURN_CANCELLED -> TurnMessages.read(TurnCancelled.parseFrom(payload));
            case TURN_CHECKPOINTED -> TurnMessages.read(TurnCheckpointed.parseFrom(payload));
            case TEXT_ADDED -> new Event.TextAdded(TextAdded.parseFrom(payload).getDelta());
            case THINKING_ADDED ->
                new Event.ThinkingAdded(ThinkingAdded.parseFrom(payload).getDelta());
            case PAYLOAD_NOT_SET -> throw new UnreadableEventException("no event has the kind 0", null);
        };
    }

    private static SessionEndCause cause(EndCause cause) {
        return switch (cause) {
            case IDLE -> SessionEndCause.SESSION_END_CAUSE_IDLE;
            case MAX_AGE -> SessionEndCause.SESSION_END_CAUSE_MAX_AGE;
            case CALLER -> SessionEndCause.SESSION_END_CAUSE_CALLER;
        };
    }

    private static EndCause cause(SessionEndCause cause) {
        return switch (cause) {
            case SESSION_END_CAUSE_IDLE -> EndCause.IDLE;
            case SESSION_END_CAUSE_MAX_AGE -> EndCause.MAX_AGE;
            case SESSION_END_CAUSE_CALLER -> EndCause.CALLER;
            case SESSION_END_CAUSE_UNSPECIFIED, UNRECOGNIZED ->
                throw new UnreadableEventException("no session ends for the cause " + cause, null);
        };
    }

    private record Encoded(PayloadCase kind, MessageLite payload) {}
}
