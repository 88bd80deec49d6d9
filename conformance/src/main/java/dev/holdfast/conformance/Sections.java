package dev.holdfast.conformance;

import java.util.List;

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
            "messages.txt",
            "native.txt",
            "paths.txt",
            "bounds.txt");

    private Sections() {}

    /** Those whose place or title holds the text. */
    static List<Case> all(String text) {
        return FILES.stream()
                .flatMap(file -> CaseFile.read(file).stream())
                .filter(each -> each.toString().contains(text))
                .toList();
    }

    /** Envoy's own words for a server that is gone. */
    static List<Case> withoutServer() {
        return CaseFile.read("without-server.txt");
    }
}
