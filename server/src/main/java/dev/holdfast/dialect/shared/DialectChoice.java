package dev.holdfast.dialect.shared;

import dev.holdfast.auth.Credentials;
import dev.holdfast.dialect.responses.Reader;
import java.util.regex.Pattern;

/**
 * Which dialect a request speaks. The path decides where one dialect alone has it; elsewhere the choice looks at how the
 * credentials are shown, not at whether they are any good, so that a refusal is already in the right form.
 */
public final class DialectChoice {

    private static final Pattern SHARED = Pattern.compile("(/api)?/v1/sessions(/[^/]+)?");
    private static final Pattern SESSIONS =
            Pattern.compile("(/api)?/v1/sessions/[^/]+/(turns|events|stream|approve|reject|cancel)");
    private static final Pattern WORKSPACE = Pattern.compile(
            "/workspace/.*|/v1/sessions/[^/]+/(messages|files|responses|tool_results)(/.*)?|/v1/skills(/.*)?");
    private static final Pattern REPOSITORIES =
            Pattern.compile("/v1/(session|repos|search|tokens|orgs|usage/details)(/.*)?");
    /** Of the workspace and the repositories. */
    private static final String USAGE = "/v1/usage";

    private static final String WORKSPACE_KEY = "pk_";

    private DialectChoice() {}

    /** Who answers on the session paths that two dialects share. */
    public static Dialect forSharedPath(Credentials credentials) {
        return bearsWorkspaceKey(credentials) ? Dialect.WORKSPACE : Dialect.SESSIONS;
    }

    /** In whose form a request is refused that no service sees: on an unknown path in that of the credential's dialect. */
    public static Dialect forRefusal(String path, Credentials credentials) {
        if (SHARED.matcher(path).matches()) {
            return forSharedPath(credentials);
        }
        if (SESSIONS.matcher(path).matches()) {
            return Dialect.SESSIONS;
        }
        if (WORKSPACE.matcher(path).matches()) {
            return Dialect.WORKSPACE;
        }
        if (REPOSITORIES.matcher(path).matches()) {
            return Dialect.REPOSITORIES;
        }
        if (path.equals(USAGE)) {
            return bearsWorkspaceKey(credentials) ? Dialect.WORKSPACE : Dialect.REPOSITORIES;
        }
        return ofCredential(credentials);
    }

    /**
     * Whose habits an answer on a path of all dialects keeps. The official SDKs of the vocabulary of responses show every
     * key as Bearer; what goes beyond it is for those who call as the sessions dialect documents.
     */
    public static Reader readerOf(Credentials credentials) {
        if (credentials.source() == Credentials.Source.SESSIONS_HEADER) {
            return Reader.SESSIONS;
        }
        return bearsWorkspaceKey(credentials) ? Reader.WORKSPACE : Reader.OPENAI;
    }

    /** Whose form a refusal has where every dialect's callers are answered in the same words. */
    public static Dialect ofCredential(Credentials credentials) {
        return switch (credentials.source()) {
            case SESSIONS_HEADER -> Dialect.SESSIONS;
            case REPOSITORIES_HEADER, BASIC -> Dialect.REPOSITORIES;
            case BEARER -> bearsWorkspaceKey(credentials) ? Dialect.WORKSPACE : Dialect.SESSIONS;
            case NONE -> credentials.pin() == null ? Dialect.SESSIONS : Dialect.REPOSITORIES;
        };
    }

    private static boolean bearsWorkspaceKey(Credentials credentials) {
        String key = credentials.key();
        return credentials.source() == Credentials.Source.BEARER && key != null && key.startsWith(WORKSPACE_KEY);
    }
}
