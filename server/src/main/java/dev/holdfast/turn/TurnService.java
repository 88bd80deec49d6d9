package dev.holdfast.turn;

import dev.holdfast.auth.Caller;
import dev.holdfast.engine.TurnCommand;
import dev.holdfast.error.HoldfastException;
import dev.holdfast.error.Reason;
import dev.holdfast.event.CallDigest;
import dev.holdfast.event.Event.TurnEnd;
import dev.holdfast.event.RecordedEvent;
import dev.holdfast.log.Delivery;
import dev.holdfast.log.EventMessages;
import dev.holdfast.log.Follower;
import dev.holdfast.name.ActionId;
import dev.holdfast.name.SessionId;
import dev.holdfast.rpc.CallContext;
import dev.holdfast.rpc.IdempotencyKey;
import dev.holdfast.rpc.PageSize;
import dev.holdfast.rpc.Stream;
import dev.holdfast.session.Session;
import dev.holdfast.v1.ApproveActionRequest;
import dev.holdfast.v1.ApproveActionResponse;
import dev.holdfast.v1.CancelTurnRequest;
import dev.holdfast.v1.CancelTurnResponse;
import dev.holdfast.v1.ListEventsRequest;
import dev.holdfast.v1.ListEventsResponse;
import dev.holdfast.v1.RejectActionRequest;
import dev.holdfast.v1.RejectActionResponse;
import dev.holdfast.v1.SubmitResultsRequest;
import dev.holdfast.v1.SubmitResultsResponse;
import dev.holdfast.v1.SubmitTurnRequest;
import dev.holdfast.v1.SubmitTurnResponse;
import dev.holdfast.v1.TurnServiceGrpc;
import dev.holdfast.v1.WatchSessionRequest;
import dev.holdfast.v1.WatchSessionResponse;
import io.grpc.stub.StreamObserver;
import java.util.List;
import java.util.OptionalLong;

/** Turns over gRPC and typed REST. Refusals are thrown; the interceptor in front answers them. */
public final class TurnService extends TurnServiceGrpc.TurnServiceImplBase {

    /** Below the 4 MiB that a gRPC client takes by default. */
    private static final int MAX_PAGE_BYTES = 2 * 1024 * 1024;

    private final Turns turns;
    private final TurnConfig config;

    public TurnService(Turns turns, TurnConfig config) {
        this.turns = turns;
        this.config = config;
    }

    @Override
    public void submitTurn(SubmitTurnRequest request, StreamObserver<SubmitTurnResponse> answer) {
        Caller caller = CallContext.caller();
        SessionId id = TurnRequests.session(request.getSessionId());
        TurnDraft draft = TurnRequests.draft(request.getTurn());
        String key = request.hasIdempotencyKey() ? IdempotencyKey.parse(request.getIdempotencyKey()) : null;
        Stretch begun = turns.submit(caller, turns.sessionToBeginIn(caller, id), draft, key);
        answer.onNext(SubmitTurnResponse.newBuilder()
                .setTurnNumber(begun.turnNumber())
                .setFirstSequence(begun.firstSequence())
                .build());
        answer.onCompleted();
    }

