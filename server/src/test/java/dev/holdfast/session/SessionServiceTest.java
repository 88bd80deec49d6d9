package dev.holdfast.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.Duration;
import dev.holdfast.testing.TestServer;
import dev.holdfast.v1.CreateSessionRequest;
import dev.holdfast.v1.DeleteSessionRequest;
import dev.holdfast.v1.GetSessionRequest;
import dev.holdfast.v1.Json;
import dev.holdfast.v1.Lifetime;
import dev.holdfast.v1.LifetimeEnd;
import dev.holdfast.v1.ListSessionsRequest;
import dev.holdfast.v1.Session;
import dev.holdfast.v1.SessionServiceGrpc;
import dev.holdfast.v1.SessionServiceGrpc.SessionServiceBlockingStub;
import dev.holdfast.v1.SessionStatus;
import dev.holdfast.v1.UpdateSessionRequest;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Sessions as a gRPC client sees them, on a whole server. */
final class SessionServiceTest {

    @RegisterExtension
    static final TestServer SERVER = new TestServer();

    @Test
    void aNewSessionHasTheUsualSettingsAndCanBeRead() {
        var stub = stub("usual");
        Session made =
                stub.createSession(CreateSessionRequest.getDefaultInstance()).getSession();

        assertThat(made.getStatus()).isEqualTo(SessionStatus.SESSION_STATUS_ACTIVE);
        assertThat(made.getMetadata().getText()).isEqualTo("{}");
        assertThat(made.getFileAccess().getReadList()).containsExactly("");
        assertThat(made.getLifetime().getIdleTimeout().getSeconds()).isEqualTo(7 * 24 * 3600);
        assertThat(made.getRevision()).isEqualTo(1);
        assertThat(stub.getSession(get(made)).getSession()).isEqualTo(made);
    }

    @Test
    void freeFormJsonComesBackAsItWasGiven() {
        String text =
                "{\"one\":1,\"price\":1.50,\"big\":9007199254740993,\"nul\":\"\\u0000\",\"half\":\"\\ud800\",\"b\":0,\"a\":0}";
        Session made = stub("json")
                .createSession(CreateSessionRequest.newBuilder()
                        .setMetadata(Json.newBuilder().setText(text))
                        .build())
                .getSession();

        assertThat(made.getMetadata().getText()).isEqualTo(text);
    }

    @Test
    void anIdempotencyKeyMakesARepeatHarmless() {
        var stub = stub("repeat");
        CreateSessionRequest request = CreateSessionRequest.newBuilder()
                .setAgentId("a")
                .setIdempotencyKey("once")
                .build();
        Session first = stub.createSession(request).getSession();

        assertThat(stub.createSession(request).getSession()).isEqualTo(first);
        assertThatThrownBy(() ->
                        stub.createSession(request.toBuilder().setAgentId("b").build()))
                .satisfies(failure -> assertThat(code(failure)).isEqualTo(Status.Code.FAILED_PRECONDITION));
    }

    @Test
    void anIdempotencyKeyIsForgottenAfterADay() {
        var stub = stub("forgotten");
        CreateSessionRequest request =
                CreateSessionRequest.newBuilder().setIdempotencyKey("once").build();
        Session first = stub.createSession(request).getSession();
        SERVER.clock.advance(java.time.Duration.ofHours(24));

        assertThat(stub.createSession(request).getSession().getSessionId()).isNotEqualTo(first.getSessionId());
    }

    @Test
    void simultaneousRepeatsMakeOneSession() throws Exception {
        var stub = stub("simultaneous");
        CreateSessionRequest request =
                CreateSessionRequest.newBuilder().setIdempotencyKey("at-once").build();

        List<String> ids =
                atOnce(12, () -> stub.createSession(request).getSession().getSessionId());

        assertThat(ids).hasSize(12).containsOnly(ids.getFirst());
    }

