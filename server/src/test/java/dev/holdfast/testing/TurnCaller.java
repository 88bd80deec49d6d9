package dev.holdfast.testing;

import dev.holdfast.v1.CreateSessionRequest;
import dev.holdfast.v1.Event;
import dev.holdfast.v1.Event.PayloadCase;
import dev.holdfast.v1.GetSessionRequest;
import dev.holdfast.v1.ListEventsRequest;
import dev.holdfast.v1.Session;
import dev.holdfast.v1.SessionServiceGrpc;
import dev.holdfast.v1.SessionServiceGrpc.SessionServiceBlockingStub;
import dev.holdfast.v1.SubmitTurnRequest;
import dev.holdfast.v1.SubmitTurnResponse;
import dev.holdfast.v1.Tool;
import dev.holdfast.v1.TurnRequest;
import dev.holdfast.v1.TurnServiceGrpc;
import dev.holdfast.v1.TurnServiceGrpc.TurnServiceBlockingStub;
import dev.holdfast.v1.TurnTools;
import dev.holdfast.v1.WatchSessionRequest;
import dev.holdfast.v1.WatchSessionResponse;
import io.grpc.Context;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/** A program that speaks the native API with one key. */
public record TurnCaller(TestServer server, String key) {

    private static final int PATIENCE_SECONDS = 60;

    public static TurnCaller of(TestServer server, String tenant) {
        return new TurnCaller(server, server.key(tenant));
    }

    public TurnServiceBlockingStub turns() {
        return TurnServiceGrpc.newBlockingStub(server.channel())
                .withCallCredentials(TestServer.bearer(key))
                .withDeadlineAfter(PATIENCE_SECONDS, TimeUnit.SECONDS);
    }

    public SessionServiceBlockingStub sessions() {
        return SessionServiceGrpc.newBlockingStub(server.channel()).withCallCredentials(TestServer.bearer(key));
    }

    /** Makes a session. */
    public String session() {
        return sessions()
                .createSession(CreateSessionRequest.getDefaultInstance())
                .getSession()
                .getSessionId();
    }

    public Session read(String session) {
        return sessions()
                .getSession(GetSessionRequest.newBuilder().setSessionId(session).build())
                .getSession();
    }

    /** A turn about a text that offers these tools. */
    public static TurnRequest.Builder turn(String input, Tool... tools) {
        return TurnRequest.newBuilder()
                .addInput(TurnWords.user(input))
                .setTools(TurnTools.newBuilder().addAllTools(List.of(tools)));
    }

    public static SubmitTurnRequest.Builder submission(String session, TurnRequest.Builder turn) {
        return SubmitTurnRequest.newBuilder().setSessionId(session).setTurn(turn);
    }

    public SubmitTurnResponse submit(String session, TurnRequest.Builder turn) {
        return turns().submitTurn(submission(session, turn).build());
    }

    /** Runs a turn to its end. */
    public List<Event> run(String session, TurnRequest.Builder turn) {
        SubmitTurnResponse begun = submit(session, turn);
        return watch(WatchSessionRequest.newBuilder()
                .setSessionId(session)
                .setAfterSequence(begun.getFirstSequence() - 1)
                .setTurnNumber(begun.getTurnNumber()));
    }

    /** What a watch shows until it ends, without its heartbeats. */
    public List<Event> watch(WatchSessionRequest.Builder request) {
        List<Event> events = new ArrayList<>();
        turns().watchSession(request.build()).forEachRemaining(sent -> {
            if (sent.hasEvent()) {
                events.add(sent.getEvent());
            }
        });
        return events;
    }

    /** What a watch shows until an event of this kind, with which it leaves. */
    public List<Event> until(String session, long after, PayloadCase last) {
        return until(
                WatchSessionRequest.newBuilder().setSessionId(session).setAfterSequence(after),
                sent -> sent.getEvent().getPayloadCase() == last);
    }

    public List<Event> until(WatchSessionRequest.Builder request, Predicate<WatchSessionResponse> last) {
        List<Event> events = new ArrayList<>();
        Context.CancellableContext context = Context.current().withCancellation();
        try {
            context.run(() -> {
                Iterator<WatchSessionResponse> sent = turns().watchSession(request.build());
                boolean more = true;
                while (more) {
                    WatchSessionResponse next = sent.next();
                    if (next.hasEvent()) {
                        events.add(next.getEvent());
                    }
                    more = !last.test(next);
                }
            });
        } finally {
            context.cancel(null);
        }
        return events;
    }

    /** Submits a turn and waits until it pauses; the event that says so. */
    public Event paused(String session, TurnRequest.Builder turn) {
        SubmitTurnResponse begun = submit(session, turn);
        return until(session, begun.getFirstSequence() - 1, PayloadCase.TURN_PAUSED)
                .getLast();
    }

    /** The whole log, page by page. */
    public List<Event> log(String session) {
        List<Event> events = new ArrayList<>();
        boolean more = true;
        while (more) {
            var page = turns().listEvents(ListEventsRequest.newBuilder()
                    .setSessionId(session)
                    .setAfterSequence(events.size() - 1)
                    .build());
            events.addAll(page.getEventsList());
            more = page.getMore();
        }
        return events;
    }
}
