package dev.holdfast.approval;

import dev.holdfast.engine.Approval;
import dev.holdfast.name.ApprovalId;
import java.time.Instant;

/** A place in a list of approvals: right behind this one. */
record ApprovalPosition(Instant requestedAt, ApprovalId id) {

    static ApprovalPosition after(RecordedApproval recorded) {
        Approval approval = recorded.approval();
        return new ApprovalPosition(approval.requestedAt(), approval.id());
    }
}