    @Test
    void aMetadataUpdateReplacesItAndIsNoActivity() {
        var stub = stub("update");
        Session made =
                stub.createSession(CreateSessionRequest.getDefaultInstance()).getSession();
        SERVER.clock.advance(java.time.Duration.ofHours(1));

        Session updated = stub.updateSession(update(made, "{\"a\":1}").build()).getSession();

        assertThat(updated.getMetadata().getText()).isEqualTo("{\"a\":1}");
        assertThat(updated.getRevision()).isEqualTo(2);
        assertThat(updated.getUpdateTime()).isNotEqualTo(made.getUpdateTime());
        assertThat(updated.getLastActivityTime()).isEqualTo(made.getLastActivityTime());
        assertThat(updated.getExpireTime()).isEqualTo(made.getExpireTime());
    }

    @Test
    void ofSimultaneousUpdatesOfOneRevisionOneWins() throws Exception {
        var stub = stub("race");
        Session made =
                stub.createSession(CreateSessionRequest.getDefaultInstance()).getSession();

        List<Status.Code> codes = atOnce(12, () -> {
            try {
                stub.updateSession(update(made, "{}").setExpectedRevision(1).build());
                return Status.Code.OK;
            } catch (StatusRuntimeException e) {
                return e.getStatus().getCode();
            }
        });

        assertThat(codes).filteredOn(code -> code == Status.Code.OK).hasSize(1);
        assertThat(codes).filteredOn(code -> code == Status.Code.ABORTED).hasSize(11);
    }

    @Test
    void simultaneousUpdatesWithoutARevisionAllHappen() throws Exception {
        var stub = stub("all");
        Session made =
                stub.createSession(CreateSessionRequest.getDefaultInstance()).getSession();

        atOnce(16, () -> stub.updateSession(update(made, "{}").build()));

        assertThat(stub.getSession(get(made)).getSession().getRevision()).isEqualTo(17);
    }

    @Test
    void aDeletedSessionIsNotFoundAnyMore() {
        var stub = stub("delete");
        Session made =
                stub.createSession(CreateSessionRequest.getDefaultInstance()).getSession();
        DeleteSessionRequest delete = DeleteSessionRequest.newBuilder()
                .setSessionId(made.getSessionId())
                .build();
        stub.deleteSession(delete);

        assertThatThrownBy(() -> stub.getSession(get(made)))
                .satisfies(failure -> assertThat(code(failure)).isEqualTo(Status.Code.NOT_FOUND));
        assertThatThrownBy(() -> stub.deleteSession(delete))
                .satisfies(failure -> assertThat(code(failure)).isEqualTo(Status.Code.NOT_FOUND));
        assertThat(stub.listSessions(ListSessionsRequest.getDefaultInstance()).getSessionsList())
                .isEmpty();
    }

    @Test
    void anotherTenantsSessionAnswersLikeOneThatNeverWas() {
        Session foreign = stub("owner")
                .createSession(CreateSessionRequest.getDefaultInstance())
                .getSession();
        var stranger = stub("stranger");

        assertThat(refusal(() -> stranger.getSession(get(foreign))))
                .isEqualTo(refusal(() -> stranger.getSession(
                        GetSessionRequest.newBuilder().setSessionId("ses_nope").build())));
        assertThat(refusal(() -> stranger.updateSession(update(foreign, "{}").build())))
                .isEqualTo(refusal(() -> stranger.getSession(get(foreign))));
    }

    @Test
    void anIdleSessionCompletesAfterSevenDaysAndNotBefore() {
        var stub = stub("idle");
        Session made =
                stub.createSession(CreateSessionRequest.getDefaultInstance()).getSession();

        SERVER.clock.advance(java.time.Duration.ofDays(7).minusMillis(1));
        assertThat(stub.getSession(get(made)).getSession().getStatus()).isEqualTo(SessionStatus.SESSION_STATUS_ACTIVE);

        SERVER.clock.advance(java.time.Duration.ofMillis(1));
        Session ended = stub.getSession(get(made)).getSession();
        assertThat(ended.getStatus()).isEqualTo(SessionStatus.SESSION_STATUS_COMPLETED);
        assertThat(ended.hasExpireTime()).isFalse();
    }

