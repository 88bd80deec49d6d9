package dev.holdfast.path;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * A directory by its handle. Everything in it is named relative to the handle, each call resolves a path once, and a
 * symbolic link on the way is refused ({@link Problem#LINK}), whoever swaps what for what in the meantime.
 */
public final class Directory implements AutoCloseable {

    private final Handle handle;

    private Directory(Handle handle) {
        this.handle = handle;
    }

    /** A directory that the operator named; links in its path are the operator's. */
    public static Directory at(Path path) throws IOException {
        byte[] absolute = Handle.bytes(path.toAbsolutePath().toString());
        return new Directory(Handle.open(Handle.NONE, absolute, Handle.PATH_ONLY | Handle.DIRECTORY, Handle.ANYWHERE));
    }

    static Directory of(Handle handle) {
        return new Directory(handle);
    }

    /** What is at a path; {@link Problem#ABSENT} if nothing is. */
    public Entry find(WorkspacePath path) throws IOException {
        return Entry.of(handle.open(bytes(path), Handle.PATH_ONLY));
    }

    public Directory open(WorkspacePath path) throws IOException {
        return new Directory(handle.open(bytes(path), Handle.PATH_ONLY | Handle.DIRECTORY));
    }

    /** Likewise, and makes the directories of the path that are not there, durably. */
    public Directory make(WorkspacePath path) throws IOException {
        Directory reached = open(WorkspacePath.ROOT);
        for (String name : path.segments()) {
            try (Directory parent = reached) {
                reached = parent.openOrMake(name);
            }
        }
        return reached;
    }

    private Directory openOrMake(String name) throws IOException {
        WorkspacePath path = new WorkspacePath(name);
        try {
            return open(path);
        } catch (PathException e) {
            if (e.problem() != Problem.ABSENT) {
                throw e;
            }
        }
        try {
            handle.makeDirectory(Handle.bytes(name));
        } catch (PathException e) {
            // Somebody made it at the same time.
            if (e.problem() != Problem.EXISTS) {
                throw e;
            }
        }
        sync();
        return open(path);
    }

    /** What a name in this directory stands for, without following it. */
    public FileStatus status(String name) throws IOException {
        return handle.status(Handle.bytes(name));
    }

    /** Makes a file that must not be there yet, for writing. */
    public FileChannel create(String name) throws IOException {
        try (Handle made = handle.open(Handle.bytes(name), Handle.WRITE_ONLY | Handle.NEW)) {
            return FileChannel.open(Path.of(made.path()), StandardOpenOption.WRITE);
        }
    }

    /** Gives a file another name and place in one step; a file or link that had it is gone then. */
    public void move(String name, Directory target, String newName) throws IOException {
        handle.move(Handle.bytes(name), target.handle, Handle.bytes(newName));
    }

    /** Removes a name that is no directory's; a link goes, and what it points to stays. */
    public void remove(String name) throws IOException {
        handle.remove(Handle.bytes(name));
    }

    /** Removes a directory with all that is in it; links in it go, and what they point to stays. */
    public void removeTree(String name) throws IOException {
        byte[] bytes = Handle.bytes(name);
        try (Handle top = handle.open(bytes, Handle.PATH_ONLY | Handle.DIRECTORY)) {
            new TreeRemoval(top).run();
        }
        handle.removeDirectory(bytes);
    }

    /** Each name here that is text, in no order. */
    public void names(Consumer<String> each) throws IOException {
        try (Handle open = handle.open(Handle.SELF, Handle.DIRECTORY)) {
            Names.read(open, name -> text(name).ifPresent(each));
        }
    }

    /** Makes the names here as durable as the disk can. */
    public void sync() throws IOException {
        try (Handle open = handle.open(Handle.SELF, Handle.DIRECTORY)) {
            open.sync();
        }
    }

    /** The number by which a process that this one starts can be handed the directory. */
    public int number() {
        return handle.number();
    }

    private static byte[] bytes(WorkspacePath path) {
        return path.equals(WorkspacePath.ROOT) ? Handle.SELF : Handle.bytes(path.text());
    }

    private static Optional<String> text(byte[] name) {
        try {
            return Optional.of(UTF_8.newDecoder().decode(ByteBuffer.wrap(name)).toString());
        } catch (CharacterCodingException notText) {
            return Optional.empty();
        }
    }

    @Override
    public void close() throws IOException {
        handle.close();
    }
}
