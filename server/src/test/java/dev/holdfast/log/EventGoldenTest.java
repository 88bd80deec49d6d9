package dev.holdfast.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.event.Event;
import dev.holdfast.event.Event.EndCause;
import dev.holdfast.event.Lifetime;
import dev.holdfast.event.Origin;
import dev.holdfast.event.RecordedEvent;
import dev.holdfast.event.SessionSettings;
import dev.holdfast.event.ToolSpec;
import dev.holdfast.json.Json;
import dev.holdfast.name.KeyId;
import dev.holdfast.name.SessionId;
import dev.holdfast.name.TenantId;
import dev.holdfast.path.Scope;
import dev.holdfast.path.WorkspacePath;
import dev.holdfast.storage.schema.tables.records.EventsRecord;
import dev.holdfast.v1.Event.PayloadCase;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The bytes of every event that was ever released. They lie in databases for ever: a line here is never changed, only
 * added.
 */
final class EventGoldenTest {

    private static final Event.SessionCreated FULL = new Event.SessionCreated(
            new SessionSettings(
                    new TenantId(new UUID(0, 1)),
                    new KeyId(new UUID(0, 2)),
                    Origin.SESSIONS,
                    "ag",
                    "demo",
                    "Be brief.",
                    List.of(
                            new ToolSpec.Function("f", "d", new Json("{\"type\":\"object\"}"), true),
                            new ToolSpec.BuiltIn(ToolSpec.Kind.WORKSPACE, false)),
                    new Scope(List.of(new WorkspacePath("a/b")), List.of(WorkspacePath.ROOT)),
                    new Lifetime(
                            Duration.ofHours(4),
                            new Lifetime.IdleBound(Duration.ofMinutes(5), Lifetime.IdleClock.LAST_RESPONSE),
                            Lifetime.End.DESTROY)),
            new Json("{\"n\":1.50}"));

    static Stream<Arguments> released() {
        return Stream.concat(ofSessions(), ReleasedTurnEvents.all());
    }

    private static Stream<Arguments> ofSessions() {
        return Stream.of(
                Arguments.of(
                        10,
                        FULL,
                        "0a1e74656e5f303030303030303030303030303030303030303030303030303112"
                                + "1e6b65795f303030303030303030303030303030303030303030303030303218022202"
                                + "61672a0c0a0a7b226e223a312e35307d320464656d6f3a0942652062726965662e421f"
                                + "0a1b0a01661201641a130a117b2274797065223a226f626a656374227d180142021004"
                                + "4a070a03612f621200520e0a0308c070120308ac0218022002"),
                Arguments.of(11, new Event.SessionMetadataUpdated(new Json("{\"a\":1}")), "0a090a077b2261223a317d"),
                Arguments.of(12, new Event.SessionCompleted(EndCause.IDLE), "0801"),
                Arguments.of(12, new Event.SessionCompleted(EndCause.MAX_AGE), "0802"),
                Arguments.of(13, new Event.SessionDeleted(EndCause.CALLER), "0803"));
    }

    @ParameterizedTest
    @MethodSource("released")
    void anEventIsWrittenAndReadAsWhenItWasReleased(int kind, Event event, String bytes) {
        EventsRecord row =
                EventCodec.encode(new SessionId(new UUID(0, 9)), new RecordedEvent(7, 3, Instant.EPOCH, event));

        assertThat(row.getKind()).isEqualTo((short) kind);
        assertThat(HexFormat.of().formatHex(row.getPayload())).isEqualTo(bytes);
        assertThat(EventCodec.decode((short) kind, HexFormat.of().parseHex(bytes)))
                .isEqualTo(event);
    }

    @Test
    void everyKindHasItsLine() {
        Set<Integer> kinds = released().map(line -> (Integer) line.get()[0]).collect(Collectors.toSet());

        assertThat(Stream.of(PayloadCase.values())
                        .filter(kind -> kind != PayloadCase.PAYLOAD_NOT_SET)
                        .map(PayloadCase::getNumber))
                .as("kinds of events; add a line with the bytes of each new one")
                .allSatisfy(kind -> assertThat(kinds).contains(kind));
    }

    @Test
    void aKindOrPayloadThatNobodyWroteIsDamage() {
        assertThatThrownBy(() -> EventCodec.decode((short) 9_999, new byte[0]))
                .isInstanceOf(UnreadableEventException.class);
        assertThatThrownBy(() -> EventCodec.decode((short) 10, new byte[] {(byte) 0xFF}))
                .isInstanceOf(UnreadableEventException.class);
        assertThatThrownBy(() -> EventCodec.decode((short) 12, new byte[0]))
                .isInstanceOf(UnreadableEventException.class);
    }
}