    @Test
    void aListNeverShowsASessionAlivePastItsEnd() {
        var stub = stub("list-idle");
        stub.createSession(CreateSessionRequest.getDefaultInstance());
        SERVER.clock.advance(java.time.Duration.ofDays(7));

        var active = ListSessionsRequest.newBuilder()
                .setStatus(SessionStatus.SESSION_STATUS_ACTIVE)
                .build();
        assertThat(stub.listSessions(active).getSessionsList()).isEmpty();
        assertThat(stub.listSessions(ListSessionsRequest.getDefaultInstance()).getSessionsList())
                .extracting(Session::getStatus)
                .containsExactly(SessionStatus.SESSION_STATUS_COMPLETED);
    }

    @Test
    void aHardBoundThatDestroysLeavesNothing() {
        var stub = stub("destroy");
        Session made = stub.createSession(CreateSessionRequest.newBuilder()
                        .setLifetime(Lifetime.newBuilder()
                                .setMaxAge(Duration.newBuilder().setSeconds(60))
                                .setEnd(LifetimeEnd.LIFETIME_END_DESTROY))
                        .build())
                .getSession();
        SERVER.clock.advance(java.time.Duration.ofMinutes(1));

        assertThatThrownBy(() -> stub.getSession(get(made)))
                .satisfies(failure -> assertThat(code(failure)).isEqualTo(Status.Code.NOT_FOUND));
    }

    @Test
    void pagesCoverEverySessionOnceNewestFirst() {
        var stub = stub("pages");
        List<String> made = new ArrayList<>();
        for (int i = 0; i < 7; i++) {
            SERVER.clock.advance(java.time.Duration.ofMillis(i % 2));
            made.addFirst(stub.createSession(CreateSessionRequest.getDefaultInstance())
                    .getSession()
                    .getSessionId());
        }

        List<String> seen = new ArrayList<>();
        String token = "";
        do {
            var page = stub.listSessions(ListSessionsRequest.newBuilder()
                    .setPageSize(3)
                    .setPageToken(token)
                    .build());
            assertThat(page.getTotalSize()).isEqualTo(7);
            page.getSessionsList().forEach(session -> seen.add(session.getSessionId()));
            token = page.getNextPageToken();
        } while (!token.isEmpty());

        assertThat(seen).containsExactlyInAnyOrderElementsOf(made).doesNotHaveDuplicates();
        assertThat(seen.getFirst()).isIn(made.subList(0, 2));
    }

    @Test
    void aPageTokenOfAnotherListIsRefused() {
        var stub = stub("token");
        stub.createSession(CreateSessionRequest.getDefaultInstance());
        stub.createSession(CreateSessionRequest.getDefaultInstance());
        var first = ListSessionsRequest.newBuilder().setPageSize(1);
        String token = stub.listSessions(first.build()).getNextPageToken();

        assertThatThrownBy(() -> stub.listSessions(
                        first.setPageToken(token).setAgentId("other").build()))
                .satisfies(failure -> assertThat(code(failure)).isEqualTo(Status.Code.INVALID_ARGUMENT));
    }

    private static SessionServiceBlockingStub stub(String tenant) {
        return SessionServiceGrpc.newBlockingStub(SERVER.channel())
                .withCallCredentials(TestServer.bearer(SERVER.key(tenant)));
    }

    private static GetSessionRequest get(Session session) {
        return GetSessionRequest.newBuilder()
                .setSessionId(session.getSessionId())
                .build();
    }

    private static UpdateSessionRequest.Builder update(Session session, String metadata) {
        return UpdateSessionRequest.newBuilder()
                .setSessionId(session.getSessionId())
                .setMetadata(Json.newBuilder().setText(metadata));
    }

    private static Status.Code code(Throwable failure) {
        return ((StatusRuntimeException) failure).getStatus().getCode();
    }

    private static String refusal(Runnable call) {
        try {
            call.run();
        } catch (StatusRuntimeException e) {
            return e.getStatus().toString();
        }
        throw new AssertionError("the call was not refused");
    }

    private static <T> List<T> atOnce(int callers, Callable<T> call) throws Exception {
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<T>> answers = new ArrayList<>();
            for (int i = 0; i < callers; i++) {
                answers.add(threads.submit(call));
            }
            List<T> results = new ArrayList<>();
            for (Future<T> answer : answers) {
                results.add(answer.get());
            }
            return results;
        }
    }
}
