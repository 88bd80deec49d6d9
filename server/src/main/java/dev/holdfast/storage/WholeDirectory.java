package dev.holdfast.storage;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes a directory whole or not at all: it is filled under another name and renamed when it is complete, so that after
 * a crash at any point it is either there or begun anew.
 */
final class WholeDirectory {

    /** Writes the content; what it writes is durable when it returns. */
    interface Filling {
        void fill(Path directory) throws IOException;
    }

    private static final Logger LOG = LoggerFactory.getLogger(WholeDirectory.class);

    private WholeDirectory() {}

    static void ensure(Path target, Filling filling) throws IOException {
        if (Files.isDirectory(target)) {
            return;
        }
        Path parent = Files.createDirectories(target.toAbsolutePath().getParent());
        String prefix = target.getFileName() + ".making-";
        // A new name each time: a program that outlived our crash may still be writing under the old one.
        Path making = Files.createTempDirectory(parent, prefix);
        filling.fill(making);
        Files.move(making, target, StandardCopyOption.ATOMIC_MOVE);
        sync(parent);
        sweep(parent, prefix);
    }

    /** Makes the names in a directory survive a crash of the machine. */
    static void sync(Path directory) throws IOException {
        try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }

    private static void sweep(Path parent, String prefix) throws IOException {
        List<Path> abandoned;
        try (var entries = Files.list(parent)) {
            abandoned = entries.filter(entry -> entry.getFileName().toString().startsWith(prefix))
                    .toList();
        }
        for (Path directory : abandoned) {
            try {
                Files.walkFileTree(directory, new Deletion());
            } catch (IOException inUse) {
                LOG.warn("{} was left over by a crash and could not be deleted", directory, inUse);
            }
        }
    }

    private static final class Deletion extends SimpleFileVisitor<Path> {

        @Override
        public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
            Files.deleteIfExists(file);
            return FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult visitFileFailed(Path file, IOException failure) throws IOException {
            if (failure instanceof NoSuchFileException) {
                return FileVisitResult.CONTINUE;
            }
            throw failure;
        }

        @Override
        public FileVisitResult postVisitDirectory(Path directory, @Nullable IOException failure) throws IOException {
            if (failure != null) {
                throw failure;
            }
            Files.deleteIfExists(directory);
            return FileVisitResult.CONTINUE;
        }
    }
}
