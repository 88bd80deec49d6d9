package dev.holdfast.workspace;

import java.nio.file.Path;

/**
 * Where workspaces are, and how large a file may be.
 *
 * @param root holds a directory for each tenant; on one file system, since a finished upload is moved into them
 */
public record WorkspaceConfig(Path root, long maxFileBytes) {

    public static final long DEFAULT_MAX_FILE_BYTES = 100L << 20;

    public static WorkspaceConfig below(Path home) {
        return new WorkspaceConfig(home.resolve("workspaces"), DEFAULT_MAX_FILE_BYTES);
    }
}
