package dev.holdfast.turn;

import dev.holdfast.auth.Caller;
import dev.holdfast.error.HoldfastException;
import dev.holdfast.error.Reason;
import dev.holdfast.event.Event.TurnEnd;
import dev.holdfast.event.RecordedEvent;
import dev.holdfast.log.Delivery;
import dev.holdfast.log.EventMessages;
import dev.holdfast.log.Follower;
import dev.holdfast.name.SessionId;
import dev.holdfast.rpc.CallContext;
import dev.holdfast.rpc.IdempotencyKey;
import dev.holdfast.rpc.PageSize;
import dev.holdfast.rpc.Stream;
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
        Stretch begun = turns.submit(
                CallContext.caller(),
                TurnRequests.session(request.getSessionId()),
                TurnRequests.draft(request.getTurn()),
                request.hasIdempotencyKey() ? IdempotencyKey.parse(request.getIdempotencyKey()) : null);
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
        try (Follower follower = turns.follow(caller.tenant(), session, after)) {
            Stream<WatchSessionResponse> stream = Stream.to(answer);
            stream.onGone(follower::close);
            OptionalLong end = turns.end(session, lastTurn);
            if (end.isEmpty() || end.getAsLong() > after) {
                watch(session, follower, stream, lastTurn);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new HoldfastException(Reason.DATABASE_UNAVAILABLE, "The server is stopping. Resume with the cursor.");
        }
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
                CallContext.caller().tenant(),
                session,
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
        Stretch resumed = turns.approve(
                CallContext.caller(),
                TurnRequests.session(request.getSessionId()),
                TurnRequests.action(request.getActionId()),
                TurnRequests.results(request.getResultsList()),
                request.hasIdempotencyKey() ? IdempotencyKey.parse(request.getIdempotencyKey()) : null);
        answer.onNext(ApproveActionResponse.newBuilder()
                .setTurnNumber(resumed.turnNumber())
                .setFirstSequence(resumed.firstSequence())
                .build());
        answer.onCompleted();
    }

    @Override
    public void rejectAction(RejectActionRequest request, StreamObserver<RejectActionResponse> answer) {
        Stretch ended = turns.reject(
                CallContext.caller(),
                TurnRequests.session(request.getSessionId()),
                TurnRequests.action(request.getActionId()),
                request.hasReason() ? request.getReason() : null);
        answer.onNext(RejectActionResponse.newBuilder()
                .setTurnNumber(ended.turnNumber())
                .setFirstSequence(ended.firstSequence())
                .build());
        answer.onCompleted();
    }

    @Override
    public void submitResults(SubmitResultsRequest request, StreamObserver<SubmitResultsResponse> answer) {
        Stretch resumed = turns.submitResults(
                CallContext.caller(),
                TurnRequests.session(request.getSessionId()),
                TurnRequests.results(request.getResultsList()),
                request.hasIdempotencyKey() ? IdempotencyKey.parse(request.getIdempotencyKey()) : null);
        answer.onNext(SubmitResultsResponse.newBuilder()
                .setTurnNumber(resumed.turnNumber())
                .setFirstSequence(resumed.firstSequence())
                .build());
        answer.onCompleted();
    }

    @Override
    public void cancelTurn(CancelTurnRequest request, StreamObserver<CancelTurnResponse> answer) {
        Stretch ended = turns.cancel(CallContext.caller(), TurnRequests.session(request.getSessionId()));
        answer.onNext(CancelTurnResponse.newBuilder()
                .setTurnNumber(ended.turnNumber())
                .build());
        answer.onCompleted();
    }
}
