package dev.holdfast.dialect.sessions;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Paging as durable-turns.md §1, details of row 2, has it. */
final class PageNumbersTest {

    @ParameterizedTest
    @CsvSource({
        "'',1",
        "0,1",
        "abc,1",
        "-,1",
        "-0,1",
        "0.9,1",
        "-1,1",
        "-99999999999999999999,1",
        "1,1",
        "7,7",
        "' 7 ',7",
        "+7,7",
        "1.9,1",
        "2.5,2",
        "1e3,1",
        "7abc,7",
        "101,101"
    })
    void aPageIsReadAsJavaScriptReadsANumber(String text, long page) {
        assertThat(PageNumbers.parse(text, "").page()).isEqualTo(page);
    }

    @ParameterizedTest
    @CsvSource({
        "'',50",
        "0,50",
        "abc,50",
        "-0,50",
        "0.9,50",
        "-1,1",
        "-50,1",
        "1,1",
        "1.9,1",
        "1e3,1",
        "99,99",
        "100,100",
        "101,100",
        "99999999999999999999,100",
        "20x,20"
    })
    void aLimitIsReadLikewiseAndKeptBetweenOneAndAHundred(String text, int limit) {
        assertThat(PageNumbers.parse("", text).limit()).isEqualTo(limit);
    }

    @ParameterizedTest
    @CsvSource({"0,0", "1,1", "19,1", "20,1", "21,2", "40,2", "41,3"})
    void totalPagesAreRoundedUp(long total, long pages) {
        assertThat(PageNumbers.parse("1", "20").pagesOf(total)).isEqualTo(pages);
    }

    @ParameterizedTest
    @CsvSource({"99999999999999999999,100", "9223372036854775807,100"})
    void aPageBeyondAllListsIsStillAPositiveOffset(String page, String limit) {
        PageNumbers numbers = PageNumbers.parse(page, limit);

        assertThat(Math.multiplyExact(numbers.page(), numbers.limit())).isPositive();
    }
}
