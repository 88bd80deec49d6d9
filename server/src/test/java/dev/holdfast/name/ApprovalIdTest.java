package dev.holdfast.name;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** An approval's id is its action's, and has one text. */
final class ApprovalIdTest {

    private static final ActionId ACTION = new ActionId(new UUID(0x0190_0000_0000_7000L, 0x8000_0000_0000_0001L));

    @Test
    void itIsTheActionsWithAnotherPrefixAndTheNumberOfRuns() {
        String characters = ACTION.toString().substring("tc_".length());

        assertThat(new ApprovalId(ACTION, 0)).hasToString("apr_" + characters);
        assertThat(new ApprovalId(ACTION, 12)).hasToString("apr_" + characters + "_12");
    }

    @Test
    void itIsReadFromItsTextAndFromNoOther() {
        for (int attempt : List.of(0, 1, 999_999_999)) {
            ApprovalId id = new ApprovalId(ACTION, attempt);
            assertThat(ApprovalId.parse(id.toString())).contains(id);
        }
        String first = new ApprovalId(ACTION, 0).toString();
        for (String wrong : List.of(
                "",
                "apr_",
                "apr_1",
                ACTION.toString(),
                first + "_",
                first + "_0",
                first + "_01",
                first + "_-1",
                first + "_+1",
                first + "_1000000000",
                first + "_1_1",
                first + "-1",
                first + "1",
                first.toUpperCase(java.util.Locale.ROOT))) {
            assertThat(ApprovalId.parse(wrong)).as(wrong).isEmpty();
        }
    }
}
