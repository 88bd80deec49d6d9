package dev.holdfast.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What is written about cases is about cases that exist, and the little language of the files does what it says. */
final class SectionsTest {

    private static final List<String> TITLES =
            Sections.all("").stream().map(Case::title).toList();

    @Test
    void everyKnownDifferenceIsOneCases() {
        assertThat(TITLES)
                .containsOnlyOnceElementsOf(KnownDifference.all().stream()
                        .map(KnownDifference::title)
                        .toList());
    }

    @Test
    void everyExceptionIsOneOfAPrintedExample() {
        assertThat(TITLES).containsOnlyOnceElementsOf(PrintedExceptions.examples());
    }

    @Test
    void aRowOfATableIsACase() {
        List<Case> cases = CaseFile.parse("test", """
                as sessions
                == somewhere §1 | a title
                each body | status
                | {}      | 201
                | ''      | 400
                POST /v1/sessions
                {body}
                < {status}
                """);

        assertThat(cases).extracting(Case::title).containsExactly("a title: {}", "a title: ");
        assertThat(cases.getLast().steps()).singleElement().satisfies(step -> {
            assertThat(step.request().body()).isEmpty();
            assertThat(step.expected().status()).isEqualTo(400);
        });
    }

    @Test
    void aTemplateKeepsWhatItTakesAndComparesItAgain() {
        Variables variables = new Variables(Map.of("unique", "u1"));

        assertThat(Template.matches(
                        "{\"a\":{n:int},\"b\":{n},…,\"{unique}\"}", "{\"a\":7,\"b\":7,[],\"u1\"}", variables))
                .isTrue();
        assertThat(variables.get("n")).isEqualTo("7");
        assertThat(Template.matches("{\"a\":{:int}}", "{\"a\":\"7\"}", variables))
                .isFalse();
    }

    @Test
    void aCaseWithoutAnAnswerIsRefused() {
        assertThatThrownBy(() -> CaseFile.parse("test", "== somewhere | a title\nGET /"))
                .isInstanceOf(ConformanceException.class)
                .hasMessageContaining("a title");
    }
}
