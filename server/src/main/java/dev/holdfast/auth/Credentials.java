package dev.holdfast.auth;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Locale;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * What a request shows of itself: perhaps a pin, perhaps a key, and the header in which the key came. Nothing here has
 * been checked. Of several keys the first in the order of {@link Source} counts; an empty header is absent.
 */
public record Credentials(@Nullable String pin, @Nullable String key, Source source) {

    /** Where the key came from. */
    public enum Source {
        SESSIONS_HEADER,
        REPOSITORIES_HEADER,
        BEARER,
        BASIC,
        NONE
    }

    private static final String PIN_HEADER = "x-session-id";
    private static final String BEARER = "bearer ";
    private static final String BASIC = "basic ";

    /** Reads the credentials through a look-up of headers by lower-case name that gives "" for an absent one. */
    public static Credentials of(UnaryOperator<String> headers) {
        String pin = present(headers.apply(PIN_HEADER)).orElse(null);
        Optional<String> sessions = present(headers.apply("cencori_api_key"));
        if (sessions.isPresent()) {
            return new Credentials(pin, sessions.get(), Source.SESSIONS_HEADER);
        }
        Optional<String> repositories = present(headers.apply("x-api-key"));
        if (repositories.isPresent()) {
            return new Credentials(pin, repositories.get(), Source.REPOSITORIES_HEADER);
        }
        String authorization = headers.apply("authorization").strip();
        Optional<String> bearer = after(BEARER, authorization);
        if (bearer.isPresent()) {
            return new Credentials(pin, bearer.get(), Source.BEARER);
        }
        Optional<String> basic = after(BASIC, authorization).flatMap(Credentials::password);
        if (basic.isPresent()) {
            return new Credentials(pin, basic.get(), Source.BASIC);
        }
        return new Credentials(pin, null, Source.NONE);
    }

    /** Neither the key nor the pin, which are secrets. */
    @Override
    public String toString() {
        return "Credentials[" + source + (pin == null ? "" : ", pin") + "]";
    }

    private static Optional<String> present(String header) {
        String value = header.strip();
        return value.isEmpty() ? Optional.empty() : Optional.of(value);
    }

    private static Optional<String> after(String scheme, String authorization) {
        return authorization.toLowerCase(Locale.ROOT).startsWith(scheme)
                ? present(authorization.substring(scheme.length()))
                : Optional.empty();
    }

    /** The password of Basic credentials, as git sends them; the user's name is ignored. */
    private static Optional<String> password(String encoded) {
        try {
            String decoded = new String(Base64.getDecoder().decode(encoded), StandardCharsets.UTF_8);
            int colon = decoded.indexOf(':');
            return colon < 0 ? Optional.empty() : present(decoded.substring(colon + 1));
        } catch (IllegalArgumentException e) {
            // Not base64: the same as no credentials.
            return Optional.empty();
        }
    }
}