    @Override
    public void watchSession(WatchSessionRequest request, StreamObserver<WatchSessionResponse> answer) {
        Caller caller = CallContext.caller();
        SessionId session = TurnRequests.session(request.getSessionId());
        int lastTurn = request.hasTurnNumber() ? request.getTurnNumber() : Integer.MAX_VALUE;
        long after = request.hasAfterSequence() ? request.getAfterSequence() : -1;
        Session watched = turns.session(caller, session);
        try (Follower follower = turns.follow(watched, after)) {
            Stream<WatchSessionResponse> stream = Stream.to(answer);
            stream.onGone(follower::close);
            OptionalLong end = mayHaveEnded(watched, lastTurn) ? turns.end(session, lastTurn) : OptionalLong.empty();
            if (end.isEmpty() || end.getAsLong() > after) {
                watch(session, follower, stream, lastTurn);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new HoldfastException(Reason.DATABASE_UNAVAILABLE, "The server is stopping. Resume with the cursor.");
        }
    }

    private static boolean mayHaveEnded(Session session, int turnNumber) {
        int begun = session.ledger().turns();
        return turnNumber < begun || (turnNumber == begun && !session.busy());
    }

    private void watch(SessionId session, Follower follower, Stream<WatchSessionResponse> stream, int lastTurn)
            throws InterruptedException {
        boolean more = true;
        while (more) {
            switch (follower.next(config.heartbeat())) {
                case Delivery.Delivered delivered -> {
                    RecordedEvent event = delivered.event();
                    if (event.turnNumber() > lastTurn) {
                        return;
                    }
                    stream.send(WatchSessionResponse.newBuilder()
                            .setEvent(EventMessages.event(session, event))
                            .build());
                    more = event.turnNumber() < lastTurn || !(event.event() instanceof TurnEnd);
                }
                case Delivery.Quiet _ -> stream.send(WatchSessionResponse.getDefaultInstance());
                case Delivery.Ended _ -> more = false;
            }
        }
    }

    @Override
    public void listEvents(ListEventsRequest request, StreamObserver<ListEventsResponse> answer) {
        SessionId session = TurnRequests.session(request.getSessionId());
        int size = PageSize.parse(request.getPageSize());
        // One more than asked for tells whether there is more.
        List<RecordedEvent> found = turns.after(
                turns.session(CallContext.caller(), session),
                request.hasTurnNumber() ? request.getTurnNumber() : null,
                request.hasAfterSequence() ? request.getAfterSequence() : -1,
                size + 1);
        ListEventsResponse.Builder page = ListEventsResponse.newBuilder();
        int bytes = 0;
        for (RecordedEvent event : found) {
            var message = EventMessages.event(session, event);
            bytes += message.getSerializedSize();
            boolean full = page.getEventsCount() == size || bytes > MAX_PAGE_BYTES;
            if (full && page.getEventsCount() > 0) {
                page.setMore(true);
                break;
            }
            page.addEvents(message);
        }
        answer.onNext(page.build());
        answer.onCompleted();
    }

    @Override
    public void approveAction(ApproveActionRequest request, StreamObserver<ApproveActionResponse> answer) {
        Caller caller = CallContext.caller();
        SessionId id = TurnRequests.session(request.getSessionId());
        ActionId action = TurnRequests.action(request.getActionId());
        List<TurnCommand.Result> results = TurnRequests.results(request.getResultsList());
        String key = request.hasIdempotencyKey() ? IdempotencyKey.parse(request.getIdempotencyKey()) : null;
        CallDigest digest = request.hasDigest() ? new CallDigest(request.getDigest()) : null;
        Stretch resumed = turns.approve(caller, turns.session(caller, id), action, results, digest, key);
        answer.onNext(ApproveActionResponse.newBuilder()
                .setTurnNumber(resumed.turnNumber())
                .setFirstSequence(resumed.firstSequence())
                .build());
        answer.onCompleted();
    }

    @Override
    public void rejectAction(RejectActionRequest request, StreamObserver<RejectActionResponse> answer) {
        Caller caller = CallContext.caller();
        SessionId id = TurnRequests.session(request.getSessionId());
        ActionId action = TurnRequests.action(request.getActionId());
        String reason = request.hasReason() ? request.getReason() : null;
        Stretch ended = turns.reject(caller, turns.session(caller, id), action, reason);
        answer.onNext(RejectActionResponse.newBuilder()
                .setTurnNumber(ended.turnNumber())
                .setFirstSequence(ended.firstSequence())
                .build());
        answer.onCompleted();
    }

    @Override
    public void submitResults(SubmitResultsRequest request, StreamObserver<SubmitResultsResponse> answer) {
        Caller caller = CallContext.caller();
        SessionId id = TurnRequests.session(request.getSessionId());
        List<TurnCommand.Result> results = TurnRequests.results(request.getResultsList());
        String key = request.hasIdempotencyKey() ? IdempotencyKey.parse(request.getIdempotencyKey()) : null;
        Stretch resumed = turns.submitResults(caller, turns.session(caller, id), results, key);
        answer.onNext(SubmitResultsResponse.newBuilder()
                .setTurnNumber(resumed.turnNumber())
                .setFirstSequence(resumed.firstSequence())
                .build());
        answer.onCompleted();
    }

    @Override
    public void cancelTurn(CancelTurnRequest request, StreamObserver<CancelTurnResponse> answer) {
        Caller caller = CallContext.caller();
        SessionId id = TurnRequests.session(request.getSessionId());
        Stretch ended = turns.cancel(caller, turns.session(caller, id));
        answer.onNext(CancelTurnResponse.newBuilder()
                .setTurnNumber(ended.turnNumber())
                .build());
        answer.onCompleted();
    }
}
