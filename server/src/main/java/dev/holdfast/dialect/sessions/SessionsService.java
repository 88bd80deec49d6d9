package dev.holdfast.dialect.sessions;

import com.google.api.HttpBody;
import dev.holdfast.auth.Caller;
import dev.holdfast.auth.Grant;
import dev.holdfast.dialect.body.Fields;
import dev.holdfast.engine.SessionEngine;
import dev.holdfast.engine.TurnCommand;
import dev.holdfast.error.HoldfastException;
import dev.holdfast.error.Reason;
import dev.holdfast.json.JsonWriter;
import dev.holdfast.name.ActionId;
import dev.holdfast.name.SessionId;
import dev.holdfast.rest.v1.ApproveActionRequest;
import dev.holdfast.rest.v1.CancelTurnRequest;
import dev.holdfast.rest.v1.ListEventsRequest;
import dev.holdfast.rest.v1.RejectActionRequest;
import dev.holdfast.rest.v1.SessionsServiceGrpc;
import dev.holdfast.rest.v1.StreamEventsRequest;
import dev.holdfast.rest.v1.SubmitTurnRequest;
import dev.holdfast.rpc.CallContext;
import dev.holdfast.rpc.HttpReply;
import dev.holdfast.rpc.IdempotencyKey;
import dev.holdfast.session.Session;
import dev.holdfast.turn.Stretch;
import dev.holdfast.turn.Turns;
import io.grpc.stub.StreamObserver;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/** The paths that the sessions dialect alone documents. What is wrong is refused in the order in which it documents that. */
public final class SessionsService extends SessionsServiceGrpc.SessionsServiceImplBase {

    private final Turns turns;
    private final TurnStream stream;

    public SessionsService(Turns turns, Duration heartbeat) {
        this.turns = turns;
        this.stream = new TurnStream(turns, heartbeat);
    }

    @Override
    public void submitTurn(SubmitTurnRequest request, StreamObserver<HttpBody> answer) {
        Caller caller = CallContext.caller();
        Session session = turns.sessionToBeginIn(caller, parse(request.getSessionId()));
        String repeated = idempotencyKey();
        if (repeated == null) {
            SessionEngine.requireActive(session.status());
        }
        TurnBody body = TurnBody.parse(bytes(request.getBody()));
        turns.checkModel(session, body.model().orElse(null));
        stream.send(turns.submit(caller, session, body.draft(), repeated), answer);
    }

    @Override
    public void approveAction(ApproveActionRequest request, StreamObserver<HttpBody> answer) {
        // The answer is the turn's stream, and who may only approve reads no events.
        Caller caller = CallContext.callerWhoMay(Grant.READ);
        Session session = require(caller, request.getSessionId());
        ApproveBody body = ApproveBody.parse(bytes(request.getBody()));
        String repeated = idempotencyKey();
        if (repeated == null) {
            SessionEngine.requirePaused(session.status());
        }
        List<TurnCommand.Result> results = body.results().stream()
                .map(result ->
                        new TurnCommand.Result(action(result.action(), Reason.ACTION_RESULT_INVALID), result.output()))
                .toList();
        Stretch resumed =
                turns.approve(caller, session, action(body.action(), Reason.ACTION_NOT_OPEN), results, null, repeated);
        stream.send(resumed, answer);
    }

    @Override
    public void rejectAction(RejectActionRequest request, StreamObserver<HttpBody> answer) {
        Caller caller = CallContext.caller();
        Session session = require(caller, request.getSessionId());
        RejectBody body = RejectBody.parse(bytes(request.getBody()));
        SessionEngine.requirePaused(session.status());
        ActionId action = action(body.action(), Reason.ACTION_NOT_OPEN);
        turns.reject(caller, session, action, body.reason().orElse(null));
        String text = JsonWriter.object(json -> json.field("id", session.id().toString())
                .field("action_id", action.toString())
                .field("resolution", "rejected")
                .field("status", "completed"));
        HttpReply.json(200, text).sendTo(answer);
    }

    @Override
    public void listEvents(ListEventsRequest request, StreamObserver<HttpBody> answer) {
        Caller caller = CallContext.caller();
        Session session = require(caller, request.getSessionId());
        EventsQuery query = EventsQuery.parse(request.getTurnNumber(), request.getPage(), request.getLimit());
        PageNumbers numbers = query.numbers();
        Turns.EventPage page = turns.page(
                session, query.turn().isPresent() ? query.turn().getAsInt() : null, numbers.page(), numbers.limit());
        String text = JsonWriter.object(json -> json.array(
                        "data",
                        page.events(),
                        (inner, event) ->
                                new EventJson(session.id(), event, stream.facts(session.id(), event)).print(inner))
                .object("pagination", pagination -> numbers.print(pagination, page.total())));
        HttpReply.json(200, text).sendTo(answer);
    }

    @Override
    public void streamEvents(StreamEventsRequest request, StreamObserver<HttpBody> answer) {
        Caller caller = CallContext.caller();
        Session session = require(caller, request.getSessionId());
        String resumed = CallContext.current().request().get("last-event-id");
        long after = resumed.isEmpty() ? number("after", request.getAfter(), 0) : number("last-event-id", resumed, 0);
        OptionalInt turn = PageNumbers.leading(request.getTurnNumber());
        stream.follow(session, after, turn, answer);
    }

    @Override
    public void cancelTurn(CancelTurnRequest request, StreamObserver<HttpBody> answer) {
        Caller caller = CallContext.caller();
        Session session = require(caller, request.getSessionId());
        // Nothing in it matters, but what is no JSON is a mistake that should be told.
        if (!request.getBody().getData().isEmpty()) {
            Fields.ofBody(bytes(request.getBody()));
        }
        Stretch ended = turns.cancel(caller, session);
        String text = JsonWriter.object(json -> json.field("id", session.id().toString())
                .field("turn_number", ended.turnNumber())
                .field("status", "cancelling"));
        HttpReply.json(202, text).sendTo(answer);
    }

    private Session require(Caller caller, String id) {
        return turns.session(caller, parse(id));
    }

    private static SessionId parse(String id) {
        return SessionId.parse(id).orElseThrow(SessionEngine::sessionNotFound);
    }

    private static ByteBuffer bytes(HttpBody body) {
        return body.getData().asReadOnlyByteBuffer();
    }

    private static @Nullable String idempotencyKey() {
        String key = CallContext.current().request().get("idempotency-key");
        return key.isEmpty() ? null : IdempotencyKey.parse(key);
    }

    /** An id that nobody ever gave out names no open action. */
    private static ActionId action(String text, Reason otherwise) {
        return ActionId.parse(text)
                .orElseThrow(() -> new HoldfastException(
                        otherwise,
                        "No action " + text + " waits in this session. Read the session for those that do."));
    }

    private static long number(String name, String text, long usual) {
        if (text.isEmpty()) {
            return usual;
        }
        if (text.length() <= 18 && text.chars().allMatch(digit -> digit >= '0' && digit <= '9')) {
            return Long.parseLong(text);
        }
        throw HoldfastException.ofField(
                Reason.FIELD_INVALID,
                name,
                name + " must be the number of an event, as the id lines of a stream say it.");
    }
}
