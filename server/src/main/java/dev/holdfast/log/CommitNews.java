package dev.holdfast.log;

import org.jspecify.annotations.Nullable;

/** Tells on this node what was just committed by it: the readers, whoever has to run the session, and whoever listens. */
final class CommitNews<S> {

    private final Feed feed;
    private final RecentSessions<S> recent;
    private volatile @Nullable Ownership<S> ownership;
    private volatile CommitListener listener = events -> {};

    CommitNews(Feed feed, RecentSessions<S> recent) {
        this.feed = feed;
        this.recent = recent;
    }

    void runBy(Ownership<S> runner) {
        ownership = runner;
    }

    void heardBy(CommitListener other) {
        listener = other;
    }

    void tell(PendingAppend<S> append, Outcome.Written<S> written) {
        // Before the owner: what its worker appends next comes after this.
        feed.committed(append.session, written.events(), append.bytes, append.owner());
        Opened<S> opened = written.opened();
        if (opened != null) {
            recent.saw(opened);
            tellOwner(append.owner(), opened);
        }
        if (append.facts > 0) {
            listener.committed(written.events());
        }
    }

    private void tellOwner(HeadChange.Owner owner, Opened<S> opened) {
        Ownership<S> told = ownership;
        if (told == null) {
            return;
        }
        switch (owner) {
            case THIS_NODE -> told.claimed(opened);
            case NOBODY -> told.released(opened);
            case UNCHANGED -> {}
        }
    }
}
