package dev.holdfast.turn;

import static dev.holdfast.testing.TurnCaller.submission;
import static dev.holdfast.testing.TurnCaller.turn;
import static dev.holdfast.testing.TurnWords.kinds;
import static dev.holdfast.testing.TurnWords.text;
import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.error.Reason;
import dev.holdfast.testing.Refusal;
import dev.holdfast.testing.ScriptedModel;
import dev.holdfast.testing.ScriptedTool;
import dev.holdfast.testing.TestServer;
import dev.holdfast.testing.TurnCaller;
import dev.holdfast.testing.TurnWords;
import dev.holdfast.v1.BuiltInTool;
import dev.holdfast.v1.CreateSessionRequest;
import dev.holdfast.v1.DeleteSessionRequest;
import dev.holdfast.v1.Event;
import dev.holdfast.v1.Event.PayloadCase;
import dev.holdfast.v1.ListEventsRequest;
import dev.holdfast.v1.SessionStatus;
import dev.holdfast.v1.TokenUsage;
import dev.holdfast.v1.WatchSessionRequest;
import io.grpc.Status.Code;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

final class TurnServiceTest {

    private static final ScriptedModel MODEL = new ScriptedModel();
    private static final ScriptedTool SEARCH = new ScriptedTool("web_search");

    @RegisterExtension
    static final TestServer SERVER = TestServer.scripted(MODEL, SEARCH);

    private final TurnCaller caller = TurnCaller.of(SERVER, "turns");

    @Test
    void aTurnIsAnsweredWhenItsFirstEventIsInTheLog() {
        ScriptedModel.Held held = MODEL.hold();
        String session = caller.session();

        var begun = caller.submit(session, turn(held.line() + "/words 2"));

        assertThat(begun.getTurnNumber()).isEqualTo(1);
        assertThat(begun.getFirstSequence()).isEqualTo(1);
        Event first = caller.log(session).get(1);
        assertThat(first.getTurnStarted().getRequest().getInput(0)).isEqualTo(TurnWords.user(held.line() + "/words 2"));
        assertThat(first.getTurnStarted().getRequest().getModel()).isEqualTo("demo");
        held.gate().open();
        assertThat(text(watch(session, 0, 1))).isEqualTo("1 2");
    }

    @Test
    void aWatchShowsEveryEventOnceAndEndsWithItsTurn() {
        String session = caller.session();
        List<Event> seen = caller.run(session, turn("/words 3"));

        assertThat(kinds(seen)).startsWith(PayloadCase.TURN_STARTED).endsWith(PayloadCase.TURN_COMPLETED);
        assertThat(text(seen))
                .isEqualTo("1 2 3")
                .isEqualTo(seen.getLast().getTurnCompleted().getText());
        assertThat(caller.watch(
                        WatchSessionRequest.newBuilder().setSessionId(session).setTurnNumber(1)))
                .isEqualTo(caller.log(session));
        assertThat(caller.log(session).subList(1, seen.size() + 1)).isEqualTo(seen);
        assertThat(seen).extracting(Event::getSequence).containsExactlyElementsOf(numbers(1, seen.size()));
    }

    @Test
    void aWatchGoesOnFromItsCursorAndEndsAtOnceBehindTheEnd() {
        String session = caller.session();
        List<Event> first = caller.run(session, turn("/words 3"));
        caller.run(session, turn("/words 1"));
        long end = first.getLast().getSequence();

        assertThat(watch(session, end - 2, 1)).isEqualTo(first.subList(first.size() - 2, first.size()));
        assertThat(watch(session, end, 1)).isEmpty();
        assertThat(watch(session, end + 2, 1)).isEmpty();
        assertThat(watch(session, Long.MAX_VALUE, 1)).isEmpty();
    }

    @Test
    void aWatchOfATurnToComeWaitsForIt() {
        String session = caller.session();
        caller.run(session, turn("/words 1"));

        List<Event> seen = caller.until(
                WatchSessionRequest.newBuilder().setSessionId(session).setTurnNumber(2), sent -> {
                    if (!sent.hasEvent()) {
                        // Only now: the watch has shown what there was, and is silent.
                        caller.turns()
                                .submitTurn(submission(session, turn("/words 2"))
                                        .setIdempotencyKey("once")
                                        .build());
                    }
                    return sent.getEvent().getTurnNumber() == 2
                            && sent.getEvent().hasTurnCompleted();
                });

        assertThat(seen).isEqualTo(caller.log(session));
    }

    @Test
    void aWatchOfAWholeSessionEndsWithIt() {
        String session = caller.session();
        caller.run(session, turn("/words 1"));

        List<Event> seen = caller.until(WatchSessionRequest.newBuilder().setSessionId(session), sent -> {
            if (sent.getEvent().hasTurnCompleted()) {
                caller.sessions()
                        .deleteSession(DeleteSessionRequest.newBuilder()
                                .setSessionId(session)
                                .build());
            }
            return sent.getEvent().hasSessionDeleted();
        });

        assertThat(kinds(seen)).startsWith(PayloadCase.SESSION_CREATED).endsWith(PayloadCase.SESSION_DELETED);
    }

