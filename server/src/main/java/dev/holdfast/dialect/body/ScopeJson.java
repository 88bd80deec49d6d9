package dev.holdfast.dialect.body;

import dev.holdfast.json.JsonWriter;
import dev.holdfast.path.Scope;
import dev.holdfast.path.WorkspacePath;
import java.util.List;

/** A scope as the dialects print it: the normalised paths, without the session's own directory. */
public final class ScopeJson {

    private ScopeJson() {}

    public static void print(JsonWriter json, Scope scope) {
        json.field("read", texts(scope.read())).field("write", texts(scope.write()));
    }

    private static List<String> texts(List<WorkspacePath> paths) {
        return paths.stream().map(WorkspacePath::text).toList();
    }
}
