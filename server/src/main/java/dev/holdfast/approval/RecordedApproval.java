package dev.holdfast.approval;

import dev.holdfast.engine.Approval;
import dev.holdfast.name.SessionId;

/** An approval and the session that it is of. */
public record RecordedApproval(SessionId session, Approval approval) {}
