package dev.holdfast.dialect.shared;

import dev.holdfast.auth.Credentials;

/**
 * Which dialect a request speaks where the path alone does not say. The choice looks at how the credentials are shown,
 * not at whether they are any good, so that a refusal is already in the right form.
 */
public final class DialectChoice {

    private static final String WORKSPACE_BASE = "/workspace/";
    private static final String WORKSPACE_KEY = "pk_";

    private DialectChoice() {}

    /** Who answers on the session paths that two dialects share. */
    public static Dialect forSharedPath(Credentials credentials) {
        return bearsWorkspaceKey(credentials) ? Dialect.WORKSPACE : Dialect.SESSIONS;
    }

    /** In whose form a path is refused that no dialect has. */
    public static Dialect forUnknownPath(String path, Credentials credentials) {
        if (path.startsWith(WORKSPACE_BASE)) {
            return Dialect.WORKSPACE;
        }
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
