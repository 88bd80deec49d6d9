package dev.holdfast.badinput;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.auth.Grant;
import dev.holdfast.testing.TestServer;
import dev.holdfast.v1.Access;
import io.grpc.Metadata;
import io.grpc.Status.Code;
import java.util.EnumSet;
import java.util.List;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A key with the grant to approve and no other decides on approvals, and can do nothing else: of all RPCs that there are. */
final class ApproveOnlyKeyTest {

    @RegisterExtension
    static final TestServer SERVER = new TestServer();

    @Test
    void itMayDecideAndNothingElse() {
        TwoTenants tenants = new TwoTenants(SERVER);
        Metadata key = RawCall.metadata("authorization", "Bearer " + tenants.keyWith(EnumSet.of(Grant.APPROVE)));
        TreeSet<String> permitted = new TreeSet<>();
        for (DocumentedRpc rpc : DocumentedRpc.all()) {
            var request = tenants.sample(rpc.method().getInputType()).toByteString();
            RawCall.Answer answer = RawCall.of(SERVER.channel(), rpc.path(), request, key);
            boolean refused = rpc.dialect()
                    ? List.of("401", "403").contains(answer.header("x-http-status"))
                    : answer.status().getCode() == Code.PERMISSION_DENIED;
            if (!refused && rpc.access() != Access.ACCESS_ANYONE) {
                permitted.add(rpc.path());
            }
        }

        assertThat(permitted)
                .containsExactly(
                        "holdfast.rest.v1.SessionsService/RejectAction",
                        "holdfast.v1.ApprovalService/AllowApproval",
                        "holdfast.v1.ApprovalService/GetApproval",
                        "holdfast.v1.ApprovalService/ListApprovals",
                        "holdfast.v1.ApprovalService/RejectApproval",
                        "holdfast.v1.ApprovalService/WatchApprovals",
                        "holdfast.v1.TurnService/ApproveAction",
                        "holdfast.v1.TurnService/RejectAction");
    }
}
