package dev.holdfast.conformance;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** In whose form a refusal is: durable-turns.md §0, "Which dialect answers", read once more than the server reads it. */
enum Forms {
    NATIVE,
    SESSIONS,
    WORKSPACE,
    REPOSITORIES;

    /** What the documents say in these words, without a full stop. */
    private static final Set<String> DOCUMENTED = Set.of(
            "Session not found",
            "Invalid API key",
            "Invalid JSON body",
            "Missing CENCORI_API_KEY",
            "Missing API key. Set x-api-key header.",
            "Session expired or invalid");

    /** The same, with the path that was asked for in it. */
    private static final Pattern FORBIDDEN = Pattern.compile("(?s)'.*' not in session scope");

    private static final int LONGEST_SENTENCE = 1_000;
    private static final Pattern INNARDS = Pattern.compile(
            "Exception|Throwable|StackTrace|\\.java\\b|\\bjava[.x]|com\\.|org\\.|io\\.grpc|io\\.helidon|Jackson|gson|jooq"
                    + "|hikari|[Pp]ostgres|ERROR:|(?i:select |insert |update \\w+ set|delete from)|/tmp/|/home/|/usr/"
                    + "|\\bnull\\b is|\\bat [a-z]+\\.[a-z]+");

    private static final ObjectMapper JSON = new ObjectMapper();

    /** The form on a path for a caller who shows a key as {@link Callers#headers} has it. */
    static Forms of(String path, String caller) {
        if (path.startsWith("/holdfast/")) {
            return NATIVE;
        }
        boolean workspaceKey = caller.equals("workspace");
        if (path.matches("(/api)?/v1/sessions(/[^/]+)?")) {
            return workspaceKey ? WORKSPACE : SESSIONS;
        }
        if (path.matches("(/api)?/v1/sessions/[^/]+/(turns|events|stream|approve|reject|cancel)")) {
            return SESSIONS;
        }
        if (path.matches("/workspace/.*|/v1/sessions/[^/]+/(messages|files|responses|tool_results)(/.*)?"
                + "|/v1/skills(/.*)?")) {
            return WORKSPACE;
        }
        if (path.matches("/v1/(session|repos|search|tokens|orgs|usage/details)(/.*)?")) {
            return REPOSITORIES;
        }
        if (path.equals("/v1/usage")) {
            return workspaceKey ? WORKSPACE : REPOSITORIES;
        }
        return switch (caller) {
            case "workspace" -> WORKSPACE;
            case "repositories" -> REPOSITORIES;
            default -> SESSIONS;
        };
    }

    /** What is wrong with a refusal that is to have this form, if anything is. */
    Optional<String> problem(Answer refusal) {
        try {
            JsonNode body = JSON.readTree(refusal.body());
            if (found(body) != this) {
                return Optional.of("not in the form " + this + ": " + refusal.shortly());
            }
            String sentence = sentence(body);
            boolean good = !sentence.isEmpty()
                    && sentence.length() <= LONGEST_SENTENCE
                    && !INNARDS.matcher(sentence).find()
                    && (sentence.endsWith(".") || DOCUMENTED.contains(sentence));
            return good || FORBIDDEN.matcher(sentence).matches()
                    ? Optional.empty()
                    : Optional.of("no sentence for a caller: " + refusal.shortly());
        } catch (JsonProcessingException e) {
            return Optional.of("no JSON: " + refusal.shortly());
        }
    }

    private static Forms found(JsonNode body) {
        if (body.path("code").isNumber() && body.has("details")) {
            return NATIVE;
        }
        if (body.path("error").isObject()) {
            return SESSIONS;
        }
        return body.path("message").isTextual() ? WORKSPACE : REPOSITORIES;
    }

    private static String sentence(JsonNode body) {
        List<JsonNode> places = List.of(body.path("message"), body.path("error").path("message"), body.path("error"));
        return places.stream()
                .filter(JsonNode::isTextual)
                .map(JsonNode::asText)
                .findFirst()
                .orElse("");
    }
}
