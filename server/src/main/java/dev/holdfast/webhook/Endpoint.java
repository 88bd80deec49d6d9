package dev.holdfast.webhook;

import dev.holdfast.name.TenantId;
import java.net.URI;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Somebody who is told.
 *
 * @param secrets signs with each of them, so that one can be changed for another without a gap
 * @param tenant whose sessions it is told of; null for everybody's
 */
record Endpoint(
        String name,
        URI url,
        List<WebhookSecret> secrets,
        @Nullable TenantId tenant,
        Set<WebhookType> types) {

    Endpoint {
        secrets = List.copyOf(secrets);
        types = Set.copyOf(types);
    }

    boolean wants(TenantId whose, WebhookType type) {
        return serves(whose) && types.contains(type);
    }

    boolean serves(TenantId whose) {
        return tenant == null || tenant.equals(whose);
    }

    String signatures(String messageId, long timestamp, byte[] body) {
        return secrets.stream()
                .map(secret -> secret.sign(messageId, timestamp, body))
                .collect(Collectors.joining(" "));
    }

    /** An address may hold a token, so it is shown to nobody either. */
    @Override
    public String toString() {
        return name;
    }
}
