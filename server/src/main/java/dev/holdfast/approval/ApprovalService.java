package dev.holdfast.approval;

import dev.holdfast.auth.Caller;
import dev.holdfast.engine.Verdict;
import dev.holdfast.name.SessionId;
import dev.holdfast.name.TenantId;
import dev.holdfast.rpc.CallContext;
import dev.holdfast.rpc.PageSize;
import dev.holdfast.rpc.Stream;
import dev.holdfast.turn.TurnCheck;
import dev.holdfast.v1.AllowApprovalRequest;
import dev.holdfast.v1.AllowApprovalResponse;
import dev.holdfast.v1.ApprovalServiceGrpc;
import dev.holdfast.v1.GetApprovalRequest;
import dev.holdfast.v1.GetApprovalResponse;
import dev.holdfast.v1.ListApprovalsRequest;
import dev.holdfast.v1.ListApprovalsResponse;
import dev.holdfast.v1.RejectApprovalRequest;
import dev.holdfast.v1.RejectApprovalResponse;
import dev.holdfast.v1.WatchApprovalsRequest;
import dev.holdfast.v1.WatchApprovalsResponse;
import io.grpc.stub.StreamObserver;
import java.time.Duration;
import java.util.List;

/** Approvals over gRPC and typed REST. Refusals are thrown; the interceptor in front answers them. */
public final class ApprovalService extends ApprovalServiceGrpc.ApprovalServiceImplBase {

    /** Below the 4 MiB that a gRPC client takes by default. */
    private static final int MAX_PAGE_BYTES = 2 * 1024 * 1024;

    private final Approvals approvals;
    private final Duration heartbeat;

    public ApprovalService(Approvals approvals, Duration heartbeat) {
        this.approvals = approvals;
        this.heartbeat = heartbeat;
    }

    @Override
    public void getApproval(GetApprovalRequest request, StreamObserver<GetApprovalResponse> answer) {
        RecordedApproval found =
                approvals.require(CallContext.caller().tenant(), ApprovalRequests.approval(request.getApprovalId()));
        answer.onNext(GetApprovalResponse.newBuilder()
                .setApproval(ApprovalMessages.print(found))
                .build());
        answer.onCompleted();
    }

    @Override
    public void listApprovals(ListApprovalsRequest request, StreamObserver<ListApprovalsResponse> answer) {
        TenantId tenant = CallContext.caller().tenant();
        SessionId session = request.hasOfSessionId() ? ApprovalRequests.session(request.getOfSessionId()) : null;
        ApprovalQuery query = new ApprovalQuery(tenant, session, ApprovalRequests.state(request.getState()));
        int size = PageSize.parse(request.getPageSize());
        ApprovalPosition after =
                request.getPageToken().isEmpty() ? null : ApprovalPageToken.parse(query, request.getPageToken());
        // One more than asked for tells whether there is a next page.
        answer.onNext(page(query, approvals.list(query, after, size + 1), size));
        answer.onCompleted();
    }

    @Override
    public void watchApprovals(WatchApprovalsRequest request, StreamObserver<WatchApprovalsResponse> answer) {
        TenantId tenant = CallContext.caller().tenant();
        SessionId session = request.hasOfSessionId() ? ApprovalRequests.session(request.getOfSessionId()) : null;
        ApprovalWatch watch = approvals.watch(new ApprovalQuery(tenant, session, null));
        new ApprovalStream<>(Stream.to(answer), ApprovalService::change, WatchApprovalsResponse.getDefaultInstance())
                .send(watch, heartbeat);
    }

    @Override
    public void allowApproval(AllowApprovalRequest request, StreamObserver<AllowApprovalResponse> answer) {
        RecordedApproval decided = approvals.decide(
                CallContext.caller(),
                ApprovalRequests.approval(request.getApprovalId()),
                ApprovalRequests.digest(request.getDigest()),
                ApprovalRequests.allow(request),
                request.hasOnBehalfOf() ? ApprovalRequests.onBehalfOf(request.getOnBehalfOf()) : null);
        answer.onNext(AllowApprovalResponse.newBuilder()
                .setApproval(ApprovalMessages.print(decided))
                .build());
        answer.onCompleted();
    }

    @Override
    public void rejectApproval(RejectApprovalRequest request, StreamObserver<RejectApprovalResponse> answer) {
        Caller caller = CallContext.caller();
        RecordedApproval decided = approvals.decide(
                caller,
                ApprovalRequests.approval(request.getApprovalId()),
                ApprovalRequests.digest(request.getDigest()),
                new Verdict.Reject(request.hasReason() ? TurnCheck.reason(request.getReason()) : null),
                request.hasOnBehalfOf() ? ApprovalRequests.onBehalfOf(request.getOnBehalfOf()) : null);
        answer.onNext(RejectApprovalResponse.newBuilder()
                .setApproval(ApprovalMessages.print(decided))
                .build());
        answer.onCompleted();
    }

    private static WatchApprovalsResponse change(RecordedApproval approval) {
        return WatchApprovalsResponse.newBuilder()
                .setApproval(ApprovalMessages.print(approval))
                .build();
    }

    private static ListApprovalsResponse page(ApprovalQuery query, List<RecordedApproval> found, int size) {
        ListApprovalsResponse.Builder page = ListApprovalsResponse.newBuilder();
        int bytes = 0;
        for (RecordedApproval approval : found) {
            var message = ApprovalMessages.print(approval);
            bytes += message.getSerializedSize();
            boolean full = page.getApprovalsCount() == size || bytes > MAX_PAGE_BYTES;
            if (full && page.getApprovalsCount() > 0) {
                RecordedApproval last = found.get(page.getApprovalsCount() - 1);
                page.setNextPageToken(ApprovalPageToken.print(query, ApprovalPosition.after(last)));
                break;
            }
            page.addApprovals(message);
        }
        return page.build();
    }
}
