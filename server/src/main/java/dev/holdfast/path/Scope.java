package dev.holdfast.path;

import java.util.List;

/**
 * The part of a workspace that a session may read and the part that it may write, as subtrees. What may be written may
 * be read. Paths that are repeated are kept once.
 */
public record Scope(List<WorkspacePath> read, List<WorkspacePath> write) {

    public static final int MAX_PATHS = 64;
    public static final Scope ALL = new Scope(List.of(WorkspacePath.ROOT), List.of(WorkspacePath.ROOT));

    public Scope {
        read = read.stream().distinct().toList();
        write = write.stream().distinct().toList();
    }
}
