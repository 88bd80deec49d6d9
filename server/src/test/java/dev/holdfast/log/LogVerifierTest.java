package dev.holdfast.log;

import static dev.holdfast.storage.schema.Tables.EVENTS;
import static dev.holdfast.storage.schema.Tables.SESSIONS;
import static dev.holdfast.storage.schema.Tables.SESSION_HEAD;
import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.Holdfast;
import dev.holdfast.log.LogVerifier.Finding;
import dev.holdfast.name.SessionId;
import dev.holdfast.testing.TestServer;
import dev.holdfast.v1.CreateSessionRequest;
import dev.holdfast.v1.Json;
import dev.holdfast.v1.SessionServiceGrpc;
import dev.holdfast.v1.UpdateSessionRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jooq.DSLContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Whatever row somebody tampers with, {@code holdfast verify} names the session. */
final class LogVerifierTest {

    @RegisterExtension
    static final TestServer SERVER = new TestServer();

    private SessionId session = new SessionId(new UUID(0, 0));

    @BeforeEach
    void aSessionWithTwoEvents() {
        var stub = SessionServiceGrpc.newBlockingStub(SERVER.channel())
                .withCallCredentials(TestServer.bearer(SERVER.key("verify")));
        String id = stub.createSession(
                        CreateSessionRequest.newBuilder().setAgentId("a").build())
                .getSession()
                .getSessionId();
        stub.updateSession(UpdateSessionRequest.newBuilder()
                .setSessionId(id)
                .setMetadata(Json.newBuilder().setText("{\"a\":1}"))
                .build());
        session = SessionId.parse(id).orElseThrow();
        assertThat(findings()).isEmpty();
    }

    @AfterEach
    void removeTheDamage() {
        sql().deleteFrom(EVENTS).execute();
        sql().deleteFrom(SESSIONS).execute();
        sql().deleteFrom(SESSION_HEAD).execute();
    }

    @Test
    void aChangedProjection() {
        sql().update(SESSIONS).set(SESSIONS.METADATA, "{\"a\":2}").execute();
        assertThat(findings())
                .containsExactly(new Finding(session, "sessions.metadata is not what the events amount to"));
    }

    @Test
    void aChangedEvent() {
        sql().update(EVENTS)
                .set(EVENTS.PAYLOAD, new byte[] {0x0a, 0x04, 0x0a, 0x02, '{', '}'})
                .where(EVENTS.SEQUENCE.eq(1L))
                .execute();
        assertThat(findings())
                .containsExactly(new Finding(session, "sessions.metadata is not what the events amount to"));
    }

    @Test
    void anEventThatCannotBeRead() {
        sql().update(EVENTS)
                .set(EVENTS.PAYLOAD, new byte[] {(byte) 0xFF})
                .where(EVENTS.SEQUENCE.eq(1L))
                .execute();
        assertThat(findings())
                .singleElement()
                .satisfies(finding -> assertThat(finding.sentence()).startsWith("the log cannot be read"));
    }

    @Test
    void aMissingEvent() {
        sql().deleteFrom(EVENTS).where(EVENTS.SEQUENCE.eq(0L)).execute();
        assertThat(findings()).containsExactly(new Finding(session, "the log has event 1 where event 0 belongs"));
    }

    @Test
    void aMissingLastEvent() {
        sql().deleteFrom(EVENTS).where(EVENTS.SEQUENCE.eq(1L)).execute();
        assertThat(findings())
                .containsExactly(
                        new Finding(session, "the log ends with event 0, but its head says 1"),
                        new Finding(session, "the log has 1 facts, but its head says 2"));
    }

    @Test
    void aMissingProjection() {
        sql().deleteFrom(SESSIONS).execute();
        assertThat(findings()).containsExactly(new Finding(session, "sessions has no row"));
    }

    @Test
    void rowsWithoutAHead() {
        sql().deleteFrom(SESSION_HEAD).execute();
        assertThat(findings())
                .containsExactlyInAnyOrder(
                        new Finding(session, "sessions has a row, but there is no log"),
                        new Finding(session, "the log has events, but no head"));
    }

    private static List<Finding> findings() {
        List<Finding> findings = new ArrayList<>();
        Holdfast.verifier(SERVER.database()).verify(findings::add);
        return findings;
    }

    private static DSLContext sql() {
        return SERVER.database().sql();
    }
}
