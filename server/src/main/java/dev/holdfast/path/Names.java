package dev.holdfast.path;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.function.Consumer;

/** Reads the names in a directory as the bytes that they are. Java's own way reads them in the machine's language. */
final class Names {

    private static final int BUFFER_BYTES = 32 * 1024;
    private static final int ENTRY_LENGTH = 16;
    private static final int NAME = 19;

    private Names() {}

    static void read(Handle directory, Consumer<byte[]> each) throws IOException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment buffer = arena.allocate(BUFFER_BYTES, Long.BYTES);
            long length = next(directory, buffer);
            while (length > 0) {
                for (long at = 0; at < length; at += buffer.get(JAVA_SHORT, at + ENTRY_LENGTH)) {
                    byte[] name = name(buffer, at + NAME);
                    if (!isDots(name)) {
                        each.accept(name);
                    }
                }
                length = next(directory, buffer);
            }
        }
    }

    private static long next(Handle directory, MemorySegment buffer) throws IOException {
        return SystemCall.GETDENTS64.call(directory.number(), buffer.address(), BUFFER_BYTES);
    }

    private static byte[] name(MemorySegment buffer, long from) {
        long end = from;
        while (buffer.get(JAVA_BYTE, end) != 0) {
            end++;
        }
        return buffer.asSlice(from, end - from).toArray(JAVA_BYTE);
    }

    /** The directory itself, and the one that it is in. */
    private static boolean isDots(byte[] name) {
        return name[0] == '.' && (name.length == 1 || (name.length == 2 && name[1] == '.'));
    }
}
