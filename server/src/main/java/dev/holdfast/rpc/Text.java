package dev.holdfast.rpc;

import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Message;
import dev.holdfast.error.HoldfastException;
import dev.holdfast.error.Reason;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/** Text that every store and every reader takes: no NUL, which Postgres refuses, and no half of a surrogate pair. */
public final class Text {

    private Text() {}

    public static boolean isStorable(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == 0 || Character.isLowSurrogate(c)) {
                return false;
            }
            if (Character.isHighSurrogate(c)) {
                i++;
                if (i == text.length() || !Character.isLowSurrogate(text.charAt(i))) {
                    return false;
                }
            }
        }
        return true;
    }

    /**
     * Refuses a message that holds other text anywhere. The depth of the recursion is that of the JSON it came from.
     */
    public static void check(Message message) {
        check(message, "");
    }

    private static void check(Message message, String prefix) {
        for (Map.Entry<FieldDescriptor, Object> entry : message.getAllFields().entrySet()) {
            String name = prefix + entry.getKey().getName();
            Collection<?> values = entry.getValue() instanceof List<?> list ? list : List.of(entry.getValue());
            for (Object value : values) {
                if (value instanceof String text && !isStorable(text)) {
                    throw HoldfastException.ofField(
                            Reason.FIELD_INVALID,
                            name,
                            "`" + name + "` holds NUL or half of a surrogate pair. Leave them out.");
                }
                if (value instanceof Message inner) {
                    check(inner, name + ".");
                }
            }
        }
    }
}
