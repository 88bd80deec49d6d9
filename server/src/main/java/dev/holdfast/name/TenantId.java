package dev.holdfast.name;

import java.util.Optional;
import java.util.UUID;

/** The id of a tenant: a customer, project or organisation; the three are one thing. */
public record TenantId(UUID value) {

    private static final String PREFIX = "ten";

    public static Optional<TenantId> parse(String text) {
        return TypeId.parse(PREFIX, text).map(TenantId::new);
    }

    @Override
    public String toString() {
        return TypeId.print(PREFIX, value);
    }
}
