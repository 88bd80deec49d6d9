package dev.holdfast.path;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class WorkspacePathTest {

    @ParameterizedTest
    @CsvSource({"'',''", "a,a", "a/b,a/b", "a/,a", "a/b//,a/b", "...,...", ".a/..b,.a/..b", "ä b,ä b"})
    void aPlaceInTheWorkspaceIsNormalised(String written, String normalised) {
        assertThat(WorkspacePath.parse(written)).contains(new WorkspacePath(normalised));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/",
                "/a",
                "//",
                "a//b",
                ".",
                "..",
                "a/..",
                "../a",
                "a/./b",
                "a\\b",
                "a\u0000b",
                "\ud800",
                "a/../.."
            })
    void whatLeavesTheWorkspaceIsRefused(String written) {
        assertThat(WorkspacePath.parse(written)).isEmpty();
    }

    @Test
    void aPathHasAtMostSoManyBytes() {
        String longest = ("é".repeat(127) + "/").repeat(4) + "abcd";

        assertThat(WorkspacePath.parse(longest)).isPresent();
        assertThat(WorkspacePath.parse(longest + "e")).isEmpty();
    }

    @Test
    void aSegmentHasAtMostAsManyBytesAsAFilesNameMayHave() {
        assertThat(WorkspacePath.parse("a/" + "é".repeat(127) + "a")).isPresent();
        assertThat(WorkspacePath.parse("a/" + "é".repeat(128))).isEmpty();
    }
}
