package dev.holdfast.approval;

import dev.holdfast.auth.Grant;
import dev.holdfast.auth.KeyStyle;
import dev.holdfast.testing.TestServer;
import dev.holdfast.v1.AllowApprovalRequest;
import dev.holdfast.v1.Approval;
import dev.holdfast.v1.ApprovalServiceGrpc;
import dev.holdfast.v1.ApprovalServiceGrpc.ApprovalServiceBlockingStub;
import dev.holdfast.v1.ApprovalState;
import dev.holdfast.v1.GetApprovalRequest;
import dev.holdfast.v1.ListApprovalsRequest;
import dev.holdfast.v1.RejectApprovalRequest;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/** Somebody who may approve and nothing else. */
record Approver(TestServer server, String key) {

    private static final int PATIENCE_SECONDS = 60;

    static Approver of(TestServer server, String tenant) {
        return new Approver(server, server.key(tenant, KeyStyle.NATIVE, Set.of(Grant.APPROVE)));
    }

    ApprovalServiceBlockingStub approvals() {
        return ApprovalServiceGrpc.newBlockingStub(server.channel())
                .withCallCredentials(TestServer.bearer(key))
                .withDeadlineAfter(PATIENCE_SECONDS, TimeUnit.SECONDS);
    }

    /** What waits in a session. */
    List<Approval> pending(String session) {
        return list(session, ApprovalState.APPROVAL_STATE_PENDING);
    }

    /** The approvals of a session, newest first. */
    List<Approval> list(String session, ApprovalState state) {
        return approvals()
                .listApprovals(ListApprovalsRequest.newBuilder()
                        .setOfSessionId(session)
                        .setState(state)
                        .build())
                .getApprovalsList();
    }

    Approval get(String id) {
        return approvals()
                .getApproval(GetApprovalRequest.newBuilder().setApprovalId(id).build())
                .getApproval();
    }

    Approval allow(AllowApprovalRequest.Builder request) {
        return approvals().allowApproval(request.build()).getApproval();
    }

    Approval reject(RejectApprovalRequest.Builder request) {
        return approvals().rejectApproval(request.build()).getApproval();
    }

    /** Allows a call as it was shown. */
    static AllowApprovalRequest.Builder allowing(Approval shown) {
        return AllowApprovalRequest.newBuilder()
                .setApprovalId(shown.getApprovalId())
                .setDigest(shown.getDigest());
    }

    static RejectApprovalRequest.Builder rejecting(Approval shown) {
        return RejectApprovalRequest.newBuilder()
                .setApprovalId(shown.getApprovalId())
                .setDigest(shown.getDigest());
    }
}
