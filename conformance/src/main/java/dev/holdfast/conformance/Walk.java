package dev.holdfast.conformance;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Every route, sent everything that is wrong. The routes come from the descriptors and from the documents' list of paths, so
 * that none is forgotten. No answer is the server's failure, each refusal has the form of its path and caller, and the doors
 * agree on the status.
 */
final class Walk {

    private static final String CALLER = "sessions";
    private static final List<String> CALLERS = List.of("sessions", "native", "workspace", "repositories");
    private static final int TOO_LARGE = 10 * 1024 * 1024 + 1;
    private static final List<String> METHODS =
            List.of("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "PROPFIND");

    private static final List<String> QUERY_VALUES = List.of(
            "",
            "0",
            "-1",
            "1.5",
            "1e3",
            "9".repeat(5_000),
            "%00",
            "%ff",
            "%zz",
            "%",
            "%ED%A0%80",
            "%F0%9D%84%9E",
            "NaN",
            "+",
            "[]",
            "{}",
            "a".repeat(5_000),
            "%0d%0ax-injected:%20yes");

    private static final List<List<Header>> FORGERIES = List.of(
            List.of(new Header("x-http-status", "299")),
            List.of(new Header("x-http-status", "500"), new Header("x-http-anything", "1")),
            List.of(new Header("grpc-status", "13"), new Header("grpc-message", "no")),
            List.of(new Header("grpc-timeout", "1n")),
            List.of(new Header("grpc-timeout", "soon"), new Header("grpc-encoding", "gzip")),
            List.of(new Header("x-envoy-original-path", "/health"), new Header("x-forwarded-for", "127.0.0.1")),
            List.of(new Header("x-http-method-override", "DELETE"), new Header("x-original-url", "/health")));

    private static final List<List<Header>> NO_GOOD_KEYS = List.of(
            List.of(),
            List.of(new Header("cencori_api_key", "cnc_nope")),
            List.of(new Header("cencori_api_key", "cnc_nope"), new Header("authorization", "Bearer {key.native}")),
            List.of(new Header("authorization", "Bearer ")),
            List.of(new Header("authorization", "{key.native}")),
            List.of(new Header("authorization", "Basic %%%")));

    private final Callers callers;
    private final List<Door> doors;
    private final Report report;
    private final List<Route> routes;
    private final String session;
    private final String key;

    Walk(Callers callers, List<Door> doors, Report report, Descriptors descriptors) {
        this.callers = callers;
        this.doors = doors;
        this.report = report;
        this.routes = Route.all(descriptors).stream()
                .filter(route -> !route.endless())
                .toList();
        this.session = made("/v1/sessions", "{}", "\"id\":\"([^\"]+)\"");
        this.key =
                made("/holdfast/v1/keys", "{\"name\":\"walk\",\"grants\":[\"GRANT_READ\"]}", "\"keyId\":\"([^\"]+)\"");
    }

    void run() {
        routes.stream().filter(Route::served).forEach(route -> {
            bodies(route);
            broken(route);
            tooLarge(route);
            queries(route);
            withoutAGoodKey(route);
        });
        routes.forEach(route -> {
            paths(route);
            methods(route);
            forged(route);
        });
    }

    private void bodies(Route route) {
        try (Stretch stretch = stretch(route, "wrong fields")) {
            Stream.of(WrongBodies.NO_OBJECTS, WrongBodies.ODD_OBJECTS, mutations(route))
                    .flatMap(List::stream)
                    .forEach(body -> stretch.send(request(route, CALLER, body), CALLER));
        }
    }

    private static List<String> mutations(Route route) {
        return route.takesABody() ? WrongBodies.of(route) : List.of();
    }

    private void broken(Route route) {
        try (Stretch stretch = stretch(route, "what is no JSON")) {
            Stream.of(WrongBodies.NO_JSON, WrongBodies.NO_TEXT)
                    .flatMap(List::stream)
                    .forEach(body -> {
                        Request request = request(route, CALLER, body);
                        if (route.takesABody()) {
                            stretch.send(request, CALLER, 400);
                        } else {
                            stretch.send(request, CALLER);
                        }
                    });
        }
    }

    private void tooLarge(Route route) {
        try (Stretch stretch = stretch(route, "a body above the limit")) {
            stretch.send(request(route, CALLER, "x".repeat(TOO_LARGE)), CALLER, 413);
        }
    }

    private void queries(Route route) {
        if (!route.method().equals("GET")) {
            return;
        }
        Set<String> names = new LinkedHashSet<>(List.of("unknown", "%00", "%ff", "%zz", "", "a[b]", "metadata"));
        route.request()
                .ifPresent(message -> message.getFields().forEach(field -> {
                    names.add(field.getName());
                    names.add(field.getJsonName());
                }));
        try (Stretch stretch = stretch(route, "wrong queries")) {
            for (String name : names) {
                for (String value : QUERY_VALUES) {
                    String query = "?" + name + "=" + value + "&" + name + "=" + value + "&&=&";
                    stretch.send(request("GET", path(route) + query, CALLER, ""), CALLER);
                }
            }
        }
    }

    private void withoutAGoodKey(Route route) {
        try (Stretch stretch = stretch(route, "no good key")) {
            for (List<Header> shown : NO_GOOD_KEYS) {
                Request request = new Request(route.method(), path(route), shown, "");
                stretch.sendFromAnybody(request.filled(new Variables(callers.variables())), route.open() ? 200 : 401);
            }
        }
    }

    private void paths(Route route) {
        try (Stretch stretch = stretch(route, "wrong paths")) {
            wrongPaths(route).forEach(path -> stretch.send(request(route.method(), path, CALLER, ""), CALLER));
        }
    }

    private List<String> wrongPaths(Route route) {
        String path = path(route);
        List<String> paths = new ArrayList<>(Stream.of(
                        "%s/",
                        "%s//",
                        "%s/.",
                        "%s/..",
                        "%s%%2F",
                        "%s%%00",
                        "%s%%zz",
                        "%s%%ff",
                        "%s%%",
                        "%s;a=b",
                        "%s:rotate",
                        "/%s",
                        "%s?%1$s",
                        "%s%%2e%%2e%%2f%%2e%%2e%%2fetc%%2fpasswd")
                .map(form -> form.formatted(path))
                .toList());
        if (!route.served()) {
            // All of them have one answer; these are enough.
            return paths;
        }
        paths.addAll(List.of(
                path.replace("/", "//"),
                path.replace("/", "%2F"),
                path.toUpperCase(Locale.ROOT),
                path + "/" + "a".repeat(8_000),
                path + "/a".repeat(4_000)));
        String[] segments = path.substring(1).split("/", -1);
        for (int i = 0; i < segments.length; i++) {
            for (String segment : List.of("..", ".", "%2e%2e", "%2E", "", "%", "%00", "%ff", "a%2Fb", "a;b", "'--")) {
                String[] changed = segments.clone();
                changed[i] = segment;
                paths.add("/" + String.join("/", changed));
            }
        }
        return paths;
    }

    private void methods(Route route) {
        try (Stretch stretch = stretch(route, "every method")) {
            String path = path(route).replace(session, "ses_00000000000000000000000000");
            for (String method : METHODS) {
                Request request = request(method, path, CALLER, "");
                String wanted = method.equals("HEAD") ? "GET" : method;
                boolean documented =
                        routes.stream().anyMatch(one -> one.method().equals(wanted) && one.matches(path));
                if (method.equals("OPTIONS")) {
                    stretch.send(request, CALLER, 204);
                } else if (documented) {
                    stretch.send(request, CALLER);
                } else {
                    stretch.send(request, CALLER, 405);
                }
            }
        }
    }

    private void forged(Route route) {
        try (Stretch stretch = stretch(route, "forged headers")) {
            for (String caller : route.served() ? CALLERS : List.of(CALLER)) {
                Request honest = request(route, caller, "{");
                for (List<Header> forgery : FORGERIES) {
                    List<Header> headers = new ArrayList<>(honest.headers());
                    headers.addAll(forgery);
                    stretch.sendForged(
                            honest, new Request(honest.method(), honest.target(), headers, honest.body()), caller);
                }
            }
        }
    }

    private Stretch stretch(Route route, String what) {
        return new Stretch(doors, report, route + ": " + what, route.typed());
    }

    private String path(Route route) {
        return route.path(session, key);
    }

    private Request request(Route route, String caller, String body) {
        return request(route.method(), path(route), caller, body);
    }

    private Request request(String method, String target, String caller, String body) {
        Variables variables = new Variables(callers.variables());
        List<Header> headers = Callers.headers(caller).stream()
                .map(header -> new Header(header.name(), variables.fill(header.value())))
                .toList();
        return new Request(method, target, headers, body);
    }

    private String made(String path, String body, String id) {
        Answer answer = doors.getFirst().send(request("POST", path, CALLER, body));
        Matcher found = Pattern.compile(id).matcher(answer.body());
        if (!found.find()) {
            throw new ConformanceException("The walk cannot begin: " + answer.shortly());
        }
        return found.group(1);
    }
}
