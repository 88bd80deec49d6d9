package dev.holdfast.workspace;

import dev.holdfast.error.HoldfastException;
import dev.holdfast.path.FileStatus;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;

/** A file that is being read. It stays the file that was found, whatever its name means later. */
public final class OpenFile implements AutoCloseable {

    private final FileChannel channel;
    private final FileStatus status;
    private final String contentType;

    OpenFile(FileChannel channel, FileStatus status, String contentType) {
        this.channel = channel;
        this.status = status;
        this.contentType = contentType;
    }

    public FileStatus status() {
        return status;
    }

    public String contentType() {
        return contentType;
    }

    public String tag() {
        return FileTag.of(status).text();
    }

    /**
     * Reads what fits into the buffer, from a position.
     *
     * @throws HoldfastException if the file ends before it: somebody has cut it since it was found
     */
    public void read(ByteBuffer into, long position) {
        try {
            long at = position;
            while (into.hasRemaining()) {
                int count = channel.read(into, at);
                if (count < 0) {
                    throw Refusals.unavailable(new IOException("The file ended at " + at + " while it was read"));
                }
                at += count;
            }
        } catch (IOException e) {
            throw Refusals.unavailable(e);
        }
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            throw Refusals.unavailable(e);
        }
    }
}
