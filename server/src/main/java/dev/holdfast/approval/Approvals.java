package dev.holdfast.approval;

import dev.holdfast.auth.Caller;
import dev.holdfast.engine.SessionEngine;
import dev.holdfast.engine.SessionState;
import dev.holdfast.engine.TurnCommand;
import dev.holdfast.engine.Verdict;
import dev.holdfast.error.HoldfastException;
import dev.holdfast.error.Reason;
import dev.holdfast.event.CallDigest;
import dev.holdfast.event.Decider;
import dev.holdfast.log.EventLog;
import dev.holdfast.name.ApprovalId;
import dev.holdfast.name.TenantId;
import dev.holdfast.session.Sessions;
import dev.holdfast.storage.Database;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The approvals of all tenants, apart from their sessions. What has come due is settled before anybody reads it, so that an
 * approval never looks open past its time.
 */
public final class Approvals {

    /** So long watchers can learn what became of a deleted session's approvals. */
    private static final Duration REMOVED_KEPT = Duration.ofMinutes(5);

    private final ApprovalStore store;
    private final Sessions sessions;
    private final EventLog<SessionState> log;
    private final InstantSource clock;

    public Approvals(Database database, Sessions sessions, EventLog<SessionState> log, InstantSource clock) {
        this.store = new ApprovalStore(database);
        this.sessions = sessions;
        this.log = log;
        this.clock = clock;
    }

    /** The approval as it is now; a refusal if the tenant has none of this id. */
    RecordedApproval require(TenantId tenant, ApprovalId id) {
        RecordedApproval found = store.find(tenant, id).orElseThrow(Approvals::notFound);
        if (found.approval().closing() != null) {
            return found;
        }
        sessions.find(tenant, found.session());
        return store.find(tenant, id).orElseThrow(Approvals::notFound);
    }

    /** A page of approvals, newest first, that begins after a place in the list. */
    List<RecordedApproval> list(ApprovalQuery query, @Nullable ApprovalPosition after, int most) {
        settle(query);
        return store.newestFirst(query, after, most);
    }

    /** Whoever watches sees what is pending first. */
    ApprovalWatch watch(ApprovalQuery query) {
        settle(query);
        return ApprovalWatch.begin(store, query);
    }

    /** Decides, and tells what is decided; a repeat of the decision that stands is told the same, any other is refused. */
    RecordedApproval decide(
            Caller caller, ApprovalId id, CallDigest digest, Verdict verdict, @Nullable String onBehalfOf) {
        TenantId tenant = caller.tenant();
        Decider by = new Decider(caller.key(), caller.keyName(), onBehalfOf);
        RecordedApproval found = require(tenant, id);
        SessionEngine.requireShown(found.approval().request().call(), digest);
        if (found.approval().closing() == null) {
            var command = new TurnCommand.Decide(tenant, by, id, digest, verdict, clock.instant());
            append(found, command);
            found = require(tenant, id);
        }
        if (!found.approval().isAs(verdict, by)) {
            throw ClosedApproval.refusal(found.approval());
        }
        return found;
    }

    /** If somebody else was faster nothing is written, and the row says what they did. */
    private void append(RecordedApproval found, TurnCommand.Decide command) {
        try {
            log.append(found.session(), state -> SessionEngine.decide(state, command));
        } catch (HoldfastException e) {
            throw e.reason() == Reason.SESSION_NOT_FOUND ? notFound() : e;
        }
    }

    private void settle(ApprovalQuery query) {
        if (query.session() == null) {
            sessions.settleDue(query.tenant());
        } else {
            sessions.require(query.tenant(), query.session());
        }
    }

    /** Clears away what nobody can see any more. */
    public void clean() {
        store.forgetRemoved(store.now().minus(REMOVED_KEPT));
    }

    static HoldfastException notFound() {
        return new HoldfastException(
                Reason.APPROVAL_NOT_FOUND,
                "Approval not found. Its session may have been deleted, or the id may be another tenant's or mistyped.");
    }
}
