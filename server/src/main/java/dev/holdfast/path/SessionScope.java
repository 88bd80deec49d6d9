package dev.holdfast.path;

import java.util.List;
import java.util.stream.Stream;

/**
 * What one session reaches: the scope that it was given, and always its own directory. The directories of other sessions
 * belong to a scope of the whole workspace and to no other. All of it follows from the paths alone, so that an answer made of it
 * tells nothing of what is there.
 */
public record SessionScope(Scope given, WorkspacePath own) {

    /** Where the sessions' own directories are. */
    public static final WorkspacePath SESSIONS = new WorkspacePath(".sessions");

    public static SessionScope of(Scope given, String session) {
        return new SessionScope(given, SESSIONS.child(session));
    }

    /** What may be written may be read. */
    public boolean mayRead(WorkspacePath path) {
        return covers(given.read(), path) || mayWrite(path);
    }

    public boolean mayWrite(WorkspacePath path) {
        return path.isWithin(own) || covers(given.write(), path);
    }

    /**
     * What of the scope lies within a path that is not in it itself. A directory above the scope is there if one of these is, so
     * that it tells nothing of what else it holds.
     */
    public List<WorkspacePath> within(WorkspacePath path) {
        return Stream.of(List.of(own), given.read(), given.write())
                .flatMap(List::stream)
                .filter(prefix -> prefix.isWithin(path) && !(foreign(prefix, prefix) && !prefix.isWithin(own)))
                .distinct()
                .toList();
    }

    /** Whether no file can take the path's place: the workspace, where the sessions' directories are, and these. */
    public boolean isAlwaysADirectory(WorkspacePath path) {
        return SESSIONS.isWithin(path) || path.parent().equals(SESSIONS);
    }

    private static boolean covers(List<WorkspacePath> allowed, WorkspacePath path) {
        return allowed.stream().anyMatch(prefix -> path.isWithin(prefix) && !foreign(prefix, path));
    }

    private static boolean foreign(WorkspacePath prefix, WorkspacePath path) {
        return path.isWithin(SESSIONS) && !prefix.equals(WorkspacePath.ROOT);
    }
}
