package dev.holdfast.path;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.lang.foreign.MemorySegment;
import java.time.Instant;

/**
 * What a file or directory is, without following a link.
 *
 * @param changed when its bytes, its name or its rights last changed; nobody but the system sets it
 */
public record FileStatus(Kind kind, long size, Instant modified, Instant changed, long device, long inode) {

    /** What there can be at a path. */
    public enum Kind {
        FILE,
        DIRECTORY,
        LINK,
        /** A pipe, a socket or a device. */
        SPECIAL
    }

    /** A directory that is as new as this. */
    public FileStatus asDirectory() {
        return new FileStatus(Kind.DIRECTORY, 0, modified, changed, device, inode);
    }

    static final int STRUCT_BYTES = 256;

    /** Years with four digits: a file can be given any time at all, and not every reader takes it. */
    private static final Instant EARLIEST = Instant.EPOCH;

    private static final Instant LATEST = Instant.parse("9999-12-31T23:59:59Z");

    private static final int MODE = 28;
    private static final int INODE = 32;
    private static final int SIZE = 40;
    private static final int CHANGED = 96;
    private static final int MODIFIED = 112;
    private static final int DEVICE = 136;

    private static final int KIND_BITS = 0xF000;
    private static final int REGULAR = 0x8000;
    private static final int DIRECTORY = 0x4000;
    private static final int LINK = 0xA000;

    /** Reads the kernel's {@code struct statx}, which is the same on every machine. */
    static FileStatus read(MemorySegment struct) {
        Kind kind = switch (struct.get(JAVA_SHORT, MODE) & KIND_BITS) {
            case REGULAR -> Kind.FILE;
            case DIRECTORY -> Kind.DIRECTORY;
            case LINK -> Kind.LINK;
            default -> Kind.SPECIAL;
        };
        return new FileStatus(
                kind,
                struct.get(JAVA_LONG, SIZE),
                time(struct, MODIFIED),
                time(struct, CHANGED),
                struct.get(JAVA_LONG, DEVICE),
                struct.get(JAVA_LONG, INODE));
    }

    private static Instant time(MemorySegment struct, int offset) {
        long seconds = struct.get(JAVA_LONG, offset);
        if (seconds < EARLIEST.getEpochSecond()) {
            return EARLIEST;
        }
        if (seconds >= LATEST.getEpochSecond()) {
            return LATEST;
        }
        return Instant.ofEpochSecond(seconds, struct.get(JAVA_INT, offset + Long.BYTES));
    }
}
