package dev.holdfast.conformance;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** What every answer keeps to, whatever was asked: durable-turns.md §0, "Response headers". */
final class Always {

    private static final Pattern USABLE_ID = Pattern.compile("[A-Za-z0-9._:/+=-]{1,128}");
    private static final List<String> EXPOSED = List.of(
            "X-Session-Status",
            "X-Content-Sha",
            "Content-Disposition",
            "Accept-Ranges",
            "X-Request-Id",
            "X-Response-Id",
            "X-Turn-Number",
            "X-RateLimit-",
            "ETag",
            "Content-Range",
            "Location",
            "Retry-After");

    private Always() {}

    static List<String> problems(Request request, Answer answer) {
        List<String> problems = new ArrayList<>();
        String id = answer.header("x-request-id");
        if (id.isEmpty() || id.contains(",")) {
            problems.add("x-request-id is `" + id + "`");
        }
        Optional<String> own = request.header("X-Request-Id")
                .filter(value -> USABLE_ID.matcher(value).matches());
        own.filter(value -> !value.equals(id))
                .ifPresent(value -> problems.add("x-request-id is `%s`, not the caller's `%s`".formatted(id, value)));
        if (!answer.header("access-control-allow-origin").equals("*")) {
            problems.add("access-control-allow-origin is `" + answer.header("access-control-allow-origin") + "`");
        }
        String exposed = answer.header("access-control-expose-headers");
        EXPOSED.stream()
                .filter(name -> !exposed.contains(name))
                .forEach(name -> problems.add(name + " is not exposed"));
        answer.headers().keySet().stream()
                .filter(name -> name.startsWith("x-http-") || name.startsWith("grpc-") || name.startsWith("x-envoy-"))
                .forEach(name -> problems.add("the header " + name + " got out"));
        if (answer.status() >= 500 && answer.status() != 501 && answer.status() != 503) {
            problems.add("the server failed: " + answer.shortly());
        }
        if (answer.status() >= 400 && !answer.header("content-type").equals("application/json")) {
            problems.add("the content type is `" + answer.header("content-type") + "`");
        }
        return problems;
    }
}
