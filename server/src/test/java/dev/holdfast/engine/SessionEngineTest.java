package dev.holdfast.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.engine.SessionState.Gone;
import dev.holdfast.engine.SessionState.Living;
import dev.holdfast.engine.SessionState.Unborn;
import dev.holdfast.error.HoldfastException;
import dev.holdfast.error.Reason;
import dev.holdfast.event.Event;
import dev.holdfast.event.Event.EndCause;
import dev.holdfast.event.Lifetime;
import dev.holdfast.event.Lifetime.End;
import dev.holdfast.event.Lifetime.IdleBound;
import dev.holdfast.event.Lifetime.IdleClock;
import dev.holdfast.event.Origin;
import dev.holdfast.event.RecordedEvent;
import dev.holdfast.event.SessionSettings;
import dev.holdfast.json.Json;
import dev.holdfast.name.KeyId;
import dev.holdfast.name.TenantId;
import dev.holdfast.path.Scope;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Given events, when a command comes, then these events follow. */
final class SessionEngineTest {

    private static final Instant START = Instant.parse("2026-06-23T00:00:00Z");
    private static final TenantId OWNER = new TenantId(new UUID(0, 1));
    private static final TenantId STRANGER = new TenantId(new UUID(0, 2));
    private static final Lifetime WEEK = Lifetime.idle(Duration.ofDays(7));

    @Test
    void aNewSessionIsActiveAndAtRevisionOne() {
        Living living = (Living) fold(created(WEEK));

        assertThat(living.status()).isEqualTo(SessionStatus.ACTIVE);
        assertThat(living.revision()).isEqualTo(1);
        assertThat(living.times().createdAt()).isEqualTo(START);
        assertThat(living.dueAt()).isEqualTo(START.plus(Duration.ofDays(7)));
    }

    @Test
    void nothingHappensBeforeASessionIsDue() {
        assertThat(decide(fold(created(WEEK)), settleAfter(Duration.ofDays(7).minusMillis(1))))
                .isEmpty();
    }

    @Test
    void anIdleSessionCompletes() {
        assertThat(decide(fold(created(WEEK)), settleAfter(Duration.ofDays(7))))
                .containsExactly(new Event.SessionCompleted(EndCause.IDLE));
    }

    @Test
    void theHardBoundComesFirstIfItIsEarlierAndEndsAsItIsToldTo() {
        Lifetime hour = new Lifetime(
                Duration.ofHours(1), new IdleBound(Duration.ofDays(7), IdleClock.LAST_ACTIVITY), End.DESTROY);

        assertThat(decide(fold(created(hour)), settleAfter(Duration.ofHours(1))))
                .containsExactly(new Event.SessionDeleted(EndCause.MAX_AGE));
    }

    @Test
    void aSessionThatHasNotRespondedIsNotIdleByTheLastResponse() {
        Lifetime unused =
                new Lifetime(null, new IdleBound(Duration.ofMinutes(5), IdleClock.LAST_RESPONSE), End.COMPLETE);

        assertThat(((Living) fold(created(unused))).dueAt()).isNull();
        assertThat(decide(fold(created(unused)), settleAfter(Duration.ofDays(900))))
                .isEmpty();
    }

    @Test
    void aSessionWithoutBoundsIsNeverDue() {
        assertThat(((Living) fold(created(new Lifetime(null, null, End.COMPLETE)))).dueAt())
                .isNull();
    }

    @Test
    void aCompletedSessionIsNeverDueAgain() {
        SessionState ended = fold(created(WEEK), new Event.SessionCompleted(EndCause.IDLE));

        assertThat(((Living) ended).dueAt()).isNull();
        assertThat(decide(ended, settleAfter(Duration.ofDays(900)))).isEmpty();
    }

    @Test
    void aMetadataUpdateThatExpectsAnotherRevisionIsRefusedAndSaysTheRightOne() {
        SessionState state = fold(created(WEEK), new Event.SessionMetadataUpdated(new Json("{\"a\":1}")));

        assertThatThrownBy(() -> decide(state, new SessionCommand.UpdateMetadata(OWNER, Json.EMPTY_OBJECT, 1L)))
                .isInstanceOfSatisfying(HoldfastException.class, refusal -> {
                    assertThat(refusal.reason()).isEqualTo(Reason.REVISION_MOVED);
                    assertThat(refusal.metadata()).containsEntry("revision", "2");
                });
        assertThat(decide(state, new SessionCommand.UpdateMetadata(OWNER, Json.EMPTY_OBJECT, 2L)))
                .containsExactly(new Event.SessionMetadataUpdated(Json.EMPTY_OBJECT));
    }

