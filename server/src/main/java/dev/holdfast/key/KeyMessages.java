package dev.holdfast.key;

import com.google.protobuf.util.Timestamps;
import dev.holdfast.auth.Grant;
import dev.holdfast.auth.Key;
import dev.holdfast.auth.KeyStyle;
import dev.holdfast.auth.NewKey;
import dev.holdfast.error.HoldfastException;
import dev.holdfast.error.Reason;
import dev.holdfast.name.KeyId;
import dev.holdfast.rpc.IdempotencyKey;
import dev.holdfast.v1.CreateKeyRequest;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** Keys as messages, and requests for keys parsed. */
final class KeyMessages {

    private KeyMessages() {}

    static NewKey newKey(CreateKeyRequest request, KeyId by) {
        NewKey.Request repeated = request.hasIdempotencyKey()
                ? new NewKey.Request(by, IdempotencyKey.parse(request.getIdempotencyKey()))
                : null;
        return new NewKey(
                name(request.getName()), style(request.getStyle()), grants(request.getGrantsList()), repeated);
    }

    static dev.holdfast.v1.Key key(Key key) {
        var message = dev.holdfast.v1.Key.newBuilder()
                .setKeyId(key.id().toString())
                .setName(key.name())
                .setStyle(
                        switch (key.style()) {
                            case NATIVE -> dev.holdfast.v1.KeyStyle.KEY_STYLE_NATIVE;
                            case SESSIONS -> dev.holdfast.v1.KeyStyle.KEY_STYLE_SESSIONS;
                            case WORKSPACE -> dev.holdfast.v1.KeyStyle.KEY_STYLE_WORKSPACE;
                            case REPOSITORIES -> dev.holdfast.v1.KeyStyle.KEY_STYLE_REPOSITORIES;
                        })
                .addAllGrants(
                        key.grants().stream().sorted().map(KeyMessages::grant).toList())
                .setSecretHint(key.secretHint())
                .setCreateTime(Timestamps.fromMillis(key.createdAt().toEpochMilli()));
        if (key.rotatedAt() != null) {
            message.setRotateTime(Timestamps.fromMillis(key.rotatedAt().toEpochMilli()));
        }
        if (key.revokedAt() != null) {
            message.setRevokeTime(Timestamps.fromMillis(key.revokedAt().toEpochMilli()));
        }
        return message.build();
    }

    private static String name(String name) {
        boolean control = name.chars().anyMatch(Character::isISOControl);
        if (name.isBlank() || name.length() > Key.MAX_NAME_LENGTH || control) {
            throw HoldfastException.ofField(
                    Reason.FIELD_INVALID,
                    "name",
                    "name must be text of 1 to " + Key.MAX_NAME_LENGTH + " characters, without control characters.");
        }
        return name;
    }

    private static KeyStyle style(dev.holdfast.v1.KeyStyle style) {
        return switch (style) {
            case KEY_STYLE_UNSPECIFIED, KEY_STYLE_NATIVE -> KeyStyle.NATIVE;
            case KEY_STYLE_SESSIONS -> KeyStyle.SESSIONS;
            case KEY_STYLE_WORKSPACE -> KeyStyle.WORKSPACE;
            case KEY_STYLE_REPOSITORIES -> KeyStyle.REPOSITORIES;
            case UNRECOGNIZED ->
                throw HoldfastException.ofField(
                        Reason.FIELD_INVALID, "style", "style has a value that this server does not know.");
        };
    }

    private static Set<Grant> grants(List<dev.holdfast.v1.Grant> messages) {
        Set<Grant> grants = EnumSet.noneOf(Grant.class);
        for (dev.holdfast.v1.Grant message : messages) {
            grants.add(
                    switch (message) {
                        case GRANT_READ -> Grant.READ;
                        case GRANT_WRITE -> Grant.WRITE;
                        case GRANT_APPROVE -> Grant.APPROVE;
                        case GRANT_ADMIN -> Grant.ADMIN;
                        case GRANT_UNSPECIFIED, UNRECOGNIZED ->
                            throw HoldfastException.ofField(
                                    Reason.FIELD_INVALID,
                                    "grants",
                                    "grants holds a value that this server does not know.");
                    });
        }
        if (grants.isEmpty()) {
            throw HoldfastException.ofField(
                    Reason.FIELD_INVALID, "grants", "grants must name at least one of read, write, approve, admin.");
        }
        return grants;
    }

    private static dev.holdfast.v1.Grant grant(Grant grant) {
        return switch (grant) {
            case READ -> dev.holdfast.v1.Grant.GRANT_READ;
            case WRITE -> dev.holdfast.v1.Grant.GRANT_WRITE;
            case APPROVE -> dev.holdfast.v1.Grant.GRANT_APPROVE;
            case ADMIN -> dev.holdfast.v1.Grant.GRANT_ADMIN;
        };
    }
}
