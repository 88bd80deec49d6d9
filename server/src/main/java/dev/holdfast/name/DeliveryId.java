package dev.holdfast.name;

import java.util.Optional;
import java.util.UUID;

/** The id of a webhook's delivery to one endpoint. What it delivers has an id of its own, which all endpoints are told. */
public record DeliveryId(UUID value) {

    private static final String PREFIX = "whd";

    public static Optional<DeliveryId> parse(String text) {
        return TypeId.parse(PREFIX, text).map(DeliveryId::new);
    }

    /** The id of a message that tells of no event, and of which this is the only delivery. */
    public String message() {
        return TypeId.print("msg", value);
    }

    @Override
    public String toString() {
        return TypeId.print(PREFIX, value);
    }
}
