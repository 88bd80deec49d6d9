package dev.holdfast.log;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.MessageLite;
import dev.holdfast.event.Event;
import dev.holdfast.event.Event.EndCause;
import dev.holdfast.event.RecordedEvent;
import dev.holdfast.json.Json;
import dev.holdfast.name.SessionId;
import dev.holdfast.storage.schema.tables.records.EventsRecord;
import dev.holdfast.v1.Event.PayloadCase;
import dev.holdfast.v1.SessionCompleted;
import dev.holdfast.v1.SessionCreated;
import dev.holdfast.v1.SessionDeleted;
import dev.holdfast.v1.SessionEndCause;
import dev.holdfast.v1.SessionMetadataUpdated;

/**
 * Events as rows: the payload is the event's published message, the kind its field number in {@code holdfast.v1.Event}.
 * Bytes that were once written must be readable for ever, so fields are only ever added.
 */
public final class EventCodec {

    /** Facts before the first turn belong to none. */
    private static final int NO_TURN = 0;

    private EventCodec() {}

    static EventsRecord encode(SessionId session, RecordedEvent recorded) {
        Encoded encoded = encode(recorded.event());
        EventsRecord row = new EventsRecord();
        row.setSessionId(session.value());
        row.setSequence(recorded.sequence());
        row.setTurnNumber(NO_TURN);
        row.setKind((short) encoded.kind().getNumber());
        row.setPayload(encoded.payload().toByteArray());
        row.setCreatedAt(recorded.at());
        return row;
    }

    static byte[] payload(Event event) {
        return encode(event).payload().toByteArray();
    }

    static RecordedEvent decode(EventsRecord row) {
        return new RecordedEvent(row.getSequence(), row.getCreatedAt(), decode(row.getKind(), row.getPayload()));
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

    private static Encoded encode(Event event) {
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
