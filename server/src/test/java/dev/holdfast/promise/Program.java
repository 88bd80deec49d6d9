package dev.holdfast.promise;

import static org.awaitility.Awaitility.await;

import dev.holdfast.testing.ServerProcess;
import dev.holdfast.testing.TestServer;
import dev.holdfast.v1.ActionResult;
import dev.holdfast.v1.ApprovalPolicy;
import dev.holdfast.v1.ApproveActionRequest;
import dev.holdfast.v1.BuiltInTool;
import dev.holdfast.v1.CancelTurnRequest;
import dev.holdfast.v1.Content;
import dev.holdfast.v1.CreateSessionRequest;
import dev.holdfast.v1.DeleteSessionRequest;
import dev.holdfast.v1.Event;
import dev.holdfast.v1.ListEventsRequest;
import dev.holdfast.v1.ListEventsResponse;
import dev.holdfast.v1.Message;
import dev.holdfast.v1.Role;
import dev.holdfast.v1.SaidMessage;
import dev.holdfast.v1.SessionServiceGrpc;
import dev.holdfast.v1.SessionServiceGrpc.SessionServiceBlockingStub;
import dev.holdfast.v1.SubmitTurnRequest;
import dev.holdfast.v1.Tool;
import dev.holdfast.v1.TurnRequest;
import dev.holdfast.v1.TurnServiceGrpc;
import dev.holdfast.v1.TurnServiceGrpc.TurnServiceBlockingStub;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** A program that uses sessions over gRPC, on whichever server there is at the moment, and asks again while there is none. */
record Program(Supplier<ServerProcess> server) {

    static final Duration PATIENCE = Duration.ofSeconds(90);
    private static final int PAGE = 100;

    /** Makes a session whose models have the tools of the workspace. */
    String session() {
        var request = CreateSessionRequest.newBuilder()
                .addTools(Tool.newBuilder().setBuiltIn(BuiltInTool.BUILT_IN_TOOL_WORKSPACE))
                .build();
        return patiently(() -> sessions().createSession(request)).getSession().getSessionId();
    }

    /** Begins a turn whose calls need no approval. */
    void submit(String session, String input) {
        submit(session, input, ApprovalPolicy.APPROVAL_POLICY_NONE, session + input.hashCode());
    }

    /** Begins a turn each of whose calls waits for a person. */
    void submitGated(String session, String input) {
        submit(session, input, ApprovalPolicy.APPROVAL_POLICY_FLAGGED_OR_ALL, session + input.hashCode());
    }

    /** Begins a turn, once for each idempotency key. */
    int submit(String session, String input, ApprovalPolicy policy, String idempotencyKey) {
        var said = SaidMessage.newBuilder()
                .setRole(Role.ROLE_USER)
                .addContent(Content.newBuilder().setText(input));
        var request = SubmitTurnRequest.newBuilder()
                .setSessionId(session)
                .setIdempotencyKey(idempotencyKey)
                .setTurn(TurnRequest.newBuilder()
                        .addInput(Message.newBuilder().setSaid(said))
                        .setApprovalPolicy(policy))
                .build();
        return patiently(() -> turns().submitTurn(request)).getTurnNumber();
    }

    /** Approves an action; with outputs, takes them as its result. The key makes asking again harmless. */
    void approve(String session, String action, String... outputs) {
        var request = ApproveActionRequest.newBuilder()
                .setSessionId(session)
                .setActionId(action)
                .setIdempotencyKey(action + "-" + UUID.randomUUID());
        for (String output : outputs) {
            request.addResults(ActionResult.newBuilder().setActionId(action).setOutput(output));
        }
        patiently(() -> turns().approveAction(request.build()));
    }

    void cancel(String session) {
        patiently(() -> turns().cancelTurn(
                        CancelTurnRequest.newBuilder().setSessionId(session).build()));
    }

    void delete(String session) {
        patiently(() -> sessions()
                .deleteSession(
                        DeleteSessionRequest.newBuilder().setSessionId(session).build()));
    }

    /** The session's whole log, page by page. */
    TurnLog log(String session) {
        List<Event> events = new ArrayList<>();
        boolean more = true;
        while (more) {
            var request = ListEventsRequest.newBuilder()
                    .setSessionId(session)
                    .setPageSize(PAGE)
                    .setAfterSequence(events.size() - 1L)
                    .build();
            ListEventsResponse page = patiently(() -> turns().listEvents(request));
            events.addAll(page.getEventsList());
            more = page.getMore();
        }
        return new TurnLog(session, events);
    }

    private SessionServiceBlockingStub sessions() {
        return SessionServiceGrpc.newBlockingStub(server.get().channel())
                .withDeadlineAfter(PATIENCE.toSeconds(), TimeUnit.SECONDS)
                .withCallCredentials(TestServer.bearer(Installation.KEY));
    }

    private TurnServiceBlockingStub turns() {
        return TurnServiceGrpc.newBlockingStub(server.get().channel())
                .withDeadlineAfter(PATIENCE.toSeconds(), TimeUnit.SECONDS)
                .withCallCredentials(TestServer.bearer(Installation.KEY));
    }

    private static <T> T patiently(Supplier<T> call) {
        return await().atMost(PATIENCE)
                .ignoreExceptionsMatching(Program::unavailable)
                .until(call::get, answer -> true);
    }

    static boolean unavailable(Throwable failure) {
        return failure instanceof StatusRuntimeException status
                && status.getStatus().getCode() == Status.Code.UNAVAILABLE;
    }
}
