package dev.holdfast.badinput;

import static dev.holdfast.testing.TurnWords.function;
import static dev.holdfast.testing.TurnWords.gated;

import com.google.protobuf.ByteString;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.DynamicMessage;
import com.google.protobuf.InvalidProtocolBufferException;
import dev.holdfast.auth.Grant;
import dev.holdfast.auth.KeyStyle;
import dev.holdfast.name.ActionId;
import dev.holdfast.name.ApprovalId;
import dev.holdfast.name.KeyId;
import dev.holdfast.name.SessionId;
import dev.holdfast.testing.TestServer;
import dev.holdfast.testing.TurnCaller;
import dev.holdfast.v1.CreateKeyRequest;
import dev.holdfast.v1.CreateKeyResponse;
import dev.holdfast.v1.CreateSessionRequest;
import dev.holdfast.v1.KeyServiceGrpc;
import dev.holdfast.v1.ListKeysRequest;
import dev.holdfast.v1.ListSessionsRequest;
import dev.holdfast.v1.PendingAction;
import dev.holdfast.v1.RevokeKeyRequest;
import dev.holdfast.v1.SessionServiceGrpc;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.UUID;

/** A tenant that sends what it should not, and another whose things it must never notice. */
final class TwoTenants {

    /** A tenant's key, and what was made with it. */
    record Owner(
            String key, String sessionId, String keyId, String sessionPage, String keyPage, PendingAction waiting) {}

    final Owner caller;
    final Owner stranger;
    final String unknownSession = new SessionId(new UUID(0x0199_0000_0000_7000L, 0x8000_0000_0000_0001L)).toString();
    final String unknownKey = new KeyId(new UUID(0x0199_0000_0000_7000L, 0x8000_0000_0000_0002L)).toString();

    final String unknownApproval =
            new ApprovalId(new ActionId(new UUID(0x0199_0000_0000_7000L, 0x8000_0000_0000_0003L)), 0).toString();

    /** To be deleted and revoked. */
    final Owner spare;

    private final TestServer server;

    TwoTenants(TestServer server) {
        this.server = server;
        this.caller = owner("caller");
        this.stranger = owner("stranger");
        this.spare = owner("caller");
    }

    String keyWith(Set<Grant> grants) {
        return server.key("caller", KeyStyle.NATIVE, grants);
    }

    String revokedKey() {
        CreateKeyResponse made = keys(caller.key())
                .createKey(CreateKeyRequest.newBuilder()
                        .setName("revoked")
                        .addGrants(dev.holdfast.v1.Grant.GRANT_READ)
                        .build());
        keys(caller.key())
                .revokeKey(RevokeKeyRequest.newBuilder()
                        .setKeyId(made.getKey().getKeyId())
                        .build());
        return made.getSecret();
    }

    /** Ids that name nothing of the caller's, for a field that takes one. */
    List<String> foreignIds() {
        return List.of(
                stranger.sessionId(),
                stranger.keyId(),
                stranger.sessionPage(),
                stranger.keyPage(),
                stranger.waiting().getApprovalId(),
                stranger.waiting().getApprovalId() + "_1",
                "f____" + caller.sessionPage().substring(5),
                "_____" + caller.sessionPage().substring(5),
                caller.sessionPage().substring(1),
                caller.sessionPage() + "A",
                unknownSession,
                unknownKey,
                caller.sessionId().toUpperCase(Locale.ROOT),
                caller.sessionId().substring(1),
                caller.sessionId() + "0",
                caller.sessionId().replace('_', '-'),
                "ses_8" + "0".repeat(25),
                "ses_0" + "u".repeat(25),
                "ses_" + "０".repeat(26),
                "sess_000000000000",
                "sess_00000000000G",
                "ses_",
                "key_");
    }

    /** A request that the server takes, as far as the names of its fields tell. */
    DynamicMessage sample(Descriptor type) {
        DynamicMessage.Builder sample = DynamicMessage.newBuilder(type);
        Owner owner = type.getName().matches("(Delete|Revoke).*") ? spare : caller;
        for (FieldDescriptor field : type.getFields()) {
            switch (field.getName()) {
                case "session_id" -> sample.setField(field, owner.sessionId());
                case "key_id" -> sample.setField(field, owner.keyId());
                case "name" -> sample.setField(field, "name");
                case "grants" ->
                    sample.addRepeatedField(field, field.getEnumType().findValueByNumber(1));
                case "metadata" -> sample.setField(field, json(field.getMessageType()));
                case "approval_id" -> sample.setField(field, owner.waiting().getApprovalId());
                case "digest" -> sample.setField(field, owner.waiting().getDigest());
                case "action_id" -> sample.setField(field, "tc_01jd0000000000000000000000");
                case "turn" -> sample.setField(field, turn(field.getMessageType()));
                case "data" -> sample.setField(field, ByteString.copyFromUtf8("{}"));
                default -> {}
            }
        }
        return sample.build();
    }

    private static DynamicMessage turn(Descriptor type) {
        try {
            return DynamicMessage.parseFrom(
                    type, TurnCaller.turn("/words 1").build().toByteString());
        } catch (InvalidProtocolBufferException e) {
            throw new IllegalStateException(e);
        }
    }

    private static DynamicMessage json(Descriptor type) {
        return DynamicMessage.newBuilder(type)
                .setField(type.findFieldByName("text"), "{}")
                .build();
    }

    private Owner owner(String tenant) {
        String key = server.key(tenant, KeyStyle.NATIVE, EnumSet.allOf(Grant.class));
        server.key(tenant);
        var sessions = SessionServiceGrpc.newBlockingStub(server.channel()).withCallCredentials(TestServer.bearer(key));
        sessions.createSession(CreateSessionRequest.getDefaultInstance());
        String sessionId = sessions.createSession(CreateSessionRequest.getDefaultInstance())
                .getSession()
                .getSessionId();
        String sessionPage = sessions.listSessions(
                        ListSessionsRequest.newBuilder().setPageSize(1).build())
                .getNextPageToken();
        var page =
                keys(key).listKeys(ListKeysRequest.newBuilder().setPageSize(1).build());
        String victim = keys(key)
                .createKey(CreateKeyRequest.newBuilder()
                        .setName("victim")
                        .addGrants(dev.holdfast.v1.Grant.GRANT_READ)
                        .build())
                .getKey()
                .getKeyId();
        return new Owner(key, sessionId, victim, sessionPage, page.getNextPageToken(), waiting(tenant, key));
    }

    /** A call that waits for a person, in a session of its own. */
    private PendingAction waiting(String tenant, String key) {
        TurnCaller owner = new TurnCaller(server, key);
        return owner.paused(owner.session(), TurnCaller.turn("/call " + tenant, gated(function(tenant))))
                .getTurnPaused()
                .getActions(0);
    }

    private KeyServiceGrpc.KeyServiceBlockingStub keys(String key) {
        return KeyServiceGrpc.newBlockingStub(server.channel()).withCallCredentials(TestServer.bearer(key));
    }
}
