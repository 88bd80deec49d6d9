package dev.holdfast.key;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.auth.KeyStyle;
import dev.holdfast.testing.TestServer;
import dev.holdfast.v1.CreateKeyRequest;
import dev.holdfast.v1.Grant;
import dev.holdfast.v1.Key;
import dev.holdfast.v1.KeyServiceGrpc;
import dev.holdfast.v1.KeyServiceGrpc.KeyServiceBlockingStub;
import dev.holdfast.v1.ListKeysRequest;
import dev.holdfast.v1.RevokeKeyRequest;
import dev.holdfast.v1.RotateKeyRequest;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Keys as a gRPC client sees them. */
final class KeyServiceTest {

    @RegisterExtension
    static final TestServer SERVER = new TestServer();

    @ParameterizedTest
    @CsvSource({
        "KEY_STYLE_UNSPECIFIED, hf_[A-Za-z0-9]{40}",
        "KEY_STYLE_SESSIONS, cnc_[A-Za-z0-9]{40}",
        "KEY_STYLE_WORKSPACE, pk_styles_[A-Za-z0-9]{40}",
        "KEY_STYLE_REPOSITORIES, cgk_live_[A-Za-z0-9]{40}"
    })
    void aNewKeyWorksAtOnceAndItsSecretHasTheFormOfItsStyle(String style, String form) {
        var made = stub(SERVER.key("styles"))
                .createKey(CreateKeyRequest.newBuilder()
                        .setName("n")
                        .setStyle(dev.holdfast.v1.KeyStyle.valueOf(style))
                        .addGrants(Grant.GRANT_ADMIN)
                        .build());

        assertThat(made.getSecret()).matches(form).startsWith(made.getKey().getSecretHint());
        assertThat(stub(made.getSecret()).listKeys(all()).getKeysList()).contains(made.getKey());
    }

    @Test
    void aSecretIsShownOnceEvenWhenTheRequestIsRepeated() {
        var stub = stub(SERVER.key("once"));
        CreateKeyRequest request = CreateKeyRequest.newBuilder()
                .setName("n")
                .addGrants(Grant.GRANT_READ)
                .setIdempotencyKey("k")
                .build();
        var first = stub.createKey(request);
        var second = stub.createKey(request);

        assertThat(second.getKey()).isEqualTo(first.getKey());
        assertThat(second.getSecret()).isEmpty();
        assertThat(code(() ->
                        stub.createKey(request.toBuilder().setName("other").build())))
                .isEqualTo(Status.Code.FAILED_PRECONDITION);
    }

    @Test
    void rotationKeepsTheIdAndEndsTheOldSecretAtOnce() {
        String old = SERVER.key("rotate");
        Key key = stub(old).listKeys(all()).getKeys(0);

        var rotated = stub(old)
                .rotateKey(
                        RotateKeyRequest.newBuilder().setKeyId(key.getKeyId()).build());

        assertThat(rotated.getKey().getKeyId()).isEqualTo(key.getKeyId());
        assertThat(code(() -> stub(old).listKeys(all()))).isEqualTo(Status.Code.UNAUTHENTICATED);
        assertThat(stub(rotated.getSecret()).listKeys(all()).getKeys(0).hasRotateTime())
                .isTrue();
    }

    @Test
    void aRevokedKeyIsRefusedAtOnceAndForGood() {
        var stub = stub(SERVER.key("revoke"));
        var made = stub.createKey(CreateKeyRequest.newBuilder()
                .setName("n")
                .addGrants(Grant.GRANT_ADMIN)
                .build());
        RevokeKeyRequest revoke =
                RevokeKeyRequest.newBuilder().setKeyId(made.getKey().getKeyId()).build();

        Key revoked = stub.revokeKey(revoke).getKey();

        assertThat(revoked.hasRevokeTime()).isTrue();
        assertThat(stub.revokeKey(revoke).getKey()).isEqualTo(revoked);
        assertThat(code(() -> stub(made.getSecret()).listKeys(all()))).isEqualTo(Status.Code.UNAUTHENTICATED);
        assertThat(code(() -> stub.rotateKey(RotateKeyRequest.newBuilder()
                        .setKeyId(made.getKey().getKeyId())
                        .build())))
                .isEqualTo(Status.Code.FAILED_PRECONDITION);
    }

    @Test
    void theLastKeyThatAdministersCannotBeRevoked() {
        var stub = stub(SERVER.key("last"));
        String id = stub.listKeys(all()).getKeys(0).getKeyId();

        assertThat(code(() -> stub.revokeKey(
                        RevokeKeyRequest.newBuilder().setKeyId(id).build())))
                .isEqualTo(Status.Code.FAILED_PRECONDITION);
        assertThat(stub.listKeys(all()).getKeysCount()).isEqualTo(1);
    }

    @Test
    void anotherTenantsKeyAnswersLikeOneThatNeverWas() {
        String foreign = stub(SERVER.key("theirs")).listKeys(all()).getKeys(0).getKeyId();
        var stub = stub(SERVER.key("ours"));
        String unknown = foreign.substring(0, foreign.length() - 4) + "0000";

        assertThat(refusal(() -> stub.rotateKey(
                        RotateKeyRequest.newBuilder().setKeyId(foreign).build())))
                .isEqualTo(refusal(() -> stub.rotateKey(
                                RotateKeyRequest.newBuilder().setKeyId(unknown).build()))
                        .replace(unknown, foreign));
    }

    @Test
    void aKeyDoesOnlyWhatItsGrantsAllow() {
        String reader = SERVER.key("grants", KeyStyle.NATIVE, EnumSet.of(dev.holdfast.auth.Grant.READ));

        assertThat(code(() -> stub(reader).listKeys(all()))).isEqualTo(Status.Code.PERMISSION_DENIED);
        assertThat(refusal(() -> stub(reader).listKeys(all()))).contains("`admin`");
    }

    @Test
    void pagesCoverEveryKeyOnceOldestFirst() {
        var stub = stub(SERVER.key("pages"));
        for (int i = 0; i < 6; i++) {
            stub.createKey(CreateKeyRequest.newBuilder()
                    .setName("n" + i)
                    .addGrants(Grant.GRANT_READ)
                    .build());
        }
        List<String> names = new ArrayList<>();
        String token = "";
        do {
            var page = stub.listKeys(ListKeysRequest.newBuilder()
                    .setPageSize(3)
                    .setPageToken(token)
                    .build());
            page.getKeysList().forEach(key -> names.add(key.getName()));
            token = page.getNextPageToken();
        } while (!token.isEmpty());

        assertThat(names).containsExactlyInAnyOrder("test", "n0", "n1", "n2", "n3", "n4", "n5");
    }

    private static KeyServiceBlockingStub stub(String key) {
        return KeyServiceGrpc.newBlockingStub(SERVER.channel()).withCallCredentials(TestServer.bearer(key));
    }

    private static ListKeysRequest all() {
        return ListKeysRequest.getDefaultInstance();
    }

    private static Status.Code code(ThrowingCallable call) {
        List<Status.Code> codes = new ArrayList<>();
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        StatusRuntimeException.class,
                        refused -> codes.add(refused.getStatus().getCode()));
        return codes.getFirst();
    }

    private static String refusal(ThrowingCallable call) {
        List<String> sentences = new ArrayList<>();
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        StatusRuntimeException.class,
                        refused -> sentences.add(refused.getStatus().toString()));
        return sentences.getFirst();
    }
}
