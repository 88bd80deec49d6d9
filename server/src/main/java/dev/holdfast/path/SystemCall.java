package dev.holdfast.path;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout.PathElement;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.VarHandle;
import java.util.Optional;

/**
 * The calls of Linux that name a file by the handle of its directory, with their numbers. Java has none that refuses links
 * on the way, so they are made through the C library's {@code syscall}.
 */
enum SystemCall {
    CLOSE(3, 57),
    FSYNC(74, 82),
    GETDENTS64(217, 61),
    MKDIRAT(258, 34),
    UNLINKAT(263, 35),
    RENAMEAT2(316, 276),
    STATX(332, 291),
    OPENAT2(437, 437);

    static final boolean ARM = System.getProperty("os.arch", "").equals("aarch64");

    private static final int ENOSYS = 38;
    private static final String FAILED = "errno";
    private static final StructLayout STATE = Linker.Option.captureStateLayout();
    private static final VarHandle ERRNO = STATE.varHandle(PathElement.groupElement(FAILED));
    private static final Optional<MethodHandle> HANDLE = bind();

    private final int amd64;
    private final int arm64;

    SystemCall(int amd64, int arm64) {
        this.amd64 = amd64;
        this.arm64 = arm64;
    }

    /** Calls with up to five numbers or addresses; what it answers is never -1. */
    long call(long... arguments) throws PathException {
        MethodHandle handle =
                HANDLE.orElseThrow(() -> new PathException(Problem.OTHER, name() + ": only Linux has it"));
        long[] five = new long[5];
        System.arraycopy(arguments, 0, five, 0, arguments.length);
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment state = arena.allocate(STATE);
            long number = ARM ? arm64 : amd64;
            long answer = (long) handle.invokeExact(state, number, five[0], five[1], five[2], five[3], five[4]);
            if (answer == -1) {
                int errno = (int) ERRNO.get(state, 0L);
                String hint = errno == ENOSYS ? ", which this system does not have" : "";
                throw new PathException(Problem.of(errno), name() + " failed: errno " + errno + hint);
            }
            return answer;
        } catch (PathException e) {
            throw e;
        } catch (Throwable impossible) {
            throw new IllegalStateException("syscall throws nothing", impossible);
        }
    }

    @SuppressWarnings("restricted")
    private static Optional<MethodHandle> bind() {
        boolean known = ARM || System.getProperty("os.arch", "").equals("amd64");
        if (!known || !System.getProperty("os.name", "").equals("Linux")) {
            return Optional.empty();
        }
        Linker linker = Linker.nativeLinker();
        FunctionDescriptor sixLongs =
                FunctionDescriptor.of(JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG);
        return linker.defaultLookup()
                .find("syscall")
                .map(symbol -> linker.downcallHandle(
                        symbol, sixLongs, Linker.Option.firstVariadicArg(1), Linker.Option.captureCallState(FAILED)));
    }

    static {
        // A layout that is not as assumed would be read wrongly for ever.
        if (ERRNO.varType() != JAVA_INT.carrier()) {
            throw new IllegalStateException("errno is no int here");
        }
    }
}
