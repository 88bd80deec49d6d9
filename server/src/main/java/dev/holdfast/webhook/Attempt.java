package dev.holdfast.webhook;

import dev.holdfast.json.Json;
import dev.holdfast.name.DeliveryId;

/**
 * A delivery that this node has taken on, to try it once.
 *
 * @param tried how often it was tried before, since it was made or last ordered again
 */
record Attempt(DeliveryId id, String endpoint, String messageId, Json body, int tried) {}
