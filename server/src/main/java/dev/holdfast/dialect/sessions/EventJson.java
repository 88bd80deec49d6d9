package dev.holdfast.dialect.sessions;

import dev.holdfast.event.RecordedEvent;
import dev.holdfast.json.Json;
import dev.holdfast.json.JsonLine;
import dev.holdfast.json.JsonWriter;
import dev.holdfast.name.EventId;
import dev.holdfast.name.SessionId;
import java.util.List;
import java.util.function.Supplier;

/**
 * An event as this dialect prints it, in pages and in streams: a pure function of the log, so that the payload has the same
 * bytes in both.
 *
 * @param facts the facts of the event's turn before it, in order; asked for only by the end of a turn, which prints what
 *     they come to
 */
record EventJson(SessionId session, RecordedEvent recorded, Supplier<List<RecordedEvent>> facts) {

    /** The event as an entry of a page. */
    void print(JsonWriter json) {
        json.field("id", id().toString())
                .field("session_id", session.toString())
                .field("turn_number", recorded.turnNumber())
                .field("sequence", recorded.sequence())
                .field("event_type", EventType.of(recorded.event()))
                .field("payload", new Json(payload()))
                .field("created_at", recorded.at().toString());
    }

    /** The event as a frame of a stream of server-sent events, whole and with one line of data. */
    String frame() {
        return "event: " + EventType.of(recorded.event()) + "\ndata: " + payload() + "\nid: " + recorded.sequence()
                + "\n\n";
    }

    private String payload() {
        return JsonLine.of(JsonWriter.object(json -> PayloadJson.print(json, this)));
    }

    EventId id() {
        return new EventId(session, recorded.sequence());
    }
}
