package dev.holdfast.path;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;

/**
 * A number under which the system keeps something open for this process, and the calls that take it. Names are bytes, in
 * UTF-8 where they come from text, whatever the language of the machine is.
 */
final class Handle implements AutoCloseable {

    /** In place of a directory's handle where the path begins at the root. */
    static final long NONE = -100;

    static final byte[] SELF = {'.'};

    static final int PATH_ONLY = 0x20_0000;
    static final int DIRECTORY = SystemCall.ARM ? 0x4000 : 0x1_0000;
    static final int NOT_WAITING = 0x800;
    static final int NEW = 0xC0;
    static final int WRITE_ONLY = 1;

    private static final int CLOSE_ON_EXEC = 0x8_0000;

    /** For a path that nobody but the operator and this process has a hand in. */
    static final long ANYWHERE = 0;

    /** Nothing above the directory, no link, none of the links that /proc has. */
    private static final long BENEATH = 0x08 | 0x04 | 0x02;

    private static final int HOW_BYTES = 24;
    private static final int NEW_FILE_MODE = 0x1B6;
    private static final int NEW_DIRECTORY_MODE = 0x1FF;
    private static final long EMPTY_PATH = 0x1000;
    private static final long NO_FOLLOW = 0x100;
    private static final long BASIC_FIELDS = 0x7FF;
    private static final long REMOVE_DIRECTORY = 0x200;

    private final int number;
    private boolean closed;

    private Handle(int number) {
        this.number = number;
    }

    static Handle open(long directory, byte[] path, int flags, long resolve) throws IOException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment how = arena.allocate(HOW_BYTES, Long.BYTES);
            how.setAtIndex(JAVA_LONG, 0, flags | CLOSE_ON_EXEC);
            how.setAtIndex(JAVA_LONG, 1, (flags & NEW) == NEW ? NEW_FILE_MODE : 0);
            how.setAtIndex(JAVA_LONG, 2, resolve);
            return new Handle((int) SystemCall.OPENAT2.call(directory, address(arena, path), how.address(), HOW_BYTES));
        }
    }

    /** Opens what lies beneath this directory, over no link. */
    Handle open(byte[] path, int flags) throws IOException {
        return open(number(), path, flags, BENEATH);
    }

    void makeDirectory(byte[] name) throws IOException {
        try (Arena arena = Arena.ofConfined()) {
            SystemCall.MKDIRAT.call(number(), address(arena, name), NEW_DIRECTORY_MODE);
        }
    }

    void move(byte[] name, Handle target, byte[] newName) throws IOException {
        try (Arena arena = Arena.ofConfined()) {
            SystemCall.RENAMEAT2.call(number(), address(arena, name), target.number(), address(arena, newName), 0);
        }
    }

    void remove(byte[] name) throws IOException {
        unlink(name, 0);
    }

    void removeDirectory(byte[] name) throws IOException {
        unlink(name, REMOVE_DIRECTORY);
    }

    private void unlink(byte[] name, long flags) throws IOException {
        try (Arena arena = Arena.ofConfined()) {
            SystemCall.UNLINKAT.call(number(), address(arena, name), flags);
        }
    }

    FileStatus status() throws IOException {
        return status(new byte[0], EMPTY_PATH);
    }

    /** Of a name in this directory; a link is a link. */
    FileStatus status(byte[] name) throws IOException {
        return status(name, NO_FOLLOW);
    }

    private FileStatus status(byte[] name, long flags) throws IOException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment struct = arena.allocate(FileStatus.STRUCT_BYTES, Long.BYTES);
            SystemCall.STATX.call(number(), address(arena, name), flags, BASIC_FIELDS, struct.address());
            return FileStatus.read(struct);
        }
    }

    void sync() throws IOException {
        SystemCall.FSYNC.call(number());
    }

    int number() {
        if (closed) {
            throw new IllegalStateException("The handle " + number + " is closed");
        }
        return number;
    }

    /** The path under which this process, and nobody else, finds what the handle holds. */
    String path() {
        return "/proc/self/fd/" + number();
    }

    static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static long address(Arena arena, byte[] text) {
        MemorySegment copy = arena.allocate(text.length + 1L);
        MemorySegment.copy(text, 0, copy, JAVA_BYTE, 0, text.length);
        return copy.address();
    }

    @Override
    public void close() throws IOException {
        if (!closed) {
            closed = true;
            SystemCall.CLOSE.call(number);
        }
    }
}
