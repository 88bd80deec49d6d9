package dev.holdfast.provider;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Says what went wrong with a provider: which one, what it said, and what to do. Its key is never part of it. */
final class TroubleReport {

    private static final int MAX_SAID_CHARS = 300;
    private static final int MAX_WAIT_DIGITS = 6;
    private static final Pattern KEY_LIKE = Pattern.compile("\\b(sk|key)-[^\\s\"',]+");
    private static final Pattern SECONDS = Pattern.compile("[0-9]{1," + MAX_WAIT_DIGITS + "}");

    /** What providers call that which the same request may get past. */
    private static final Set<String> PASSING = Set.of(
            "server_error",
            "internal_server_error",
            "api_error",
            "overloaded_error",
            "overloaded",
            "rate_limit_error",
            "rate_limit_exceeded",
            "timeout_error",
            "timeout",
            "vector_store_timeout");

    /** A limit on money, not on speed. */
    private static final String NO_MONEY = "insufficient_quota";

    private final Endpoint endpoint;

    TroubleReport(Endpoint endpoint) {
        this.endpoint = endpoint;
    }

    /** The provider answered with an error in place of a stream. */
    Trouble refused(int status, JsonNode body, List<String> retryAfter) {
        Complaint error = Complaint.of(body);
        String sentence = "The provider %s answered %d%s. %s"
                .formatted(endpoint.name(), status, quoted(error.message()), advice(status, error));
        boolean passing = (status == 429 && !error.named(NO_MONEY)) || status == 408 || status == 409 || status >= 500;
        return new Trouble(passing, sentence, passing ? wait(retryAfter) : null);
    }

    /** The provider sent an error within its stream. */
    Trouble broke(@Nullable String code, @Nullable String message) {
        Complaint error = new Complaint(code, null, message);
        boolean passing = PASSING.stream().anyMatch(error::named);
        String sentence = "The provider %s broke its answer off%s%s."
                .formatted(endpoint.name(), code == null ? "" : " with " + bounded(code), quoted(message));
        return passing ? Trouble.passing(sentence) : Trouble.lasting(sentence);
    }

    Trouble broke(JsonNode body) {
        Complaint error = Complaint.of(body);
        return broke(error.code() == null ? error.type() : error.code(), error.message());
    }

    /** The model ended its answer for a reason that leaves it no answer. */
    Trouble stopped(String why) {
        return Trouble.lasting("The provider %s ended its answer: %s.".formatted(endpoint.name(), bounded(why)));
    }

    /** The connection did not hold. */
    Trouble unreachable(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof ConnectException || cause instanceof UnknownHostException) {
                return Trouble.passing("The provider %s cannot be reached at %s. Check its base_url and the network."
                        .formatted(endpoint.name(), endpoint.baseUrl()));
            }
            if (cause instanceof SocketTimeoutException) {
                return Trouble.passing("The provider %s said nothing for %d seconds."
                        .formatted(
                                endpoint.name(), Math.max(1, endpoint.silence().toSeconds())));
            }
        }
        return Trouble.passing("The connection to the provider %s broke.".formatted(endpoint.name()));
    }

    Trouble cut() {
        return Trouble.passing("The provider %s ended its stream in mid-answer.".formatted(endpoint.name()));
    }

    Trouble malformed() {
        return Trouble.passing("The provider %s sent what cannot be read.".formatted(endpoint.name()));
    }

    private String advice(int status, Complaint error) {
        return switch (status) {
            case 401, 403 -> "Check the API key in " + endpoint.keyVariable() + ".";
            case 404 -> "Check the model's id and the base_url in the configuration.";
            case 429 ->
                error.named(NO_MONEY)
                        ? "Add to the account's budget there."
                        : "Try again later, or have the limit raised there.";
            default -> status >= 500 ? "Try again later." : "The request cannot be answered as it is.";
        };
    }

    private static @Nullable Duration wait(List<String> retryAfter) {
        return retryAfter.stream()
                .filter(value -> SECONDS.matcher(value).matches())
                .findFirst()
                .map(value -> Duration.ofSeconds(Long.parseLong(value)))
                .orElse(null);
    }

    private String quoted(@Nullable String said) {
        return said == null || said.isBlank() ? "" : ": " + bounded(said);
    }

    private String bounded(String said) {
        String clean = KEY_LIKE.matcher(said.replace(endpoint.key(), "[key]"))
                .replaceAll("[key]")
                .strip();
        String cut = clean.length() > MAX_SAID_CHARS ? clean.substring(0, MAX_SAID_CHARS) + "…" : clean;
        return cut.endsWith(".") ? cut.substring(0, cut.length() - 1) : cut;
    }

    /** What both kinds of providers put into the body of an error. */
    private record Complaint(
            @Nullable String code,
            @Nullable String type,
            @Nullable String message) {

        static Complaint of(JsonNode body) {
            JsonNode error = body.path("error").isObject() ? body.path("error") : body;
            String message = body.path("error").isTextual()
                    ? body.path("error").textValue()
                    : error.path("message").textValue();
            return new Complaint(
                    error.path("code").textValue(), error.path("type").textValue(), message);
        }

        boolean named(String name) {
            return name.equals(code) || name.equals(type);
        }
    }
}
