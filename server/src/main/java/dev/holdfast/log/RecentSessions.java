package dev.holdfast.log;

import dev.holdfast.name.SessionId;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Sessions as this node saw them last, so that the next append to one need not read it. Another node may have appended
 * since: what is decided on them is right only if the append finds them unmoved.
 */
final class RecentSessions<S> {

    static final int MOST = 512;

    private final Predicate<S> worthKeeping;
    private final Map<SessionId, Opened<S>> sessions = new LinkedHashMap<>(16, 0.75f, true) {

        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<SessionId, Opened<S>> eldest) {
            return size() > MOST;
        }
    };

    RecentSessions(Predicate<S> worthKeeping) {
        this.worthKeeping = worthKeeping;
    }

    synchronized Optional<Opened<S>> find(SessionId session) {
        return Optional.ofNullable(sessions.get(session));
    }

    /** Whoever appended or read says what came of it; of two who do so at once the newer is believed. */
    synchronized void saw(Opened<S> opened) {
        if (worthKeeping.test(opened.state())) {
            sessions.merge(
                    opened.session(), opened, (known, seen) -> seen.revision() >= known.revision() ? seen : known);
        } else {
            sessions.remove(opened.session());
        }
    }

    synchronized void forget(SessionId session) {
        sessions.remove(session);
    }
}
