package dev.holdfast.dialect.shared;

import dev.holdfast.auth.Credentials;
import dev.holdfast.dialect.repositories.RepositoriesForm;
import dev.holdfast.dialect.sessions.SessionsForm;
import dev.holdfast.dialect.workspace.WorkspaceForm;
import dev.holdfast.edge.Forms;
import dev.holdfast.edge.NativeForm;
import dev.holdfast.name.RequestId;
import dev.holdfast.rpc.Form;
import java.util.Optional;
import java.util.function.Function;

/** The form in which a caller gets its errors. */
public final class ErrorForms implements Forms {

    private static final String NATIVE_BASE = "/holdfast/";

    private final Form sessions = new SessionsForm();
    private final Form workspace = new WorkspaceForm();
    private final Form repositories = new RepositoriesForm();

    /** The form of what the edge answers by itself. */
    @Override
    public Form of(String rawPath, Function<String, Optional<String>> header) {
        if (rawPath.startsWith(NATIVE_BASE)) {
            return new NativeForm(new RequestId(header.apply("x-request-id").orElse("")));
        }
        return of(DialectChoice.forRefusal(
                rawPath, Credentials.of(name -> header.apply(name).orElse(""))));
    }

    /** The form on the paths that two dialects share. */
    public Form forSharedPath(Credentials credentials) {
        return of(DialectChoice.forSharedPath(credentials));
    }

    /** The form on the paths that the sessions dialect alone has. */
    public Form forSessions(Credentials ignored) {
        return sessions;
    }

    /** The form where callers of all dialects come. */
    public Form forAll(Credentials credentials) {
        return of(DialectChoice.ofCredential(credentials));
    }

    /** The form below the workspace dialect's own base path. */
    public Form forWorkspace(Credentials ignored) {
        return workspace;
    }

    private Form of(Dialect dialect) {
        return switch (dialect) {
            case SESSIONS -> sessions;
            case WORKSPACE -> workspace;
            case REPOSITORIES -> repositories;
        };
    }
}
