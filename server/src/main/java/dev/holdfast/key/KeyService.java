package dev.holdfast.key;

import dev.holdfast.auth.Caller;
import dev.holdfast.auth.IssuedKey;
import dev.holdfast.auth.Key;
import dev.holdfast.auth.KeyStore;
import dev.holdfast.auth.NewKey;
import dev.holdfast.auth.Secret;
import dev.holdfast.name.KeyId;
import dev.holdfast.rpc.CallContext;
import dev.holdfast.rpc.PageSize;
import dev.holdfast.v1.CreateKeyRequest;
import dev.holdfast.v1.CreateKeyResponse;
import dev.holdfast.v1.KeyServiceGrpc;
import dev.holdfast.v1.ListKeysRequest;
import dev.holdfast.v1.ListKeysResponse;
import dev.holdfast.v1.RevokeKeyRequest;
import dev.holdfast.v1.RevokeKeyResponse;
import dev.holdfast.v1.RotateKeyRequest;
import dev.holdfast.v1.RotateKeyResponse;
import io.grpc.stub.StreamObserver;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The keys of the caller's own tenant. */
public final class KeyService extends KeyServiceGrpc.KeyServiceImplBase {

    private final KeyStore keys;

    public KeyService(KeyStore keys) {
        this.keys = keys;
    }

    @Override
    public void createKey(CreateKeyRequest request, StreamObserver<CreateKeyResponse> answer) {
        Caller caller = CallContext.caller();
        NewKey wanted = KeyMessages.newKey(request, caller.key());
        IssuedKey issued = keys.create(keys.tenantOf(caller), wanted);
        answer.onNext(CreateKeyResponse.newBuilder()
                .setKey(KeyMessages.key(issued.key()))
                .setSecret(secret(issued))
                .build());
        answer.onCompleted();
    }

    @Override
    public void listKeys(ListKeysRequest request, StreamObserver<ListKeysResponse> answer) {
        int size = PageSize.parse(request.getPageSize());
        KeyId after = request.getPageToken().isEmpty() ? null : pageToken(request.getPageToken());
        // One more than asked for tells whether there is a next page.
        List<Key> found = keys.list(CallContext.caller().tenant(), after, size + 1);
        List<Key> page = found.subList(0, Math.min(size, found.size()));
        ListKeysResponse.Builder response = ListKeysResponse.newBuilder()
                .addAllKeys(page.stream().map(KeyMessages::key).toList());
        if (found.size() > size) {
            response.setNextPageToken(page.getLast().id().toString());
        }
        answer.onNext(response.build());
        answer.onCompleted();
    }

    @Override
    public void rotateKey(RotateKeyRequest request, StreamObserver<RotateKeyResponse> answer) {
        IssuedKey issued = keys.rotate(keys.tenantOf(CallContext.caller()), id(request.getKeyId()));
        answer.onNext(RotateKeyResponse.newBuilder()
                .setKey(KeyMessages.key(issued.key()))
                .setSecret(secret(issued))
                .build());
        answer.onCompleted();
    }

    @Override
    public void revokeKey(RevokeKeyRequest request, StreamObserver<RevokeKeyResponse> answer) {
        Key revoked = keys.revoke(CallContext.caller().tenant(), id(request.getKeyId()));
        answer.onNext(
                RevokeKeyResponse.newBuilder().setKey(KeyMessages.key(revoked)).build());
        answer.onCompleted();
    }

    private static String secret(IssuedKey issued) {
        @Nullable Secret secret = issued.secret();
        return secret == null ? "" : secret.text();
    }

    private static KeyId pageToken(String token) {
        return KeyId.parse(token).orElseThrow(KeyStore::pageUnknown);
    }

    private static KeyId id(String text) {
        return KeyId.parse(text).orElseThrow(KeyStore::keyNotFound);
    }
}
