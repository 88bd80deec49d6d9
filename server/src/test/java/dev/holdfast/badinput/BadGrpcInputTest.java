package dev.holdfast.badinput;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import dev.holdfast.auth.Grant;
import dev.holdfast.badinput.WireMutations.Mutation;
import dev.holdfast.badinput.WireMutations.Verdict;
import dev.holdfast.rpc.RpcConfig;
import dev.holdfast.testing.TestServer;
import dev.holdfast.v1.Access;
import io.grpc.Metadata;
import io.grpc.Status.Code;
import java.util.EnumSet;
import java.util.List;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Every RPC, sent everything that is wrong, through the gRPC port. */
final class BadGrpcInputTest {

    @RegisterExtension
    static final TestServer SERVER = new TestServer();

    private static final List<DocumentedRpc> RPCS = DocumentedRpc.all();
    private static final int MANY_REQUESTS = 500;

    private static TwoTenants tenants;

    @BeforeAll
    static void makeTenants() {
        tenants = new TwoTenants(SERVER);
    }

    @AfterAll
    static void nothingIsBroken() {
        ServerInvariants.check(SERVER);
    }

    @Test
    void everyWrongMessageIsAnsweredAsDocumented() {
        SoftAssertions all = new SoftAssertions();
        int sent = 0;
        for (DocumentedRpc rpc : RPCS) {
            for (Mutation mutation : WireMutations.of(rpc.method().getInputType(), tenants)) {
                sent++;
                all.assertThatCode(() -> {
                            RawCall.Answer answer = call(rpc, mutation.bytes(), bearer(tenants.caller.key()));
                            AnswerRules.check(rpc, answer);
                            if (mutation.verdict() == Verdict.REFUSED) {
                                assertThat(AnswerRules.refusedAsWrong(rpc, answer))
                                        .as("refused as wrong: %s", answer.status())
                                        .isTrue();
                            }
                        })
                        .as("%s with %s", rpc, mutation)
                        .doesNotThrowAnyException();
            }
        }
        all.assertAll();
        assertThat(sent).isGreaterThan(MANY_REQUESTS);
    }

    @Test
    void aCallWithoutAMessageIsRefused() {
        SoftAssertions all = new SoftAssertions();
        for (DocumentedRpc rpc : RPCS) {
            all.assertThatCode(() -> {
                        RawCall.Answer answer =
                                RawCall.of(SERVER.channel(), rpc.path(), List.of(), bearer(tenants.caller.key()));
                        AnswerRules.check(rpc, answer);
                        assertThat(AnswerRules.refused(rpc, answer))
                                .as("refused")
                                .isTrue();
                    })
                    .as(rpc.path())
                    .doesNotThrowAnyException();
        }
        all.assertAll();
    }

    @Test
    void aMessageAboveTheLimitIsRefused() {
        ByteString tooLarge = ByteString.copyFrom(new byte[RpcConfig.DEFAULT_MAX_MESSAGE_BYTES + 1]);
        for (DocumentedRpc rpc : RPCS) {
            RawCall.Answer answer = call(rpc, tooLarge, bearer(tenants.caller.key()));
            assertThat(answer.status().getCode())
                    .as("%s: %s", rpc, answer.status())
                    .isEqualTo(Code.RESOURCE_EXHAUSTED);
        }
    }

    @Test
    void withoutAGoodKeyNothingIsDone() {
        String revoked = tenants.revokedKey();
        List<Metadata> credentials = List.of(
                new Metadata(),
                bearer(""),
                bearer("hf_" + "a".repeat(40)),
                bearer(revoked),
                bearer(tenants.caller.key() + "x"),
                bearer("a".repeat(8_000)),
                RawCall.metadata("authorization", tenants.caller.key()),
                RawCall.metadata("authorization", "Basic !!!"),
                RawCall.metadata("authorization", "Basic eDp5"),
                RawCall.metadata("cencori_api_key", revoked, "authorization", "Bearer " + tenants.caller.key()),
                RawCall.metadata("x-session-id", "ses_" + "a".repeat(21)));
        SoftAssertions all = new SoftAssertions();
        for (DocumentedRpc rpc : RPCS) {
            if (rpc.access() == Access.ACCESS_ANYONE) {
                continue;
            }
            for (Metadata metadata : credentials) {
                all.assertThatCode(() -> {
                            RawCall.Answer answer = call(rpc, sample(rpc), metadata);
                            AnswerRules.check(rpc, answer);
                            assertThat(
                                            rpc.dialect()
                                                    ? answer.header("x-http-status")
                                                    : answer.status().getCode())
                                    .isEqualTo(rpc.dialect() ? "401" : Code.UNAUTHENTICATED);
                        })
                        .as("%s with %s", rpc, metadata)
                        .doesNotThrowAnyException();
            }
        }
        all.assertAll();
    }