    @Test
    void aSilentWatchShowsThatItIsAlive() {
        List<Event> seen =
                caller.until(WatchSessionRequest.newBuilder().setSessionId(caller.session()), sent -> !sent.hasEvent());

        assertThat(kinds(seen)).containsExactly(PayloadCase.SESSION_CREATED);
    }

    @Test
    void aTurnRunsOnWhenItsReaderLeaves() {
        ScriptedModel.Held held = MODEL.hold();
        String session = caller.session();
        caller.submit(session, turn(held.line() + "/words 2"));
        caller.until(session, 0, PayloadCase.TEXT_ADDED);
        held.gate().open();

        assertThat(watch(session, 0, 1).getLast().getTurnCompleted().getText()).isEqualTo("1 2");
    }

    @Test
    void pagesOfTheLogHoldEachEventOnce() {
        String session = caller.session();
        caller.run(session, turn("/words 2"));
        caller.run(session, turn("/words 2"));
        List<Event> log = caller.log(session);

        List<Event> paged = new ArrayList<>();
        boolean more = true;
        while (more) {
            var page = caller.turns()
                    .listEvents(list(session)
                            .setPageSize(2)
                            .setAfterSequence(paged.size() - 1)
                            .build());
            assertThat(page.getEventsCount()).isBetween(1, 2);
            paged.addAll(page.getEventsList());
            more = page.getMore();
        }

        assertThat(paged).isEqualTo(log);
        assertThat(caller.turns()
                        .listEvents(list(session).setTurnNumber(2).build())
                        .getEventsList())
                .isEqualTo(
                        log.stream().filter(event -> event.getTurnNumber() == 2).toList());
        assertThat(caller.turns()
                        .listEvents(list(session).setTurnNumber(3).build())
                        .getEventsList())
                .isEmpty();
        assertThat(caller.turns()
                        .listEvents(list(session)
                                .setTurnNumber(1)
                                .setAfterSequence(2)
                                .build())
                        .getEventsList())
                .isEqualTo(log.stream()
                        .filter(event -> event.getTurnNumber() == 1 && event.getSequence() > 2)
                        .toList());
        for (long behind : List.of((long) log.size(), Long.MAX_VALUE)) {
            var page = caller.turns()
                    .listEvents(list(session).setAfterSequence(behind).build());
            assertThat(page.getEventsList()).isEmpty();
            assertThat(page.getMore()).isFalse();
        }
        assertThat(Refusal.of(() -> caller.turns()
                                .listEvents(list(session).setPageSize(101).build()))
                        .reason())
                .isEqualTo(Reason.PAGE_SIZE_INVALID);
    }

    @Test
    void aToolOfTheServersRunsAndItsResultGoesToTheModel() {
        String session = caller.session();

        List<Event> seen = caller.run(session, turn("/call web_search {\"q\": 1.50}", web()));

        assertThat(SEARCH.runs(session)).containsExactly("{\"q\": 1.50}");
        assertThat(kinds(seen))
                .containsSubsequence(
                        PayloadCase.TURN_STARTED,
                        PayloadCase.TEXT_ADDED,
                        PayloadCase.TOOL_CALL_STARTED,
                        PayloadCase.TOOL_CALL_COMPLETED,
                        PayloadCase.TEXT_ADDED,
                        PayloadCase.TURN_COMPLETED);
        assertThat(seen.getLast().getTurnCompleted().getText())
                .isEqualTo("Calling web_search.web_search answered: ran {\"q\": 1.50}");
        assertThat(caller.read(session).getStatus()).isEqualTo(SessionStatus.SESSION_STATUS_ACTIVE);
    }

    @Test
    void aToolThatNobodyOfferedIsNotRun() {
        String session = caller.session();

        List<Event> seen = caller.run(session, turn("/call web_search {}"));

        assertThat(SEARCH.runs(session)).isEmpty();
        assertThat(seen.getLast().getTurnCompleted().getText()).contains("There is no tool web_search");
    }

    @Test
    void theNextTurnsModelIsShownTheTurnBefore() {
        String session = caller.session();
        caller.run(session, turn("/call web_search {\"mark\":\"shown-before\"}", web()));
        caller.run(session, turn("and now"));

        var last = MODEL.asked("shown-before").getLast();
        assertThat(last.conversation().toString()).contains("ran {\\\"mark".replace("\\", ""), "and now");
    }

