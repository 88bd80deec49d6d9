package dev.holdfast.log;

import dev.holdfast.node.NodeLease;
import dev.holdfast.storage.Database;
import java.util.List;
import java.util.stream.IntStream;

/**
 * All committers of this node. A session is always written by the same one, which keeps its appends in order; while one
 * waits for the disk, another is at work.
 */
final class Committers<S> implements AutoCloseable {

    private final List<Committer<S>> all;

    Committers(Database database, Shape<S> shape, NodeLease lease, LogConfig config) {
        all = IntStream.rangeClosed(1, config.committers())
                .mapToObj(number -> new Committer<>("log-" + number, database, shape, lease, config))
                .toList();
    }

    void start() {
        all.forEach(Committer::start);
    }

    /** Returns when it is known what became of the append. */
    Outcome<S> append(PendingAppend<S> append) {
        return all.get(Math.floorMod(append.session.hashCode(), all.size())).append(append);
    }

    /** Commits what was begun and refuses what is queued. */
    @Override
    public void close() {
        all.forEach(Committer::close);
    }
}
