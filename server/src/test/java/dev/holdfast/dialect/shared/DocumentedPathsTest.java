package dev.holdfast.dialect.shared;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.testing.HttpBinding;
import dev.holdfast.testing.TestResource;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * The three documents have no path that is forgotten, and the server has none in their name that they do not have:
 * {@code documented-paths.txt}, which the conformance suite walks too, is their table of contents.
 */
final class DocumentedPathsTest {

    /** The length of later-paths.txt. It only ever goes down, to zero. */
    private static final int LATER_PATHS = 82;

    private static final String DOCUMENTED_APIS = "holdfast.rest.v1";
    private static final int COLUMNS_OF_A_TEMPLATE = 2;

    private static final List<List<String>> ROWS = TestResource.table(
            Path.of("../conformance/src/main/resources/dev/holdfast/conformance/documented-paths.txt"));

    @Test
    void everyDocumentedPathIsServedOrStandsOnTheListOfLaterOnes() {
        assertThat(documented())
                .as("the documented paths; serve a missing one by an RPC, or list it in later-paths.txt")
                .containsExactlyInAnyOrderElementsOf(union(served(), later()));
    }

    @Test
    void noPathIsServedAndStillOnTheListOfLaterOnes() {
        assertThat(later())
                .as("later-paths.txt; take out what an RPC serves now")
                .doesNotContainAnyElementsOf(served());
    }

    @Test
    void noPathIsListedTwice() {
        assertThat(documented()).as("documented-paths.txt").doesNotHaveDuplicates();
        assertThat(later()).as("later-paths.txt").doesNotHaveDuplicates();
    }

    @Test
    void noTwoRpcsClaimOnePath() {
        Map<String, List<String>> claims = HttpBinding.declared().stream()
                .collect(Collectors.groupingBy(
                        binding -> path(binding.method(), binding.template()),
                        TreeMap::new,
                        Collectors.mapping(HttpBinding::rpc, Collectors.toList())));

        assertThat(claims).allSatisfy((path, rpcs) -> assertThat(rpcs).hasSize(1));
    }

    @Test
    void theListOfLaterPathsOnlyShrinks() {
        int now = later().size();

        assertThat(now)
                .as(
                        "later-paths.txt had %d lines and has %d. More: serve the path instead of putting it off."
                                + " Fewer: well done; write the new number into this test, so that it stays so.",
                        LATER_PATHS, now)
                .isEqualTo(LATER_PATHS);
    }

    @Test
    void whatIsNotATemplateSaysWhyAndIsNoRpcs() {
        List<List<String>> exceptions =
                ROWS.stream().filter(row -> row.size() != COLUMNS_OF_A_TEMPLATE).toList();

        assertThat(exceptions).isNotEmpty().allSatisfy(row -> {
            assertThat(row).as("path, place in the contracts, reason").hasSize(COLUMNS_OF_A_TEMPLATE + 1);
            assertThat(union(served(), later())).doesNotContain(path(row.getFirst()));
        });
    }

    @Test
    void everyRowNamesItsPlaceInTheContracts() {
        assertThat(ROWS)
                .allSatisfy(row -> assertThat(row.get(1)).matches("(durable-turns|workspaces|pinned-git)\\.md §.*"));
    }

    private static List<String> documented() {
        return ROWS.stream()
                .filter(row -> row.size() == COLUMNS_OF_A_TEMPLATE)
                .map(row -> path(row.getFirst()))
                .toList();
    }

    private static List<String> served() {
        return HttpBinding.declared().stream()
                .filter(binding -> binding.packageName().equals(DOCUMENTED_APIS))
                .map(binding -> path(binding.method(), binding.template()))
                .toList();
    }

    private static List<String> later() {
        return LaterPaths.documented().stream()
                .map(path -> path(path.method(), path.template()))
                .toList();
    }

    private static List<String> union(List<String> some, List<String> others) {
        return Stream.concat(some.stream(), others.stream()).distinct().toList();
    }

    private static String path(String method, String template) {
        return path(method + " " + template);
    }

    /** Two templates that differ in the names of their variables only are one path. */
    private static String path(String methodAndTemplate) {
        return methodAndTemplate.replaceAll("\\{[a-z_]+(=\\*)?}", "{}").replaceAll("\\{[a-z_]+=\\*\\*}", "{**}");
    }
}
