package dev.holdfast.workspace;

import dev.holdfast.path.Directory;
import dev.holdfast.path.Entry;
import dev.holdfast.path.FileStatus;
import dev.holdfast.path.PathException;
import dev.holdfast.path.SessionScope;
import dev.holdfast.path.WorkspacePath;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.TreeMap;

/**
 * What a session sees of a directory. Links, pipes, sockets and devices are not shown, since nobody can do anything with them
 * here.
 */
final class Listings {

    /** Of a larger directory those that come first by name are known, and no others. */
    private static final int MAX_NAMES = 100_000;

    private Listings() {}

    /** Of a directory in the scope: all that is in it. */
    static List<FileEntry> of(Directory directory) throws IOException {
        PriorityQueue<String> first = new PriorityQueue<>(Comparator.reverseOrder());
        directory.names(name -> {
            first.add(name);
            if (first.size() > MAX_NAMES) {
                first.remove();
            }
        });
        List<FileEntry> entries = new ArrayList<>();
        for (String name : first.stream().sorted().toList()) {
            shown(() -> directory.status(name)).ifPresent(status -> entries.add(new FileEntry(name, status)));
        }
        return entries;
    }

    /**
     * Of a directory above the scope: what of the scope is there, and the directories that lead to it. It is made of the scope
     * alone, so that not even a time tells of anything else.
     */
    static List<FileEntry> above(Directory workspace, WorkspacePath path, SessionScope scope) throws IOException {
        Map<String, FileStatus> entries = new TreeMap<>();
        for (WorkspacePath target : scope.within(path)) {
            Optional<FileStatus> status = shown(() -> {
                try (Entry entry = workspace.find(target)) {
                    return entry.status();
                }
            });
            if (status.isPresent()) {
                WorkspacePath child =
                        path.child(target.segments().get(path.segments().size()));
                boolean leads = !scope.mayRead(child);
                entries.merge(child.name(), leads ? status.get().asDirectory() : status.get(), Listings::later);
            }
        }
        return entries.entrySet().stream()
                .map(entry -> new FileEntry(entry.getKey(), entry.getValue()))
                .toList();
    }

    private static FileStatus later(FileStatus one, FileStatus other) {
        return other.modified().isAfter(one.modified()) ? other : one;
    }

    private interface Look {
        FileStatus status() throws IOException;
    }

    private static Optional<FileStatus> shown(Look look) throws IOException {
        try {
            FileStatus status = look.status();
            return switch (status.kind()) {
                case FILE, DIRECTORY -> Optional.of(status);
                case LINK, SPECIAL -> Optional.empty();
            };
        } catch (PathException e) {
            return switch (e.problem()) {
                case ABSENT, NOT_A_DIRECTORY, LINK, DENIED -> Optional.empty();
                case IS_A_DIRECTORY, EXISTS, NOT_EMPTY, OTHER -> throw e;
            };
        }
    }
}
