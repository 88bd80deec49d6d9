package dev.holdfast.log;

import dev.holdfast.event.RecordedEvent;
import java.util.List;

/**
 * Hears of facts that this node has appended, when they are committed. It is told by the thread that appended, so it must be
 * quick and must not append; and a node that dies tells nothing, so whoever listens finds out in another way too.
 */
public interface CommitListener {

    void committed(List<RecordedEvent> events);
}
