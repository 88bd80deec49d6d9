package dev.holdfast.path;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * What was found at a path, held by a handle: it stays the same thing whatever happens to its name. Finding it has opened
 * nothing, so that a pipe or a device does not notice.
 */
public final class Entry implements AutoCloseable {

    private final Handle handle;
    private final FileStatus status;

    private Entry(Handle handle, FileStatus status) {
        this.handle = handle;
        this.status = status;
    }

    static Entry of(Handle handle) throws IOException {
        try {
            return new Entry(handle, handle.status());
        } catch (IOException e) {
            handle.close();
            throw e;
        }
    }

    public FileStatus status() {
        return status;
    }

    /** What it is by now. */
    public FileStatus look() throws IOException {
        return handle.status();
    }

    /** The directory that this is, by a handle of its own. */
    public Directory directory() throws IOException {
        return Directory.of(handle.open(Handle.SELF, Handle.PATH_ONLY | Handle.DIRECTORY));
    }

    /**
     * Opens a regular file for reading. It never waits: one whose holder keeps others out is refused.
     *
     * @throws IllegalStateException if it is none
     */
    public FileChannel read() throws IOException {
        if (status.kind() != FileStatus.Kind.FILE) {
            throw new IllegalStateException("Only a regular file is read, not a " + status.kind());
        }
        // The second opening waits for nobody because the first one holds the file.
        try (Handle opened =
                Handle.open(Handle.NONE, Handle.bytes(handle.path()), Handle.NOT_WAITING, Handle.ANYWHERE)) {
            return FileChannel.open(Path.of(opened.path()), StandardOpenOption.READ);
        }
    }

    /** Where this process finds the entry's extended attributes. */
    public Path attributes() {
        return Path.of(handle.path());
    }

    @Override
    public void close() throws IOException {
        handle.close();
    }
}
