package dev.holdfast.dialect.body;

import dev.holdfast.event.RecordedEvent;
import java.util.List;

/**
 * The events of one turn as the frames of a response. It is fed the turn from its first event on and depends on nothing
 * else, so that frames have the same numbers and bytes however often, and on whichever server, they are made.
 */
public interface TurnFrames {

    /** The response's id, which the stream's headers tell. */
    String id();

    /** The frames that show the turn's next event. */
    List<Frame> add(RecordedEvent recorded);

    /** Whether the response has ended: no frame follows. */
    boolean over();
}