    @Test
    void aKeyWithoutTheGrantIsRefused() {
        SoftAssertions all = new SoftAssertions();
        for (Grant grant : Grant.values()) {
            Metadata key = bearer(tenants.keyWith(EnumSet.complementOf(EnumSet.of(grant))));
            for (DocumentedRpc rpc : RPCS) {
                if (rpc.access().name().equals("ACCESS_" + grant)) {
                    all.assertThatCode(() -> {
                                RawCall.Answer answer = call(rpc, sample(rpc), key);
                                AnswerRules.check(rpc, answer);
                                assertThat(
                                                rpc.dialect()
                                                        ? answer.header("x-http-status")
                                                        : answer.status().getCode())
                                        .isEqualTo(rpc.dialect() ? "403" : Code.PERMISSION_DENIED);
                            })
                            .as("%s without %s", rpc, grant)
                            .doesNotThrowAnyException();
                }
            }
        }
        all.assertAll();
    }

    @Test
    void metadataAboveTheLimitIsRefused() {
        SoftAssertions all = new SoftAssertions();
        for (DocumentedRpc rpc : RPCS) {
            all.assertThatCode(() -> {
                        Metadata metadata = bearer(tenants.caller.key());
                        metadata.merge(RawCall.metadata("x-large", "a".repeat(RpcConfig.DEFAULT_MAX_METADATA_BYTES)));
                        RawCall.Answer answer = call(rpc, sample(rpc), metadata);
                        AnswerRules.check(rpc, answer);
                        assertThat(
                                        rpc.dialect()
                                                ? answer.header("x-http-status")
                                                : answer.status().getCode())
                                .isEqualTo(rpc.dialect() ? "431" : Code.RESOURCE_EXHAUSTED);
                    })
                    .as(rpc.path())
                    .doesNotThrowAnyException();
        }
        all.assertAll();
    }

    @Test
    void forgedMetadataChangesNothing() {
        SoftAssertions all = new SoftAssertions();
        for (DocumentedRpc rpc : RPCS) {
            all.assertThatCode(() -> {
                        Metadata metadata = bearer(tenants.stranger.key());
                        metadata.merge(RawCall.metadata(
                                "x-http-status", "299",
                                "x-http-anything", "1",
                                "x-envoy-original-path", "/v1/sessions",
                                "x-request-id", "bad id\u0001",
                                "content-type", "text/html",
                                "te", "gzip"));
                        RawCall.Answer answer = call(rpc, sample(rpc), metadata);
                        AnswerRules.check(rpc, answer);
                        assertThat(answer.header("x-http-status"))
                                .as("the status")
                                .isNotEqualTo("299");
                        assertThat(answer.header("x-request-id")).startsWith("req_");
                    })
                    .as(rpc.path())
                    .doesNotThrowAnyException();
        }
        all.assertAll();
    }

    @Test
    void anUnknownMethodIsUnimplemented() {
        for (String path : List.of("holdfast.v1.SessionService/Nope", "holdfast.v1.Nope/GetSession", "a/b", "//")) {
            RawCall.Answer answer = RawCall.of(SERVER.channel(), path, ByteString.EMPTY, bearer(tenants.caller.key()));
            assertThat(answer.status().getCode()).as(path).isEqualTo(Code.UNIMPLEMENTED);
        }
    }

    private static RawCall.Answer call(DocumentedRpc rpc, ByteString request, Metadata metadata) {
        return RawCall.of(SERVER.channel(), rpc.path(), request, metadata);
    }

    private static ByteString sample(DocumentedRpc rpc) {
        return tenants.sample(rpc.method().getInputType()).toByteString();
    }

    private static Metadata bearer(String key) {
        return RawCall.metadata("authorization", "Bearer " + key);
    }
}
