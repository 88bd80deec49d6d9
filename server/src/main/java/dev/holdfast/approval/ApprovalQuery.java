package dev.holdfast.approval;

import dev.holdfast.engine.Approval;
import dev.holdfast.name.SessionId;
import dev.holdfast.name.TenantId;
import org.jspecify.annotations.Nullable;

/**
 * Which of a tenant's approvals are meant.
 *
 * @param session null for those of all sessions
 * @param state null for those in any
 */
public record ApprovalQuery(TenantId tenant, @Nullable SessionId session, Approval.@Nullable State state) {}
