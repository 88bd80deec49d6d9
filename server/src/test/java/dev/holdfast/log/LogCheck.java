package dev.holdfast.log;

import static dev.holdfast.storage.schema.Tables.EVENTS;
import static dev.holdfast.storage.schema.Tables.SESSION_HEAD;
import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.event.RecordedEvent;
import dev.holdfast.name.SessionId;
import dev.holdfast.storage.Database;
import dev.holdfast.storage.schema.tables.records.SessionHeadRecord;
import java.util.ArrayList;
import java.util.List;

/** What is in the database, read without the log's own help. */
final class LogCheck {

    private LogCheck() {}

    static List<RecordedEvent> events(Database database, SessionId session) {
        return database.sql()
                .selectFrom(EVENTS)
                .where(EVENTS.SESSION_ID.eq(session.value()))
                .orderBy(EVENTS.SEQUENCE)
                .fetch(EventCodec::decode);
    }

    static SessionHeadRecord head(Database database, SessionId session) {
        return database.sql()
                .selectFrom(SESSION_HEAD)
                .where(SESSION_HEAD.SESSION_ID.eq(session.value()))
                .fetchSingle();
    }

    /** Every session is gap-free and everything follows from its events. */
    static void assertSound(Database database) {
        assertSound(database, LogNode.SHAPE);
    }

    static void assertSound(Database database, Shape<Tally> shape) {
        List<String> findings = new ArrayList<>();
        new LogVerifier<>(database, shape)
                .verify(finding -> findings.add(finding.session() + ": " + finding.sentence()));
        assertThat(findings).isEmpty();
    }
}
