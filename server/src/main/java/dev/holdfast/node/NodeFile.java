package dev.holdfast.node;

import dev.holdfast.error.StartupException;
import dev.holdfast.storage.SecretFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.UUID;

/** The node's name, kept in its home. A copied home is a second node with the name of the first: only one of them works. */
final class NodeFile {

    private static final String NAME = "node_id";

    private NodeFile() {}

    static NodeId readOrMake(Path home) {
        Path file = home.resolve(NAME);
        try {
            return new NodeId(UUID.fromString(Files.readString(file).strip()));
        } catch (NoSuchFileException e) {
            return make(home);
        } catch (IOException | IllegalArgumentException e) {
            throw new StartupException(
                    "The name of this node cannot be read from %s: %s. Without the file it gets a new one."
                            .formatted(file, e.getMessage()),
                    e);
        }
    }

    private static NodeId make(Path home) {
        NodeId id = new NodeId(UUID.randomUUID());
        try {
            SecretFile.write(home, NAME, id + "\n");
        } catch (IOException e) {
            throw new StartupException("The name of this node cannot be kept in %s: %s".formatted(home, e), e);
        }
        return id;
    }
}
