package dev.holdfast.workspace;

import dev.holdfast.path.FileStatus;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * What a request demands of the file that it is about: the headers of RFC 9110, section 13, "" where one is absent. Tags
 * come before times, and what is no date is as if it were not there.
 */
public record Conditions(String ifMatch, String ifNoneMatch, String ifModifiedSince, String ifUnmodifiedSince) {

    public static final Conditions NONE = new Conditions("", "", "", "");

    private static final String ANY = "*";
    private static final String WEAK = "W/";

    /** What follows from them. */
    public enum Verdict {
        HOLD,
        /** A reader has these bytes already. */
        UNCHANGED,
        FAIL
    }

    /** For whoever wants to read a file that is there. */
    public Verdict forReader(FileStatus status) {
        FileTag tag = FileTag.of(status);
        if (!ifMatch.isEmpty() ? !matches(ifMatch, tag) : changedSince(ifUnmodifiedSince, status, false)) {
            return Verdict.FAIL;
        }
        boolean known =
                ifNoneMatch.isEmpty() ? !changedSince(ifModifiedSince, status, true) : matchesWeakly(ifNoneMatch, tag);
        return known ? Verdict.UNCHANGED : Verdict.HOLD;
    }

    /** For whoever wants to change a file, or make it. */
    public Verdict forWriter(Optional<FileStatus> there) {
        Optional<FileTag> tag = there.map(FileTag::of);
        boolean wrongOne = ifMatch.isEmpty()
                ? there.isPresent() && changedSince(ifUnmodifiedSince, there.get(), false)
                : tag.filter(its -> matches(ifMatch, its)).isEmpty();
        boolean unwanted = !ifNoneMatch.isEmpty()
                && tag.filter(its -> matchesWeakly(ifNoneMatch, its)).isPresent();
        return wrongOne || unwanted ? Verdict.FAIL : Verdict.HOLD;
    }

    private static boolean changedSince(String date, FileStatus status, boolean otherwise) {
        Optional<Instant> since = HttpDate.parse(date);
        return since.map(instant -> HttpDate.wholeSecond(status.modified()).isAfter(instant))
                .orElse(otherwise);
    }

    private static boolean matches(String tags, FileTag tag) {
        return anyOf(tags, each -> each.equals(tag.text()));
    }

    private static boolean matchesWeakly(String tags, FileTag tag) {
        return anyOf(tags, each -> each.equals(tag.text()) || each.equals(WEAK + tag.text()));
    }

    /** No tag of ours holds a comma. */
    private static boolean anyOf(String tags, Predicate<String> tag) {
        return tags.strip().equals(ANY)
                || Arrays.stream(tags.split(",", -1)).map(String::strip).anyMatch(tag);
    }
}
