package dev.holdfast.workspace;

import java.util.List;

/** What a reader found at a path. */
public sealed interface Found {

    /** A file, which the reader closes. */
    record File(OpenFile file) implements Found {}

    /** What of a directory lies in the session's scope or leads into it, by name. */
    record Listing(List<FileEntry> entries) implements Found {

        public Listing {
            entries = List.copyOf(entries);
        }
    }
}
