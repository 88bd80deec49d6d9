package dev.holdfast.session;

import dev.holdfast.auth.Caller;
import dev.holdfast.engine.SessionCommand;
import dev.holdfast.engine.SessionEngine;
import dev.holdfast.engine.SessionState;
import dev.holdfast.engine.SessionState.Living;
import dev.holdfast.engine.SessionStatus;
import dev.holdfast.error.HoldfastException;
import dev.holdfast.error.Reason;
import dev.holdfast.event.Origin;
import dev.holdfast.event.SessionSettings;
import dev.holdfast.json.Json;
import dev.holdfast.log.Admission;
import dev.holdfast.log.Creation;
import dev.holdfast.log.Decision;
import dev.holdfast.log.EventLog;
import dev.holdfast.log.IdempotentRequest;
import dev.holdfast.log.Opened;
import dev.holdfast.log.UnreadableEventException;
import dev.holdfast.model.ModelCatalogue;
import dev.holdfast.name.SessionId;
import dev.holdfast.name.TenantId;
import dev.holdfast.storage.Database;
import dev.holdfast.storage.IdSource;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The sessions of all tenants, as every API sees them. What has come due is settled before anybody reads it, so a session
 * never looks alive past its end, however late the worker is.
 */
public final class Sessions {

    private static final Logger LOG = LoggerFactory.getLogger(Sessions.class);

    /** How many due sessions one statement takes. */
    private static final int DUE_BATCH = 500;

    /** A list settles at most this many batches first; a longer backlog is the worker's. */
    private static final int MAX_BATCHES_PER_LIST = 10;

    private final EventLog<SessionState> log;
    private final SessionStore store;
    private final SessionCounts counts;
    private final WorkspaceCap cap;
    private final ModelCatalogue models;
    private final SessionConfig config;
    private final InstantSource clock;
    private final IdSource ids;

    public Sessions(
            Database database, EventLog<SessionState> log, ModelCatalogue models, SessionConfig config, Time time) {
        this.log = log;
        this.store = new SessionStore(database);
        this.counts = new SessionCounts(store, time.clock());
        this.cap = new WorkspaceCap(store, config.maxOfWorkspace(), time.clock());
        this.models = models;
        this.config = config;
        this.clock = time.clock();
        this.ids = time.ids();
    }

    /** The clock, and the ids that begin with its time. */
    public record Time(InstantSource clock, IdSource ids) {}

    /** Makes a session, durable when this returns. With an idempotency key a repeat finds the session of the first call. */
    public Session create(Caller caller, Origin origin, SessionDraft draft, @Nullable String idempotencyKey) {
        return make(caller, origin, draft, idempotencyKey).session().orElseThrow(SessionEngine::sessionNotFound);
    }

    /** What a request to make a session led to: the session of a repeated one may be gone by now. */
    public record Made(SessionId id, Optional<Session> session) {}

    /** Likewise, for whoever has something to say of a session that is gone. */
    public Made make(Caller caller, Origin origin, SessionDraft draft, @Nullable String idempotencyKey) {
        var command =
                new SessionCommand.Create(settings(caller, origin, draft), SettingsCheck.metadata(draft.metadata()));
        IdempotentRequest request = idempotencyKey == null ? null : new IdempotentRequest(caller.key(), idempotencyKey);
        Decision<SessionState> decision = state -> SessionEngine.decide(state, command);
        Admission admission = cap.admission(caller.tenant(), origin);
        var creation = log.create(() -> freshId(origin), decision, request, admission);
        if (creation instanceof Creation.Refused<SessionState>) {
            settleDue(caller.tenant());
            creation = log.create(() -> freshId(origin), decision, request, admission);
        }
        return switch (creation) {
            case Creation.Begun<SessionState>(var opened) ->
                new Made(opened.session(), Optional.of(Session.of(opened.session(), living(opened.state()))));
            case Creation.Repeated<SessionState> repeated ->
                new Made(repeated.session(), find(caller.tenant(), repeated.session()));
            case Creation.Refused<SessionState> _ -> throw cap.full(caller.tenant());
        };
    }

    /** The session as it is now; a refusal if the tenant has none of this id. */
    public Session require(TenantId tenant, SessionId id) {
        return find(tenant, id).orElseThrow(SessionEngine::sessionNotFound);
    }

    /** Likewise, where it is no mistake that there is none. */
    public Optional<Session> find(TenantId tenant, SessionId id) {
        Optional<Session> session = store.find(tenant, id);
        Instant due = session.map(Session::dueAt).orElse(null);
        if (due == null || clock.instant().isBefore(due)) {
            return session;
        }
        settle(id);
        return store.find(tenant, id);
    }

    /**
     * The session, for a turn to begin in: as this node saw it last, if a turn may begin there as far as that tells, or
     * else as it is now. Beginning the turn shows whether it was so.
     */
    public Session toBeginIn(TenantId tenant, SessionId id) {
        return log.recent(id)
                .map(Opened::state)
                .filter(state -> takesTurn(state, tenant))
                .map(state -> Session.of(id, living(state)))
                .orElseGet(() -> require(tenant, id));
    }

    private boolean takesTurn(SessionState state, TenantId tenant) {
        if (!(state instanceof Living living) || !living.belongsTo(tenant) || living.turn() != null) {
            return false;
        }
        Instant due = living.dueAt();
        return living.status() == SessionStatus.ACTIVE
                && (due == null || clock.instant().isBefore(due));
    }