    @Test
    void aStrangersCommandIsRefusedLikeOneForASessionThatNeverWas() {
        for (SessionCommand command : List.of(
                new SessionCommand.Delete(STRANGER),
                new SessionCommand.UpdateMetadata(STRANGER, Json.EMPTY_OBJECT, null))) {
            assertThat(refusal(fold(created(WEEK)), command)).isEqualTo(refusal(new Unborn(), command));
            assertThat(refusal(fold(created(WEEK)), command)).isEqualTo(refusal(new Gone(), command));
        }
    }

    /** Random commands at random times; whatever happens, these hold, and folding again gives the same. */
    @Test
    void theInvariantsHoldInEveryOrder() {
        for (long seed = 0; seed < 2_000; seed++) {
            Random random = new Random(seed);
            List<RecordedEvent> log = new ArrayList<>();
            SessionState state = new Unborn();
            Instant now = START;
            for (int step = 0; step < 12; step++) {
                now = now.plus(Duration.ofHours(random.nextInt(100)));
                for (Event event : answered(state, command(random, state, now))) {
                    RecordedEvent recorded = new RecordedEvent(log.size(), 0, now, event);
                    log.add(recorded);
                    state = SessionEngine.apply(state, recorded);
                }
                check(seed, log, state, now);
            }
        }
    }

    private static SessionCommand command(Random random, SessionState state, Instant now) {
        if (state instanceof Unborn) {
            IdleBound idle = new IdleBound(
                    Duration.ofHours(1 + random.nextInt(300)),
                    random.nextBoolean() ? IdleClock.LAST_ACTIVITY : IdleClock.LAST_RESPONSE);
            Lifetime lifetime = new Lifetime(
                    random.nextBoolean() ? Duration.ofHours(1 + random.nextInt(300)) : null,
                    random.nextInt(4) == 0 ? null : idle,
                    random.nextBoolean() ? End.COMPLETE : End.DESTROY);
            return new SessionCommand.Create(settings(lifetime), Json.EMPTY_OBJECT);
        }
        TenantId tenant = random.nextInt(4) == 0 ? STRANGER : OWNER;
        return switch (random.nextInt(8)) {
            case 0 -> new SessionCommand.Delete(tenant);
            case 1, 2, 3 ->
                new SessionCommand.UpdateMetadata(
                        tenant, new Json("{\"n\":" + random.nextInt() + "}"), expected(random));
            default -> new SessionCommand.Settle(now);
        };
    }

    private static @Nullable Long expected(Random random) {
        return random.nextBoolean() ? null : (long) random.nextInt(4);
    }

    private static void check(long seed, List<RecordedEvent> log, SessionState state, Instant now) {
        SessionState again = new Unborn();
        for (RecordedEvent event : log) {
            again = SessionEngine.apply(again, event);
        }
        assertThat(again).as("the fold, seed %d", seed).isEqualTo(state);
        if (state instanceof Living living) {
            assertThat(living.revision()).as("facts, seed %d", seed).isEqualTo(log.size());
            SessionState settled = state;
            for (Event event : SessionEngine.decide(state, new SessionCommand.Settle(now))) {
                settled = SessionEngine.apply(settled, new RecordedEvent(log.size(), 0, now, event));
            }
            assertThat(SessionEngine.decide(settled, new SessionCommand.Settle(now)))
                    .as("settling twice, seed %d", seed)
                    .isEmpty();
        }
        assertThat(log.stream().filter(event -> event.event() instanceof Event.SessionDeleted))
                .as("deletions, seed %d", seed)
                .hasSizeLessThanOrEqualTo(1);
    }

    private static List<Event> answered(SessionState state, SessionCommand command) {
        try {
            return SessionEngine.decide(state, command);
        } catch (HoldfastException refusal) {
            return List.of();
        }
    }

    private static String refusal(SessionState state, SessionCommand command) {
        try {
            SessionEngine.decide(state, command);
        } catch (HoldfastException e) {
            return e.reason() + " " + e.sentence() + e.metadata();
        }
        throw new AssertionError("not refused: " + command);
    }

    private static List<Event> decide(SessionState state, SessionCommand command) {
        return SessionEngine.decide(state, command);
    }

    private static SessionCommand settleAfter(Duration age) {
        return new SessionCommand.Settle(START.plus(age));
    }

    private static SessionState fold(Event... events) {
        SessionState state = new Unborn();
        for (int at = 0; at < events.length; at++) {
            state = SessionEngine.apply(state, new RecordedEvent(at, 0, START, events[at]));
        }
        return state;
    }

    private static Event created(Lifetime lifetime) {
        return new Event.SessionCreated(settings(lifetime), Json.EMPTY_OBJECT);
    }

    private static SessionSettings settings(Lifetime lifetime) {
        return new SessionSettings(
                OWNER, new KeyId(new UUID(0, 3)), Origin.NATIVE, null, null, null, List.of(), Scope.ALL, lifetime);
    }
}
