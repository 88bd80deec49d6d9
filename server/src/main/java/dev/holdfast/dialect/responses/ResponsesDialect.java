package dev.holdfast.dialect.responses;

import com.google.api.HttpBody;
import dev.holdfast.dialect.body.EventNumber;
import dev.holdfast.dialect.body.Fields;
import dev.holdfast.dialect.body.FrameStream;
import dev.holdfast.error.HoldfastException;
import dev.holdfast.error.Reason;
import dev.holdfast.event.Message;
import dev.holdfast.json.JsonWriter;
import dev.holdfast.rest.v1.CreateResponseRequest;
import dev.holdfast.rest.v1.DeleteResponseRequest;
import dev.holdfast.rest.v1.GetResponseRequest;
import dev.holdfast.rest.v1.ListInputItemsRequest;
import dev.holdfast.rest.v1.StopResponseRequest;
import dev.holdfast.rest.v1.WatchResponseRequest;
import dev.holdfast.rpc.CallContext;
import dev.holdfast.rpc.HttpReply;
import dev.holdfast.rpc.IdempotencyKey;
import dev.holdfast.turn.Response;
import dev.holdfast.turn.Responses;
import dev.holdfast.turn.TurnConfig;
import dev.holdfast.turn.Turns;
import io.grpc.stub.StreamObserver;
import java.util.List;
import java.util.Map;

/** The answers on responses, the same for callers of every dialect but for a few habits of theirs. */
public final class ResponsesDialect {

    private static final int OK = 200;
    private static final int ACCEPTED = 202;

    private final Responses responses;
    private final FrameStream stream;
    private final WholeResponse whole;

    public ResponsesDialect(Responses responses, Turns turns, TurnConfig config) {
        this.responses = responses;
        this.stream = new FrameStream(turns, config.heartbeat());
        this.whole = new WholeResponse(turns, config.heartbeat());
    }

    void create(CreateResponseRequest request, Reader reader, StreamObserver<HttpBody> answer) {
        ResponseBody body = ResponseBody.parse(request.getBody().getData().asReadOnlyByteBuffer());
        String repeated = header("idempotency-key");
        Responses.Begun begun = responses.begin(
                CallContext.caller(),
                body.draft(before(body.notes())),
                repeated.isEmpty() ? null : IdempotencyKey.parse(repeated));
        if (begun.response().isEmpty()) {
            evicted(begun.id().toString()).sendTo(answer);
            return;
        }
        Response response = begun.response().get();
        if (body.streamed()) {
            stream.send(response.turn(), fold(response, reader), FrameStream.FROM_THE_FIRST, answer);
        } else if (body.notes().background()) {
            begun(response, reader).sendTo(answer);
        } else {
            whole.send(response.turn(), fold(response, reader), answer);
        }
    }

    void get(GetResponseRequest request, Reader reader, StreamObserver<HttpBody> answer) {
        Response response = require(request.getResponseId());
        switch (request.getStream()) {
            case "", "false" -> now(response, reader).sendTo(answer);
            case "true" -> {
                long after = EventNumber.parse("starting_after", request.getStartingAfter());
                stream.send(response.turn(), fold(response, reader), after, answer);
            }
            default -> throw HoldfastException.ofField(Reason.FIELD_INVALID, "stream", "stream must be true or false.");
        }
    }

    void watch(WatchResponseRequest request, Reader reader, StreamObserver<HttpBody> answer) {
        Response response = require(request.getResponseId());
        String resumed = header("last-event-id");
        long after = resumed.isEmpty()
                ? EventNumber.parse("last_event_id", request.getLastEventId())
                : EventNumber.parse("Last-Event-ID", resumed);
        stream.send(response.turn(), fold(response, reader), after, answer);
    }

    void listInputItems(ListInputItemsRequest request, StreamObserver<HttpBody> answer) {
        Response response = require(request.getResponseId());
        InputItems items = new InputItems(request.getResponseId(), responses.input(response));
        HttpReply.json(OK, items.page(request.getLimit(), request.getOrder(), request.getAfter()))
                .sendTo(answer);
    }

    void stop(StopResponseRequest request, Reader reader, StreamObserver<HttpBody> answer) {
        // Nothing in it matters, but what is no JSON is a mistake that should be told.
        if (!request.getBody().getData().isEmpty()) {
            Fields.ofBody(request.getBody().getData().asReadOnlyByteBuffer());
        }
        Response response = require(request.getResponseId());
        boolean cancelled = responses.cancel(CallContext.caller(), response);
        HttpReply reply = switch (reader) {
            case OPENAI, SESSIONS -> now(response, reader);
            case WORKSPACE -> cancelled(response, cancelled);
        };
        reply.sendTo(answer);
    }

    void delete(DeleteResponseRequest request, StreamObserver<HttpBody> answer) {
        responses.delete(CallContext.caller(), require(request.getResponseId()));
        String text = JsonWriter.object(json -> json.field("id", request.getResponseId())
                .field("object", "response")
                .field("deleted", true));
        HttpReply.json(OK, text).sendTo(answer);
    }

    /** What was said before, if the response is to continue another one. Only a stored one is there to be continued. */
    private List<Message> before(ResponseNotes notes) {
        String id = notes.previous();
        if (id == null) {
            return List.of();
        }
        Response previous = require(id);
        if (!ResponseNotes.of(previous).store()) {
            throw new HoldfastException(
                    Reason.RESPONSE_NOT_FOUND,
                    "The previous response was not stored. Make it with store, or give what was said as input.");
        }
        return responses.conversation(previous);
    }

    private Response require(String id) {
        return responses.require(CallContext.caller(), id);
    }

    /** As it began: what the model has said since then depends on the moment. A repeat sees it as it is. */
    private HttpReply begun(Response response, Reader reader) {
        if (!response.turn().justBegun()) {
            return now(response, reader);
        }
        ResponseFold fold = fold(response, reader);
        response.turn().begun().forEach(fold::add);
        return HttpReply.json(OK, headers(response.id()), fold.json());
    }

    private HttpReply now(Response response, Reader reader) {
        return HttpReply.json(
                OK, headers(response.id()), replayed(response, reader).json());
    }

    private ResponseFold replayed(Response response, Reader reader) {
        ResponseFold fold = fold(response, reader);
        responses.replay(response, event -> {
            if (!fold.over()) {
                fold.add(event);
            }
        });
        return fold;
    }

    /** As it is answered for a message, and the response for those who expect that. */
    private HttpReply cancelled(Response response, boolean cancelled) {
        String text = JsonWriter.object(json -> {
            json.field("response_id", response.id());
            replayed(response, Reader.WORKSPACE).print(json, cancelled ? "cancelling" : "already_complete");
        });
        return HttpReply.json(cancelled ? ACCEPTED : OK, headers(response.id()), text);
    }

    /** The answer to a repeat of a request whose response is not kept any more. */
    private static HttpReply evicted(String id) {
        String text = JsonWriter.object(json -> json.field("response_id", id)
                .field("status", "replayed")
                .field("note", "The response was evicted; it is not replayed."));
        return HttpReply.json(OK, headers(id), text);
    }

    private static ResponseFold fold(Response response, Reader reader) {
        return new ResponseFold(response.id(), ResponseNotes.of(response), reader);
    }

    private static Map<String, String> headers(String id) {
        return Map.of("x-response-id", id);
    }

    private static String header(String name) {
        return CallContext.current().request().get(name);
    }
}
