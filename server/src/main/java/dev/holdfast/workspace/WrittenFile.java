package dev.holdfast.workspace;

import dev.holdfast.path.FileStatus;
import dev.holdfast.path.WorkspacePath;

/** A file that has just been written. */
public record WrittenFile(WorkspacePath path, FileStatus status) {

    public String tag() {
        return FileTag.of(status).text();
    }
}
