package dev.holdfast.model;

import dev.holdfast.json.Json;
import dev.holdfast.json.JsonValue.JsonObject;
import dev.holdfast.json.JsonValue.JsonString;
import dev.holdfast.json.JsonWriter;

/** A text that fits the format and the length that a JSON schema asks for. */
final class SchemaText {

    static final int MAX_LENGTH = 1_000;

    private static final String TEXT = "text";

    private SchemaText() {}

    static Json of(JsonObject schema) {
        String text = schema.find("format").orElse(null) instanceof JsonString format ? example(format.value()) : TEXT;
        long least = SchemaFields.whole(schema, "minLength").orElse(0L);
        long most = SchemaFields.whole(schema, "maxLength").orElse((long) MAX_LENGTH);
        int padding = (int) Math.max(0, Math.min(least, MAX_LENGTH) - text.length());
        String padded = text + "-".repeat(padding);
        return JsonWriter.string(padded.substring(0, (int) Math.min(padded.length(), most)));
    }

    private static String example(String format) {
        return switch (format) {
            case "date-time" -> "2026-01-01T00:00:00Z";
            case "date" -> "2026-01-01";
            case "time" -> "00:00:00Z";
            case "duration" -> "PT1H";
            case "email" -> "someone@example.com";
            case "hostname" -> "example.com";
            case "ipv4" -> "192.0.2.1";
            case "ipv6" -> "2001:db8::1";
            case "uri", "url" -> "https://example.com/";
            case "uuid" -> "00000000-0000-4000-8000-000000000000";
            default -> TEXT;
        };
    }
}