    @Test
    void aTurnThatFailsSaysWhyAndLeavesTheSessionActive() {
        String session = caller.session();

        List<Event> seen = caller.run(session, turn("/fail out of words"));

        assertThat(seen.getLast().getTurnFailed().getError()).isEqualTo("out of words");
        assertThat(caller.read(session).getStatus()).isEqualTo(SessionStatus.SESSION_STATUS_ACTIVE);
        assertThat(caller.read(session).getBusy()).isFalse();
        assertThat(caller.submit(session, turn("again")).getTurnNumber()).isEqualTo(2);
    }

    @Test
    void whatATurnCostsIsKnownAtItsEndAndAddedUp() {
        String session = caller.session();
        List<Event> first = caller.run(session, turn("/words 3").setModel("priced"));
        caller.run(session, turn("/words 5").setModel("priced"));

        // Two words read, three written; each a millionth of a dollar.
        assertThat(first.getLast().getTurnCompleted().getUsage())
                .isEqualTo(TokenUsage.newBuilder()
                        .setInputTokens(2)
                        .setOutputTokens(3)
                        .build());
        assertThat(first.getLast().getTurnCompleted().getCostMicros()).isEqualTo(5);
        assertThat(caller.read(session).getTotalCostMicros()).isGreaterThan(12);
        assertThat(caller.read(session).getTurnCount()).isEqualTo(2);
    }

    @Test
    void aSessionHasOneTurnAtATime() {
        ScriptedModel.Held held = MODEL.hold();
        String session = caller.session();
        caller.submit(session, turn(held.line() + "/words 2"));

        Refusal refusal = Refusal.of(() -> caller.submit(session, turn("another")));

        assertThat(refusal.code()).isEqualTo(Code.FAILED_PRECONDITION);
        assertThat(refusal.reason()).isEqualTo(Reason.TURN_RUNNING);
        assertThat(refusal.metadata()).containsEntry("turn_number", "1");
        assertThat(caller.read(session).getBusy()).isTrue();
        held.gate().open();
        watch(session, 0, 1);
        assertThat(caller.submit(session, turn("another")).getTurnNumber()).isEqualTo(2);
    }

    @Test
    void ofTwentySubmitsAtOnceOneBeginsATurnAndNoNumberIsLost() {
        ScriptedModel.Held held = MODEL.hold();
        String session = caller.session();

        List<Boolean> won = TurnWords.atOnce(20, () -> {
            try {
                return caller.submit(session, turn(held.line() + "/words 2")).getTurnNumber() == 1;
            } catch (io.grpc.StatusRuntimeException e) {
                assertThat(Refusal.of(e).reason()).isEqualTo(Reason.TURN_RUNNING);
                return false;
            }
        });

        assertThat(won).filteredOn(begun -> begun).hasSize(1);
        held.gate().open();
        List<Event> turn = watch(session, 0, 1);
        assertThat(turn).extracting(Event::getSequence).containsExactlyElementsOf(numbers(1, turn.size()));
        assertThat(caller.run(session, turn("next")).getFirst().getTurnNumber()).isEqualTo(2);
    }

    @Test
    void aSessionsModelIsTheOnlyOne() {
        String session = caller.sessions()
                .createSession(
                        CreateSessionRequest.newBuilder().setModel("demo").build())
                .getSession()
                .getSessionId();

        assertThat(reason(() -> caller.submit(session, turn("x").setModel("priced"))))
                .isEqualTo(Reason.MODEL_INVALID);
        assertThat(reason(() -> caller.submit(caller.session(), turn("x").setModel("nobody"))))
                .isEqualTo(Reason.MODEL_INVALID);
        // Another name of the same model.
        assertThat(caller.run(session, turn("x").setModel("gpt-4o"))).isNotEmpty();
    }

    @Test
    void aCompletedSessionTakesNoTurn() {
        String session = caller.session();
        SERVER.clock.advance(java.time.Duration.ofDays(7));

        Refusal refusal = Refusal.of(() -> caller.submit(session, turn("x")));

        assertThat(refusal.reason()).isEqualTo(Reason.SESSION_NOT_ACTIVE);
        assertThat(refusal.metadata()).containsEntry("status", "completed");
    }

    private List<Event> watch(String session, long after, int turn) {
        return caller.watch(WatchSessionRequest.newBuilder()
                .setSessionId(session)
                .setAfterSequence(after)
                .setTurnNumber(turn));
    }

    private static dev.holdfast.v1.Tool web() {
        return TurnWords.builtIn(BuiltInTool.BUILT_IN_TOOL_WEB_SEARCH);
    }

    private static ListEventsRequest.Builder list(String session) {
        return ListEventsRequest.newBuilder().setSessionId(session);
    }

    private static List<Long> numbers(long first, int size) {
        return LongStream.range(first, first + size).boxed().toList();
    }

    private static Reason reason(Runnable call) {
        return Refusal.of(call).reason();
    }
}
