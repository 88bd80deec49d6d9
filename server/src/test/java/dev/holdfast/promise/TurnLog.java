package dev.holdfast.promise;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.testing.Effects;
import dev.holdfast.v1.Event;
import dev.holdfast.v1.Event.PayloadCase;
import dev.holdfast.v1.PendingAction;
import dev.holdfast.v1.TurnPaused;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** A session's events, and what must be true of them whatever happened to the servers. */
record TurnLog(String session, List<Event> events) {

    private static final Set<PayloadCase> ENDS =
            Set.of(PayloadCase.TURN_COMPLETED, PayloadCase.TURN_FAILED, PayloadCase.TURN_CANCELLED);

    TurnLog {
        events = List.copyOf(events);
    }

    /** Whether no turn of the session runs or waits. */
    boolean idle() {
        return turns() > 0 && turns() == all().filter(TurnLog::ends).count();
    }

    /** Whether nothing happens until somebody asks for it. */
    boolean settled() {
        return idle() || paused();
    }

    /** Whether something waits for a person. */
    boolean paused() {
        return facts().toList().getLast().hasTurnPaused();
    }

    /** What is waited for. */
    TurnPaused pause() {
        return facts().toList().getLast().getTurnPaused();
    }

    String openAction() {
        List<PendingAction> open = pause().getActionsList();
        assertThat(open).hasSize(1);
        return open.getFirst().getCall().getCallId();
    }

    long count(PayloadCase kind) {
        return all().filter(event -> event.getPayloadCase() == kind).count();
    }

    Event last(PayloadCase kind) {
        return all().filter(event -> event.getPayloadCase() == kind)
                .reduce((first, second) -> second)
                .orElseThrow();
    }

    /** All text that the turn's readers have seen. */
    String shown(int turn) {
        StringBuilder text = new StringBuilder();
        all().filter(event -> event.getTurnNumber() == turn && event.hasTextAdded())
                .forEach(event -> text.append(event.getTextAdded().getDelta()));
        return text.toString();
    }

    /** The numbers have no gaps, every turn has ended once, readers saw its text once, and no call ran more often than it may. */
    void assertSound(Effects effects) {
        for (int at = 0; at < events.size(); at++) {
            assertThat(events.get(at).getSequence()).as(session).isEqualTo(at);
        }
        for (int turn = 1; turn <= turns(); turn++) {
            int number = turn;
            List<Event> ends = all().filter(event -> event.getTurnNumber() == number && ends(event))
                    .toList();
            assertThat(ends).as("ends of turn %d of %s", turn, session).hasSize(1);
            assertThat(count(PayloadCase.TURN_RECOVERED))
                    .as("the demo model repeats itself")
                    .isZero();
            if (ends.getFirst().hasTurnCompleted()) {
                assertThat(shown(turn))
                        .as(session)
                        .isEqualTo(ends.getFirst().getTurnCompleted().getText());
            }
        }
        all().filter(Event::hasToolCallStarted).forEach(event -> assertEffects(event, effects));
    }

    private void assertEffects(Event started, Effects effects) {
        String call = started.getToolCallStarted().getCall().getCallId();
        String name = started.getToolCallStarted().getCall().getTool();
        long runs = effects.runsOfCall(call);
        long intents = all().filter(event -> event.hasToolCallExecuting()
                        && event.getToolCallExecuting().getActionId().equals(call))
                .count();
        boolean intended = !started.getToolCallStarted().getGated();
        assertThat(runs).as("runs of %s", call).isLessThanOrEqualTo(intents + (intended ? 1 : 0));
        if (name.equals("Bash")) {
            long asked = all().filter(event -> event.hasTurnResumed()
                            && event.getTurnResumed().getActionId().equals(call)
                            && !event.getTurnResumed().hasOutput())
                    .count();
            assertThat(runs).as("runs of %s", call).isLessThanOrEqualTo(asked + (intended ? 1 : 0));
        }
    }

    /** What happened, in words that a failing test can be read by. */
    @Override
    public String toString() {
        return session + events.stream().map(Event::getPayloadCase).toList();
    }

    long turns() {
        return count(PayloadCase.TURN_STARTED);
    }

    static boolean ends(Event event) {
        return ENDS.contains(event.getPayloadCase());
    }

    private Stream<Event> facts() {
        return all().filter(event -> event.getPayloadCase().getNumber() < PayloadCase.TEXT_ADDED.getNumber());
    }

    private Stream<Event> all() {
        return events.stream();
    }
}
