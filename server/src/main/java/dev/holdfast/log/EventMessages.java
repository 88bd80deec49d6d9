package dev.holdfast.log;

import com.google.protobuf.util.Timestamps;
import dev.holdfast.event.RecordedEvent;
import dev.holdfast.name.SessionId;
import dev.holdfast.v1.Event;

/** Events as messages of the native API. Their payloads are what the log holds. */
public final class EventMessages {

    private EventMessages() {}

    public static Event event(SessionId session, RecordedEvent recorded) {
        Event.Builder message = Event.newBuilder()
                .setSessionId(session.toString())
                .setSequence(recorded.sequence())
                .setCreateTime(Timestamps.fromMillis(recorded.at().toEpochMilli()))
                .setTurnNumber(recorded.turnNumber());
        EventCodec.setPayload(message, recorded.event());
        return message.build();
    }
}
