package dev.holdfast.workspace;

import dev.holdfast.path.FileStatus;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.Arrays;
import java.util.HexFormat;

/**
 * Names one state of a file's bytes, as an ETag in its quotes. It is made of what the system changes with them, so that no
 * file is read for it: which file it is, its length, when it was written, and when the system last saw it change, which
 * nobody can set back.
 */
record FileTag(String text) {

    private static final int BYTES = 16;

    static FileTag of(FileStatus status) {
        ByteBuffer parts = ByteBuffer.allocate(5 * Long.BYTES + 2 * Integer.BYTES)
                .putLong(status.device())
                .putLong(status.inode())
                .putLong(status.size());
        put(parts, status.modified());
        put(parts, status.changed());
        byte[] hash = Arrays.copyOf(sha256(parts.array()), BYTES);
        return new FileTag('"' + HexFormat.of().formatHex(hash) + '"');
    }

    private static void put(ByteBuffer parts, Instant instant) {
        parts.putLong(instant.getEpochSecond()).putInt(instant.getNano());
    }

    private static byte[] sha256(byte[] bytes) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(bytes);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
