package dev.holdfast.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import dev.holdfast.error.HoldfastException;
import dev.holdfast.error.Reason;
import dev.holdfast.json.JsonValue.JsonArray;
import dev.holdfast.json.JsonValue.JsonBoolean;
import dev.holdfast.json.JsonValue.JsonNull;
import dev.holdfast.json.JsonValue.JsonNumber;
import dev.holdfast.json.JsonValue.JsonObject;
import dev.holdfast.json.JsonValue.JsonString;
import dev.holdfast.json.JsonValue.Source;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reads JSON strictly (RFC 8259, UTF-8), nested at most {@link #MAX_DEPTH} deep. What is not JSON is refused by name. */
public final class JsonParser {

    public static final int MAX_DEPTH = 64;

    private static final JsonFactory FACTORY = JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(MAX_DEPTH)
                    // The door bounds the whole body; inside it a text may be as long as it likes. Numbers stay texts.
                    .maxStringLength(Integer.MAX_VALUE)
                    .maxNumberLength(Integer.MAX_VALUE)
                    .maxNameLength(Integer.MAX_VALUE)
                    .build())
            .build();

    private final String text;
    private final com.fasterxml.jackson.core.JsonParser tokens;

    private JsonParser(String text, com.fasterxml.jackson.core.JsonParser tokens) {
        this.text = text;
        this.tokens = tokens;
    }

    public static JsonValue parse(ByteBuffer utf8) {
        try {
            return parse(StandardCharsets.UTF_8.newDecoder().decode(utf8).toString());
        } catch (CharacterCodingException e) {
            throw new HoldfastException(Reason.JSON_INVALID, "The body is not UTF-8. Send JSON encoded as UTF-8.");
        }
    }

    public static JsonValue parse(String text) {
        try (var tokens = FACTORY.createParser(text)) {
            JsonParser parser = new JsonParser(text, tokens);
            tokens.nextToken();
            JsonValue value = parser.value();
            if (tokens.nextToken() != null) {
                throw invalid("there is more after the end of the value");
            }
            return value;
        } catch (JsonProcessingException e) {
            throw invalid(where(e));
        } catch (IOException e) {
            // Reading from a string does no input or output.
            throw new UncheckedIOException(e);
        }
    }

    private JsonValue value() throws IOException {
        JsonToken token = tokens.currentToken();
        if (token == null) {
            throw invalid("it is empty");
        }
        return switch (token) {
            case START_OBJECT -> object();
            case START_ARRAY -> array();
            case VALUE_STRING -> string();
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> new JsonNumber(new Json(tokens.getText()));
            case VALUE_TRUE -> new JsonBoolean(true);
            case VALUE_FALSE -> new JsonBoolean(false);
            case VALUE_NULL -> new JsonNull();
            case END_OBJECT, END_ARRAY, FIELD_NAME, NOT_AVAILABLE, VALUE_EMBEDDED_OBJECT ->
                throw new IllegalStateException("A value cannot begin with " + token);
        };
    }

    private JsonObject object() throws IOException {
        int start = tokenStart();
        Map<String, JsonValue> fields = new LinkedHashMap<>();
        while (tokens.nextToken() == JsonToken.FIELD_NAME) {
            String name = tokens.currentName();
            tokens.nextToken();
            fields.put(name, value());
        }
        return new JsonObject(fields, source(start));
    }

    private JsonArray array() throws IOException {
        int start = tokenStart();
        List<JsonValue> items = new ArrayList<>();
        while (tokens.nextToken() != JsonToken.END_ARRAY) {
            items.add(value());
        }
        return new JsonArray(items, source(start));
    }

    private JsonString string() throws IOException {
        int start = tokenStart();
        // Only reading the value moves the parser past its closing quote.
        String value = tokens.getText();
        return new JsonString(value, source(start).json());
    }

    private int tokenStart() {
        return Math.toIntExact(tokens.currentTokenLocation().getCharOffset());
    }

    private Source source(int start) {
        return new Source(text, start, Math.toIntExact(tokens.currentLocation().getCharOffset()));
    }

    private static HoldfastException invalid(String detail) {
        return new HoldfastException(Reason.JSON_INVALID, "The body is not valid JSON: " + detail + ".");
    }

    private static String where(JsonProcessingException e) {
        // Depth is the one constraint above that can be met.
        if (e instanceof StreamConstraintsException) {
            return "it is nested more than " + MAX_DEPTH + " deep";
        }
        return "a mistake at line " + e.getLocation().getLineNr() + ", column "
                + e.getLocation().getColumnNr();
    }
}
