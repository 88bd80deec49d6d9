package dev.holdfast.workspace;

import dev.holdfast.path.Directory;
import dev.holdfast.path.Entry;
import dev.holdfast.path.FileStatus;
import dev.holdfast.path.WorkspacePath;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where files are kept until they are whole: beside the workspaces, so that no listing, no path and no sandbox reaches them,
 * and on the same file system, so that they can be moved. Each node has a directory of its own, and what it left there when
 * it crashed goes when it starts again.
 */
final class Uploads {

    private static final Logger LOG = LoggerFactory.getLogger(Uploads.class);
    private static final WorkspacePath PLACE = new WorkspacePath(".uploads");

    private final Path root;
    private final WorkspacePath own;
    private final AtomicLong made = new AtomicLong();

    Uploads(Path root, String node) {
        this.root = root;
        this.own = PLACE.child(node);
    }

    void clear() throws IOException {
        try (Directory uploads = open()) {
            List<String> left = new ArrayList<>();
            uploads.names(left::add);
            for (String name : left) {
                uploads.remove(name);
            }
        }
    }

    Upload begin() throws IOException {
        Directory uploads = open();
        try {
            String name = Long.toString(made.incrementAndGet());
            return new Upload(uploads, name, uploads.create(name));
        } catch (IOException e) {
            uploads.close();
            throw e;
        }
    }

    private Directory open() throws IOException {
        try (Directory directory = Directory.at(root)) {
            return directory.make(own);
        }
    }

    /** One file that is not in its place yet. */
    static final class Upload implements AutoCloseable {

        private final Directory directory;
        private final String name;
        private final FileChannel channel;
        private boolean moved;

        private Upload(Directory directory, String name, FileChannel channel) {
            this.directory = directory;
            this.name = name;
            this.channel = channel;
        }

        FileChannel channel() {
            return channel;
        }

        /** Puts all of it on the disk. */
        void complete(String contentType) throws IOException {
            try (Entry file = directory.find(new WorkspacePath(name))) {
                ContentTypes.keep(file, contentType);
            }
            channel.force(true);
        }

        /** Tells what the file is in its place, whatever becomes of its name there. */
        FileStatus moveTo(Directory target, String newName) throws IOException {
            try (Entry file = directory.find(new WorkspacePath(name))) {
                directory.move(name, target, newName);
                moved = true;
                return file.look();
            }
        }

        @Override
        public void close() {
            try (directory;
                    channel) {
                if (!moved) {
                    directory.remove(name);
                }
            } catch (IOException e) {
                LOG.warn("an upload was not cleared away; the next start does it", e);
            }
        }
    }
}
