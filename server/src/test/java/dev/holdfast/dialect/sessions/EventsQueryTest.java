package dev.holdfast.dialect.sessions;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The query of an event log as durable-turns.md §1, row 5, has it. */
final class EventsQueryTest {

    @ParameterizedTest
    @CsvSource({"1,1", "' 12 ',12", "0,0", "-3,-3", "7abc,7", "99999999999999999999,2147483647"})
    void aTurnIsReadAsJavaScriptReadsANumber(String text, int turn) {
        assertThat(EventsQuery.parse(text, "", "").turn()).hasValue(turn);
    }

    @ParameterizedTest
    @CsvSource({"''", "abc", "-", "NaN", "null"})
    void aTurnThatIsNoNumberIsIgnored(String text) {
        assertThat(EventsQuery.parse(text, "", "").turn()).isEqualTo(OptionalInt.empty());
    }

    @Test
    void pageAndLimitAreThoseOfAllLists() {
        assertThat(EventsQuery.parse("", "2", "500").numbers()).isEqualTo(new PageNumbers(2, 100));
    }
}
