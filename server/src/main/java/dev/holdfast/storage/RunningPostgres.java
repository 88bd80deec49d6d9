package dev.holdfast.storage;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.holdfast.error.StartupException;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** The file HOME/postgres.json, by which the command line tools reach the built-in Postgres of a running server. */
final class RunningPostgres {

    private static final String FILE = "postgres.json";
    private static final JsonFactory JSON = new JsonFactory();

    private RunningPostgres() {}

    static void write(Path home, DatabaseAddress address) throws IOException {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = JSON.createGenerator(text)) {
            json.useDefaultPrettyPrinter();
            json.writeStartObject();
            json.writeStringField("url", address.url());
            json.writeStringField("user", address.user());
            json.writeStringField("password", address.password());
            json.writeEndObject();
        }
        SecretFile.write(home, FILE, text + "\n");
    }

    static Optional<DatabaseAddress> read(Path home) {
        Path file = home.resolve(FILE);
        try (JsonParser json = JSON.createParser(Files.readString(file))) {
            Map<String, String> fields = new HashMap<>();
            for (JsonToken token = json.nextToken(); token != null; token = json.nextToken()) {
                if (token == JsonToken.VALUE_STRING) {
                    fields.put(json.currentName(), json.getText());
                }
            }
            return Optional.of(new DatabaseAddress(
                    fields.getOrDefault("url", ""),
                    fields.getOrDefault("user", ""),
                    fields.getOrDefault("password", "")));
        } catch (NoSuchFileException none) {
            return Optional.empty();
        } catch (IOException failure) {
            throw new StartupException("The file %s cannot be read.".formatted(file), failure);
        }
    }

    static void delete(Path home) throws IOException {
        Files.deleteIfExists(home.resolve(FILE));
    }
}
