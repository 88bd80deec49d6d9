package dev.holdfast.conformance;

import java.util.List;
import java.util.stream.Stream;

/** The files of cases, in the order in which they run. */
final class Sections {

    private static final List<String> FILES = List.of(
            "documents.txt",
            "sessions.txt",
            "session-lists.txt",
            "front-door.txt",
            "credentials.txt",
            "idempotency.txt",
            "lifetimes.txt",
            "workspace.txt",
            "turns.txt",
            "messages.txt",
            "responses.txt",
            "native.txt",
            "paths.txt",
            "bounds.txt");

    private Sections() {}

    /** Those whose place or title holds the text. */
    static List<Case> all(String text) {
        return read(FILES, text);
    }

    /** Likewise, with those that take a server of the suite's own settings. */
    static List<Case> ofOwnServer(String text) {
        return read(Stream.concat(FILES.stream(), Stream.of("session-cap.txt")).toList(), text);
    }

    /** Envoy's own words for a server that is gone. */
    static List<Case> withoutServer() {
        return CaseFile.read("without-server.txt");
    }

    private static List<Case> read(List<String> files, String text) {
        return files.stream()
                .flatMap(file -> CaseFile.read(file).stream())
                .filter(each -> each.toString().contains(text))
                .toList();
    }
}
