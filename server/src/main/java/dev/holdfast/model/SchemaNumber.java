package dev.holdfast.model;

import dev.holdfast.json.Json;
import dev.holdfast.json.JsonValue.JsonNumber;
import dev.holdfast.json.JsonValue.JsonObject;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A number within the bounds that a JSON schema sets: 1 if it fits. */
final class SchemaNumber {

    /** Bounds of any other form, such as 1e999999999, are not worth the memory that reading them could take. */
    private static final Pattern READABLE = Pattern.compile("-?[0-9]{1,18}(\\.[0-9]{1,18})?");

    private SchemaNumber() {}

    static Json of(JsonObject schema) {
        BigDecimal value = SchemaFields.type(schema).equals("integer") ? whole(schema) : any(schema);
        return new Json(value.stripTrailingZeros().toPlainString());
    }

    private static BigDecimal whole(JsonObject schema) {
        BigDecimal above = bound(schema, "exclusiveMinimum");
        BigDecimal below = bound(schema, "exclusiveMaximum");
        BigDecimal least = above != null
                ? above.setScale(0, RoundingMode.FLOOR).add(BigDecimal.ONE)
                : rounded(bound(schema, "minimum"), RoundingMode.CEILING);
        BigDecimal most = below != null
                ? below.setScale(0, RoundingMode.CEILING).subtract(BigDecimal.ONE)
                : rounded(bound(schema, "maximum"), RoundingMode.FLOOR);
        BigDecimal value = clamped(least, most);
        BigDecimal step = bound(schema, "multipleOf");
        return step == null || step.signum() <= 0
                ? value
                : value.divide(step, 0, RoundingMode.CEILING).multiply(step);
    }

    private static BigDecimal any(JsonObject schema) {
        BigDecimal above = bound(schema, "exclusiveMinimum");
        BigDecimal below = bound(schema, "exclusiveMaximum");
        if (above == null && below == null) {
            return clamped(bound(schema, "minimum"), bound(schema, "maximum"));
        }
        BigDecimal least = above != null ? above : bound(schema, "minimum");
        BigDecimal most = below != null ? below : bound(schema, "maximum");
        if (least != null && most != null) {
            // Halfway is inside, whichever of the two bounds is exclusive.
            return least.add(most).divide(BigDecimal.TWO);
        }
        return least != null ? least.add(BigDecimal.ONE) : notNull(most).subtract(BigDecimal.ONE);
    }

    private static BigDecimal clamped(@Nullable BigDecimal least, @Nullable BigDecimal most) {
        BigDecimal value = least == null ? BigDecimal.ONE : BigDecimal.ONE.max(least);
        return most == null ? value : value.min(most);
    }

    private static @Nullable BigDecimal rounded(@Nullable BigDecimal bound, RoundingMode mode) {
        return bound == null ? null : bound.setScale(0, mode);
    }

    private static @Nullable BigDecimal bound(JsonObject schema, String keyword) {
        return schema.find(keyword).orElse(null) instanceof JsonNumber number
                        && READABLE.matcher(number.json().text()).matches()
                ? new BigDecimal(number.json().text())
                : null;
    }

    private static BigDecimal notNull(@Nullable BigDecimal bound) {
        return bound == null ? BigDecimal.TWO : bound;
    }
}
