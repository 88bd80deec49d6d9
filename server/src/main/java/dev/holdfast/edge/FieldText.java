package dev.holdfast.edge;

import com.google.protobuf.ByteString;
import com.google.protobuf.Descriptors.EnumValueDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import dev.holdfast.rpc.Text;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The text of a path or a query as the value of a field, strictly: nothing is trimmed, guessed or cut. */
final class FieldText {

    private static final Pattern INTEGER = Pattern.compile("-?(0|[1-9][0-9]{0,19})");
    private static final Pattern DECIMAL = Pattern.compile("-?[0-9]{1,20}(\\.[0-9]{1,20})?([eE][-+]?[0-9]{1,3})?");

    private FieldText() {}

    static Object parse(FieldDescriptor field, String text) {
        Object value;
        try {
            value = switch (field.getJavaType()) {
                case STRING -> Text.isStorable(text) ? text : null;
                case BOOLEAN -> bool(text);
                case INT -> INTEGER.matcher(text).matches() ? integer(field, text) : null;
                case LONG -> INTEGER.matcher(text).matches() ? longInteger(field, text) : null;
                case FLOAT -> DECIMAL.matcher(text).matches() ? Float.valueOf(text) : null;
                case DOUBLE -> DECIMAL.matcher(text).matches() ? Double.valueOf(text) : null;
                case ENUM -> enumValue(field, text).orElse(null);
                case BYTE_STRING -> ByteString.copyFrom(Base64.getUrlDecoder().decode(text));
                case MESSAGE -> null;
            };
        } catch (IllegalArgumentException outOfRangeOrNoBase64) {
            value = null;
        }
        if (value == null) {
            throw Refusal.field(field.getName(), "`%s` is not %s.".formatted(field.getName(), expected(field)));
        }
        return value;
    }

    private static @Nullable Boolean bool(String text) {
        return switch (text) {
            case "true" -> true;
            case "false" -> false;
            default -> null;
        };
    }

    private static Integer integer(FieldDescriptor field, String text) {
        return switch (field.getType()) {
            case UINT32, FIXED32 -> Integer.parseUnsignedInt(text);
            default -> Integer.valueOf(text);
        };
    }

    private static Long longInteger(FieldDescriptor field, String text) {
        return switch (field.getType()) {
            case UINT64, FIXED64 -> Long.parseUnsignedLong(text);
            default -> Long.valueOf(text);
        };
    }

    private static Optional<EnumValueDescriptor> enumValue(FieldDescriptor field, String text) {
        return field.getEnumType().getValues().stream()
                .filter(value -> value.getName().equals(text)
                        || Integer.toString(value.getNumber()).equals(text))
                .findFirst();
    }

    private static String expected(FieldDescriptor field) {
        return switch (field.getJavaType()) {
            case STRING -> "text without NUL";
            case BOOLEAN -> "`true` or `false`";
            case INT -> "a 32-bit integer";
            case LONG -> "a 64-bit integer";
            case FLOAT, DOUBLE -> "a number";
            case ENUM -> "a value of " + field.getEnumType().getName();
            case BYTE_STRING -> "base64url";
            case MESSAGE -> "something that a query can hold";
        };
    }
}
