package dev.holdfast.testing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.event.Message;
import java.util.ArrayList;
import java.util.List;

/** What every provider of models demands of a conversation. */
public final class WellFormed {

    private WellFormed() {}

    /** Right after calls come their results, one for each, in their order, and nowhere else is there a result. */
    public static void check(List<Message> conversation, String where) {
        List<String> due = new ArrayList<>();
        for (Message message : conversation) {
            switch (message) {
                case Message.Answered answered -> {
                    assertThat(due).as("calls without a result, %s", where).isEmpty();
                    answered.step().calls().forEach(call -> due.add(call.id().toString()));
                }
                case Message.Called called -> {
                    assertThat(due).as("calls told twice, %s", where).doesNotContain(called.callId());
                    due.add(called.callId());
                }
                case Message.Returned returned -> {
                    assertThat(due).as("a result without its call, %s", where).isNotEmpty();
                    assertThat(returned.callId()).as(where).isEqualTo(due.removeFirst());
                }
                case Message.Said _ ->
                    assertThat(due).as("calls without a result, %s", where).isEmpty();
            }
        }
        assertThat(due).as("calls without a result at the end, %s", where).isEmpty();
    }
}
