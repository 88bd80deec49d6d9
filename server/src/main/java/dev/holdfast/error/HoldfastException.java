package dev.holdfast.error;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A failure with a name. The message is shown to the caller: it says what was wrong and what to do, and holds nothing
 * that the caller may not know. The cause is for the log alone.
 */
public final class HoldfastException extends RuntimeException {

    private static final long serialVersionUID = 1;

    private final Reason reason;
    private final transient Map<String, String> metadata;

    public HoldfastException(Reason reason, String message) {
        this(reason, message, Map.of(), null);
    }

    public HoldfastException(Reason reason, String message, Map<String, String> metadata) {
        this(reason, message, metadata, null);
    }

    public HoldfastException(Reason reason, String message, Map<String, String> metadata, @Nullable Throwable cause) {
        super(message, cause);
        this.reason = reason;
        this.metadata = Map.copyOf(metadata);
    }

    /** A refusal of one field: its name as the caller wrote it is part of the metadata. */
    public static HoldfastException ofField(Reason reason, String field, String message) {
        return new HoldfastException(reason, message, Map.of("field", field), null);
    }

    /** A refusal of a method on a path that takes only these. */
    public static HoldfastException ofMethod(String allow) {
        return new HoldfastException(
                Reason.METHOD_NOT_ALLOWED, "This path takes only " + allow + ".", Map.of("allow", allow), null);
    }

    public Reason reason() {
        return reason;
    }

    public Map<String, String> metadata() {
        return metadata;
    }

    public String sentence() {
        return String.valueOf(getMessage());
    }
}
