package dev.holdfast.auth;

import dev.holdfast.name.TenantId;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** Who owns sessions, files and repositories. Its name is the organisation's slug in git addresses. */
public record Tenant(TenantId id, String name, Plan plan) {

    /** The tenant that the first start makes. */
    public static final String DEFAULT_NAME = "default";

    private static final Pattern NAME = Pattern.compile("[a-z0-9](-?[a-z0-9]){0,62}");
    /** Names that stand for something else at the root of the server's paths. */
    private static final Set<String> RESERVED =
            Set.of("v1", "api", "workspace", "holdfast", "health", "ready", "metrics", "console", "docs");

    public static Optional<String> parseName(String text) {
        boolean usable = NAME.matcher(text).matches() && !RESERVED.contains(text);
        return usable ? Optional.of(text) : Optional.empty();
    }
}
