package dev.holdfast.engine;

import dev.holdfast.event.Content;
import dev.holdfast.event.Message;
import dev.holdfast.event.Message.Answered;
import dev.holdfast.event.Message.Called;
import dev.holdfast.event.Message.Returned;
import dev.holdfast.event.Message.Role;
import dev.holdfast.event.Message.Said;
import dev.holdfast.event.ModelStep;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Puts transcripts together so that every call is followed by its result and every result follows its call, whatever callers
 * put into their inputs; models refuse anything else. A result comes up to its call, a call without one gets a failed one,
 * and a result whose call is not shown is told as text.
 */
final class Pairing {

    private final List<Message> shown = new ArrayList<>();

    /** Where something stands in for a result that may come yet, by the id of the call. */
    private final Map<String, Integer> open = new HashMap<>();

    /** Calls of a caller's telling, one right after the other; their results follow all of them. */
    private final List<String> told = new ArrayList<>();

    private Pairing() {}

    static List<Message> of(List<Transcript> transcripts) {
        Pairing pairing = new Pairing();
        for (Transcript transcript : transcripts) {
            transcript.input().forEach(pairing::add);
            pairing.endTold();
            transcript.exchanges().forEach(pairing::add);
        }
        return List.copyOf(pairing.shown);
    }

    private void add(Message message) {
        switch (message) {
            case Called called -> add(called);
            case Returned returned -> {
                endTold();
                add(returned);
            }
            case Said _, Answered _ -> {
                endTold();
                shown.add(message);
            }
        }
    }

    private void add(Called called) {
        // Who gives the result of an open call may tell the call as well; it is shown already.
        if (!open.containsKey(called.callId()) && !told.contains(called.callId())) {
            shown.add(called);
            told.add(called.callId());
        }
    }

    private void add(Returned returned) {
        Integer place = open.remove(returned.callId());
        if (place == null) {
            shown.add(new Said(
                    Role.USER,
                    List.of(new Content.Text("Result of the call " + returned.callId() + ", which is not shown: "
                            + returned.output()))));
        } else {
            shown.set(place, returned);
        }
    }

    private void add(Transcript.Exchange exchange) {
        if (silent(exchange.answer())) {
            return;
        }
        shown.add(new Answered(exchange.answer()));
        for (Transcript.Result result : exchange.results()) {
            if (result.standsIn()) {
                open.put(result.returned().callId(), shown.size());
            }
            shown.add(result.returned());
        }
    }

    private void endTold() {
        for (String callId : told) {
            open.put(callId, shown.size());
            shown.add(new Returned(callId, Transcript.NO_RESULT, true));
        }
        told.clear();
    }

    /** Models refuse an answer in which nothing stands. */
    private static boolean silent(ModelStep answer) {
        return answer.text().isEmpty() && answer.calls().isEmpty() && answer.providerItems() == null;
    }
}