    public Session updateMetadata(TenantId tenant, SessionId id, Json metadata, @Nullable Long expectedRevision) {
        require(tenant, id);
        var command = new SessionCommand.UpdateMetadata(tenant, SettingsCheck.metadata(metadata), expectedRevision);
        var appended = log.append(id, state -> SessionEngine.decide(state, command));
        return Session.of(id, living(appended.state()));
    }

    public void delete(TenantId tenant, SessionId id) {
        require(tenant, id);
        var command = new SessionCommand.Delete(tenant);
        log.append(id, state -> SessionEngine.decide(state, command));
    }

    /** A page of sessions, newest first, that begins after a place in the list. */
    List<Session> list(SessionQuery query, @Nullable SessionPosition after, int most) {
        settleDue(query.tenant());
        return store.list(query, after, most);
    }

    /** A page by its number, from 1. */
    public List<Session> list(SessionQuery query, long page, int most) {
        settleDue(query.tenant());
        if (page == 1) {
            return store.list(query, null, most);
        }
        return store.positionAfter(query, (page - 1) * most)
                .map(after -> store.list(query, after, most))
                .orElse(List.of());
    }

    /** So many sessions after so many, oldest first. */
    public List<Session> listOldestFirst(SessionQuery query, long offset, int most) {
        settleDue(query.tenant());
        return store.listOldestFirst(query, offset, most);
    }

    /** Which sessions a deletion of many reaches. */
    public enum Reach {
        ALL,
        /** Those without a turn that runs or waits. */
        IDLE
    }

    /** Deletes the sessions of a query that were last active at or before an instant; tells how many. */
    public int deleteInactive(SessionQuery query, Instant lastActiveBy, Reach reach) {
        settleDue(query.tenant());
        int deleted = 0;
        List<SessionId> batch;
        do {
            batch = store.inactive(query, lastActiveBy, reach, DUE_BATCH);
            for (SessionId id : batch) {
                deleted += deleteIfThere(query.tenant(), id, reach);
            }
        } while (batch.size() == DUE_BATCH);
        return deleted;
    }

    /** How many sessions a query has: exact up to 10,000, beyond that a few seconds old at most. */
    public long count(SessionQuery query) {
        return counts.count(query);
    }

    /** Settles a batch of what has come due anywhere; tells whether there may be more. */
    boolean settleDue() {
        List<SessionId> due = store.due(null, clock.instant(), DUE_BATCH);
        int settled = 0;
        for (SessionId id : due) {
            try {
                settle(id);
                settled++;
            } catch (UnreadableEventException e) {
                // Damage to one session must not keep time from passing for the others.
                LOG.error("session {} is due and cannot be read", id, e);
            }
        }
        return settled == DUE_BATCH;
    }

    /** Deletes a session that somebody else may be deleting as well; only the one who did counts it. */
    private int deleteIfThere(TenantId tenant, SessionId id, Reach reach) {
        SessionCommand command = switch (reach) {
            case ALL -> new SessionCommand.Delete(tenant);
            case IDLE -> new SessionCommand.DeleteIfIdle(tenant);
        };
        try {
            var appended = log.append(id, state -> SessionEngine.decide(state, command));
            return appended.state() instanceof SessionState.Gone ? 1 : 0;
        } catch (HoldfastException e) {
            if (e.reason() == Reason.SESSION_NOT_FOUND) {
                return 0;
            }
            throw e;
        }
    }

    private static Living living(SessionState state) {
        if (state instanceof Living living) {
            return living;
        }
        throw new IllegalStateException("A session that was just made or changed is " + state);
    }

    /** The dialect that makes a session decides on the text of its id. */
    private SessionId freshId(Origin origin) {
        return switch (origin) {
            case NATIVE, SESSIONS -> new SessionId(ids.next());
            case WORKSPACE -> SessionId.ofShort(ids.next().getLeastSignificantBits());
            case RESPONSES -> SessionId.ofResponse(ids.next());
        };
    }

    /** Settles what has come due for a tenant, as far as a list may wait for that. */
    public void settleDue(TenantId tenant) {
        for (int batch = 0; batch < MAX_BATCHES_PER_LIST; batch++) {
            List<SessionId> due = store.due(tenant, clock.instant(), DUE_BATCH);
            due.forEach(this::settle);
            if (due.size() < DUE_BATCH) {
                return;
            }
        }
    }

    private void settle(SessionId id) {
        var command = new SessionCommand.Settle(clock.instant());
        log.append(id, state -> SessionEngine.decide(state, command));
    }

    /** What a session made of this draft would be, if nothing in it is refused. */
    public SessionSettings settings(Caller caller, Origin origin, SessionDraft draft) {
        return new SessionSettings(
                caller.tenant(),
                caller.key(),
                origin,
                SettingsCheck.agentId(draft.agentId()),
                SettingsCheck.model(draft.model(), models, caller.tenant()),
                SettingsCheck.instructions(draft.instructions()),
                ToolsCheck.tools(draft.tools()),
                SettingsCheck.scope(draft.access()),
                SettingsCheck.lifetime(draft.lifetime(), config.idleTimeout()));
    }
}
