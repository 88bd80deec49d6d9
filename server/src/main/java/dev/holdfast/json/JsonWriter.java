package dev.holdfast.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Prints one JSON value, fields in the order of the calls. An absent value prints as {@code null}. */
public final class JsonWriter {

    private static final JsonFactory FACTORY = new JsonFactory();

    private final JsonGenerator out;

    private JsonWriter(JsonGenerator out) {
        this.out = out;
    }

    /** An object whose fields the given body writes. */
    public static String object(Consumer<JsonWriter> body) {
        return print(writer -> writer.inObject(body));
    }

    /** An array with an object for each item. */
    public static <T> String array(List<T> items, BiConsumer<JsonWriter, T> body) {
        return print(writer -> writer.inArray(items, body));
    }

    /** A text as a JSON string. */
    public static Json string(String value) {
        return new Json(print(writer -> writer.out.writeString(value)));
    }

    public JsonWriter field(String name, @Nullable String value) {
        return write(() -> out.writeStringField(name, value));
    }

    public JsonWriter field(String name, long value) {
        return write(() -> out.writeNumberField(name, value));
    }

    public JsonWriter field(String name, boolean value) {
        return write(() -> out.writeBooleanField(name, value));
    }

    /** A decimal number in plain notation, without needless zeros. */
    public JsonWriter field(String name, BigDecimal value) {
        return write(() -> {
            out.writeFieldName(name);
            out.writeNumber(
                    value.signum() == 0 ? "0" : value.stripTrailingZeros().toPlainString());
        });
    }

    /** Free-form JSON, as it is. */
    public JsonWriter field(String name, Json value) {
        return write(() -> {
            out.writeFieldName(name);
            out.writeRawValue(value.text());
        });
    }

    public JsonWriter field(String name, List<String> values) {
        return write(() -> {
            out.writeArrayFieldStart(name);
            for (String value : values) {
                out.writeString(value);
            }
            out.writeEndArray();
        });
    }

    public JsonWriter object(String name, Consumer<JsonWriter> body) {
        return write(() -> {
            out.writeFieldName(name);
            inObject(body);
        });
    }

    public <T> JsonWriter array(String name, List<T> items, BiConsumer<JsonWriter, T> body) {
        return write(() -> {
            out.writeFieldName(name);
            inArray(items, body);
        });
    }

    private void inObject(Consumer<JsonWriter> body) throws IOException {
        out.writeStartObject();
        body.accept(this);
        out.writeEndObject();
    }

    private <T> void inArray(List<T> items, BiConsumer<JsonWriter, T> body) throws IOException {
        out.writeStartArray();
        for (T item : items) {
            inObject(writer -> body.accept(writer, item));
        }
        out.writeEndArray();
    }

    private static String print(Output<JsonWriter> body) {
        StringWriter text = new StringWriter();
        try (JsonGenerator out = FACTORY.createGenerator(text)) {
            body.accept(new JsonWriter(out));
        } catch (IOException e) {
            // Writing to a string does no input or output.
            throw new UncheckedIOException(e);
        }
        return text.toString();
    }

    private JsonWriter write(Step step) {
        try {
            step.run();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return this;
    }

    private interface Step {
        void run() throws IOException;
    }

    private interface Output<T> {
        void accept(T target) throws IOException;
    }
}
