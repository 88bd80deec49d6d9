package dev.holdfast.dialect.workspace;

import com.google.api.HttpBody;
import dev.holdfast.dialect.body.EventNumber;
import dev.holdfast.dialect.body.Fields;
import dev.holdfast.dialect.body.FrameStream;
import dev.holdfast.engine.SessionEngine;
import dev.holdfast.engine.TurnCommand;
import dev.holdfast.error.HoldfastException;
import dev.holdfast.error.Reason;
import dev.holdfast.json.JsonWriter;
import dev.holdfast.name.ActionId;
import dev.holdfast.name.ResponseId;
import dev.holdfast.rest.v1.CancelResponseRequest;
import dev.holdfast.rest.v1.StreamResponseRequest;
import dev.holdfast.rest.v1.SubmitMessageRequest;
import dev.holdfast.rest.v1.SubmitToolResultsRequest;
import dev.holdfast.rest.v1.WorkspaceMessagesServiceGrpc;
import dev.holdfast.rpc.CallContext;
import dev.holdfast.rpc.HttpReply;
import dev.holdfast.rpc.IdempotencyKey;
import dev.holdfast.session.Session;
import dev.holdfast.session.Sessions;
import dev.holdfast.turn.Stretch;
import dev.holdfast.turn.TurnConfig;
import dev.holdfast.turn.Turns;
import io.grpc.stub.StreamObserver;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;

/** The workspace dialect's messages, the responses to them, and the results that these ask for. */
public final class MessagesService extends WorkspaceMessagesServiceGrpc.WorkspaceMessagesServiceImplBase {

    private final LivingSessions sessions;
    private final Turns turns;
    private final TurnConfig config;
    private final InstantSource clock;
    private final FrameStream stream;

    public MessagesService(Sessions sessions, Turns turns, TurnConfig config, InstantSource clock) {
        this.clock = clock;
        this.sessions = new LivingSessions(sessions);
        this.turns = turns;
        this.config = config;
        this.stream = new FrameStream(turns, config.heartbeat());
    }

    @Override
    public void submitMessage(SubmitMessageRequest request, StreamObserver<HttpBody> answer) {
        Session session = sessions.toBeginIn(request.getSessionId());
        MessageBody body = MessageBody.parse(bytes(request.getBody()));
        String repeated = header("idempotency-key");
        Stretch begun = turns.submit(
                CallContext.caller(),
                session,
                body.draft(config.resultTimeout()),
                repeated.isEmpty() ? null : IdempotencyKey.parse(repeated));
        if (kept(begun)) {
            stream.send(begun, frames(begun), FrameStream.FROM_THE_FIRST, answer);
        } else {
            gone(begun).sendTo(answer);
        }
    }

    @Override
    public void streamResponse(StreamResponseRequest request, StreamObserver<HttpBody> answer) {
        Session session = sessions.require(request.getSessionId());
        String resumed = header("last-event-id");
        long after = resumed.isEmpty()
                ? EventNumber.parse("last_event_id", request.getLastEventId())
                : EventNumber.parse("Last-Event-ID", resumed);
        Stretch turn = turn(session, request.getResponseId());
        stream.send(turn, frames(turn), after, answer);
    }

    @Override
    public void cancelResponse(CancelResponseRequest request, StreamObserver<HttpBody> answer) {
        Session session = sessions.require(request.getSessionId());
        // Nothing in it matters, but what is no JSON is a mistake that should be told.
        if (!request.getBody().getData().isEmpty()) {
            Fields.ofBody(bytes(request.getBody()));
        }
        Stretch turn = turn(session, request.getResponseId());
        boolean cancelled = turns.cancel(CallContext.caller(), session, turn.turnNumber());
        String text = JsonWriter.object(json -> json.field("response_id", request.getResponseId())
                .field("status", cancelled ? "cancelling" : "already_complete"));
        HttpReply.json(cancelled ? 202 : 200, text).sendTo(answer);
    }

    @Override
    public void submitToolResults(SubmitToolResultsRequest request, StreamObserver<HttpBody> answer) {
        Session session = sessions.require(request.getSessionId());
        ToolResultsBody body = ToolResultsBody.parse(bytes(request.getBody()));
        SessionEngine.requirePaused(session.status());
        List<TurnCommand.Result> results =
                body.results().stream().map(MessagesService::result).toList();
        turns.submitResults(CallContext.caller(), session, results, null);
        String text = JsonWriter.object(json -> {
            json.field("status", "accepted");
            switch (body) {
                case ToolResultsBody.One one ->
                    json.field("call_id", one.result().call());
                case ToolResultsBody.Several several ->
                    json.field("accepted", several.results().size());
            }
        });
        HttpReply.json(200, text).sendTo(answer);
    }

    private Stretch turn(Session session, String response) {
        return ResponseId.parse(session.id(), response)
                .flatMap(id -> turns.find(session.id(), id.turnNumber()))
                .filter(this::kept)
                .orElseThrow(() -> new HoldfastException(
                        Reason.TURN_NOT_FOUND, "The session has no such response. Take its id from X-Response-Id."));
    }

    private static FrameFold frames(Stretch turn) {
        return new FrameFold(new ResponseId(turn.session(), turn.turnNumber()));
    }

    private boolean kept(Stretch turn) {
        if (turn.justBegun()) {
            return true;
        }
        Instant earliest = clock.instant().minus(config.retention());
        return turns.endedAt(turn).filter(end -> !end.isAfter(earliest)).isEmpty();
    }

    /** The answer to a repeat of a message whose response is not kept any more. */
    private static HttpReply gone(Stretch turn) {
        String id = new ResponseId(turn.session(), turn.turnNumber()).toString();
        String text = JsonWriter.object(json -> json.field("response_id", id)
                .field("status", "replayed")
                .field("note", "The response was evicted; it is not replayed."));
        return HttpReply.json(200, Map.of("x-response-id", id), text);
    }

    private static TurnCommand.Result result(ToolResultsBody.Given given) {
        ActionId action = ActionId.parse(given.call())
                .orElseThrow(() -> new HoldfastException(
                        Reason.ACTION_NOT_FOUND,
                        "The response that waits has no such call. Take its id from tool_call.requested."));
        return new TurnCommand.Result(action, given.output(), given.failed());
    }

    private static ByteBuffer bytes(HttpBody body) {
        return body.getData().asReadOnlyByteBuffer();
    }

    private static String header(String name) {
        return CallContext.current().request().get(name);
    }
}
