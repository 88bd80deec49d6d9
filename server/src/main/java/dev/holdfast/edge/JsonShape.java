package dev.holdfast.edge;

import com.fasterxml.jackson.core.JsonToken;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;

/**
 * Follows a JSON text through a message, to find values of a type that proto3 JSON does not have for the field: the
 * parser behind it takes a number for text and text for a boolean, and Envoy does not.
 */
final class JsonShape {

    private static final String WELL_KNOWN = "google.protobuf.";

    private final Descriptor root;
    private final Deque<Frame> open = new ArrayDeque<>();

    JsonShape(Descriptor root) {
        this.root = root;
    }

    int depth() {
        return open.size();
    }

    /** @param name the token's text; only that of a field's name matters */
    void next(JsonToken token, String name) {
        switch (token) {
            case START_OBJECT -> open.push(new Frame(open.isEmpty() ? Optional.of(root) : message()));
            // The elements belong to the field that the array stands for.
            case START_ARRAY -> open.push(open.isEmpty() ? new Frame(Optional.empty()) : open.peek());
            case END_OBJECT, END_ARRAY -> open.pop();
            case FIELD_NAME -> open.element().enter(name);
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT, VALUE_TRUE, VALUE_FALSE ->
                refuse(FieldDescriptor.JavaType.STRING, "text");
            case VALUE_STRING -> refuse(FieldDescriptor.JavaType.BOOLEAN, "`true` or `false`");
            case VALUE_NULL, VALUE_EMBEDDED_OBJECT, NOT_AVAILABLE -> {}
        }
    }

    private void refuse(FieldDescriptor.JavaType type, String expected) {
        field().filter(field -> field.getJavaType() == type).ifPresent(field -> {
            throw Refusal.json("The body is not the JSON that was asked for: `%s` must be %s."
                    .formatted(field.getJsonName(), expected));
        });
    }

    private Optional<FieldDescriptor> field() {
        return open.isEmpty() ? Optional.empty() : open.element().field;
    }

    /** Maps and the well-known types have JSON of their own, which the parser knows. */
    private Optional<Descriptor> message() {
        return field().filter(field -> field.getJavaType() == FieldDescriptor.JavaType.MESSAGE && !field.isMapField())
                .map(FieldDescriptor::getMessageType)
                .filter(type -> !type.getFullName().startsWith(WELL_KNOWN));
    }

    private static final class Frame {

        private final Optional<Descriptor> message;
        private Optional<FieldDescriptor> field = Optional.empty();

        private Frame(Optional<Descriptor> message) {
            this.message = message;
        }

        private void enter(String name) {
            field = message.stream()
                    .flatMap(type -> type.getFields().stream())
                    .filter(candidate -> candidate.getJsonName().equals(name)
                            || candidate.getName().equals(name))
                    .findFirst();
        }
    }
}
