package dev.holdfast.storage;

import dev.holdfast.error.StartupException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The right to use a home, held by one server at a time. The operating system takes it back when the process ends,
 * however it ends; the file stays and says who held it last.
 */
public final class HomeLock implements AutoCloseable {

    /**
     * What this process holds. The operating system's locks belong to the process and are lost as soon as it closes
     * the file once, so a second attempt from within must not even open it.
     */
    private static final Set<Path> HELD = ConcurrentHashMap.newKeySet();

    private final Path home;
    private final FileChannel channel;

    private HomeLock(Path home, FileChannel channel) {
        this.home = home;
        this.channel = channel;
    }

    /** Creates the home, for its owner's eyes only, if it is not there yet; one that is keeps its mode. */
    public static HomeLock take(Path home) {
        try {
            if (!Files.isDirectory(home)) {
                Files.createDirectories(
                        home, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
            }
            Path real = home.toRealPath();
            if (!HELD.add(real)) {
                throw refused(home, Long.toString(ProcessHandle.current().pid()));
            }
            return lock(real);
        } catch (IOException failure) {
            throw new StartupException("The home %s cannot be used: %s".formatted(home, failure), failure);
        }
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException failure) {
            throw new IllegalStateException("the lock of " + home + " was not released", failure);
        } finally {
            HELD.remove(home);
        }
    }

    private static HomeLock lock(Path home) throws IOException {
        boolean taken = false;
        FileChannel channel = FileChannel.open(
                home.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
        try {
            FileLock lock = channel.tryLock();
            if (lock == null) {
                throw refused(home, holder(channel));
            }
            byte[] pid = (ProcessHandle.current().pid() + "\n").getBytes(StandardCharsets.US_ASCII);
            channel.truncate(0).write(ByteBuffer.wrap(pid), 0);
            taken = true;
            return new HomeLock(home, channel);
        } finally {
            if (!taken) {
                channel.close();
                HELD.remove(home);
            }
        }
    }

    private static String holder(FileChannel channel) throws IOException {
        ByteBuffer content = ByteBuffer.allocate(32);
        channel.read(content, 0);
        return new String(content.array(), 0, content.position(), StandardCharsets.US_ASCII).strip();
    }

    private static StartupException refused(Path home, String pid) {
        return new StartupException(
                "The home %s is in use by another server (process %s). Stop it, or start this one with another home."
                        .formatted(home, pid.isEmpty() ? "unknown" : pid));
    }
}
