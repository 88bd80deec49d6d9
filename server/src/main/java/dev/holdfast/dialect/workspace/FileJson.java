package dev.holdfast.dialect.workspace;

import dev.holdfast.json.JsonWriter;
import dev.holdfast.path.FileStatus;
import dev.holdfast.workspace.FileEntry;
import dev.holdfast.workspace.WrittenFile;

/** Files as this dialect prints them. */
final class FileJson {

    private FileJson() {}

    static void print(JsonWriter json, FileEntry entry) {
        boolean directory = entry.status().kind() == FileStatus.Kind.DIRECTORY;
        json.field("name", entry.name())
                .field("type", directory ? "directory" : "file")
                // What a file system calls the size of a directory means nothing to anybody.
                .field("size", directory ? 0 : entry.status().size())
                .field("modified", SecondsJson.of(entry.status().modified()));
    }

    static String print(WrittenFile file) {
        return JsonWriter.object(json -> json.field("path", file.path().text())
                .field("size", file.status().size())
                .field("modified", SecondsJson.of(file.status().modified())));
    }
}
