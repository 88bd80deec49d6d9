package dev.holdfast.workspace;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;

/**
 * A file on its way into a workspace. Nobody sees it before it is whole and on the disk; closing it earlier leaves nothing.
 */
public final class FileWrite implements AutoCloseable {

    private final SessionFiles files;
    private final Target target;
    private final Uploads.Upload upload;
    private final long limit;
    private long size;

    /** Where it goes, what its writer said of it, and what must hold there. */
    record Target(String written, String contentType, Conditions conditions) {}

    FileWrite(SessionFiles files, Target target, Uploads.Upload upload, long limit) {
        this.files = files;
        this.target = target;
        this.upload = upload;
        this.limit = limit;
    }

    /** Takes the next bytes; a refusal if they are more than a file may have. */
    public void add(ByteBuffer bytes) {
        size += bytes.remaining();
        if (size > limit) {
            throw Refusals.tooLarge(limit);
        }
        try {
            FileChannel channel = upload.channel();
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
        } catch (IOException e) {
            throw Refusals.unavailable(e);
        }
    }

    /** Puts the file in its place, in one step and for good. */
    public WrittenFile finish() {
        try {
            upload.complete(target.contentType());
        } catch (IOException e) {
            throw Refusals.unavailable(e);
        }
        return files.place(target, upload);
    }

    @Override
    public void close() {
        upload.close();
    }
}
