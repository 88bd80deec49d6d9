package dev.holdfast.cli;

import dev.holdfast.auth.IssuedKey;
import dev.holdfast.error.StartupException;
import dev.holdfast.json.JsonWriter;
import dev.holdfast.storage.SecretFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** The keys of the first start, kept in the home for its owner alone. */
final class KeysFile {

    private static final String NAME = "keys.json";

    private KeysFile() {}

    static Path in(Path home) {
        return home.resolve(NAME);
    }

    static void write(Path home, List<IssuedKey> issued) {
        String content = JsonWriter.object(
                json -> issued.forEach(key -> json.field(key.key().name(), secret(key))));
        try {
            SecretFile.write(home, NAME, content + "\n");
        } catch (IOException e) {
            throw new StartupException("The first keys cannot be kept in %s: %s".formatted(in(home), e), e);
        }
    }

    static String secret(IssuedKey issued) {
        if (issued.secret() == null) {
            throw new IllegalStateException("A key that was just made has its secret");
        }
        return issued.secret().text();
    }
}
