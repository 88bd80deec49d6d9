package dev.holdfast.provider;

import dev.holdfast.json.Json;
import dev.holdfast.json.JsonWriter;
import java.util.Optional;
import java.util.function.Consumer;

/** A block of an answer, as the Messages API wants to see it again. */
sealed interface AnthropicBlock {

    /** Its JSON; empty if it is to be left out. */
    Optional<Json> json();

    /** Whether it is something that only the provider can read or sign. */
    default boolean sealed() {
        return false;
    }

    record Text(StringBuilder text) implements AnthropicBlock {

        Text(String begin) {
            this(new StringBuilder(begin));
        }

        @Override
        public Optional<Json> json() {
            return text.toString().isBlank()
                    ? Optional.empty()
                    : print("text", json -> json.field("text", text.toString()));
        }
    }

    record Thought(StringBuilder text, StringBuilder signature) implements AnthropicBlock {

        Thought(String begin) {
            this(new StringBuilder(begin), new StringBuilder());
        }

        @Override
        public Optional<Json> json() {
            return signature.isEmpty()
                    ? Optional.empty()
                    : print(
                            "thinking",
                            json -> json.field("thinking", text.toString()).field("signature", signature.toString()));
        }

        @Override
        public boolean sealed() {
            return !signature.isEmpty();
        }
    }

    record Hidden(String data) implements AnthropicBlock {

        @Override
        public Optional<Json> json() {
            return print("redacted_thinking", json -> json.field("data", data));
        }

        @Override
        public boolean sealed() {
            return true;
        }
    }

    record Call() implements AnthropicBlock {

        @Override
        public Optional<Json> json() {
            return Optional.of(KeptItems.callPlace());
        }
    }

    private static Optional<Json> print(String type, Consumer<JsonWriter> fields) {
        return Optional.of(new Json(JsonWriter.object(json -> {
            json.field("type", type);
            fields.accept(json);
        })));
    }
}
