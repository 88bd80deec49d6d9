package dev.holdfast.badinput;

import com.google.protobuf.ByteString;
import dev.holdfast.badinput.RawHttp.Reply;
import dev.holdfast.badinput.RawHttp.Request;
import dev.holdfast.testing.TestServer;
import dev.holdfast.v1.Access;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Every route, sent everything that is wrong, through a socket. */
final class BadHttpInputTest {

    @RegisterExtension
    static final TestServer SERVER = new TestServer();

    private static final List<DocumentedRoute> ROUTES = DocumentedRoute.all();
    private static final int MAX_BODY = 10 * 1024 * 1024;

    private static TwoTenants tenants;
    private static RawHttp http;
    private static List<HttpCaller> callers;

    private final SoftAssertions all = new SoftAssertions();

    @BeforeAll
    static void makeTenants() {
        tenants = new TwoTenants(SERVER);
        http = new RawHttp(SERVER.httpPort());
        callers = HttpCaller.all(SERVER);
    }

    @AfterAll
    static void nothingIsBroken() {
        ServerInvariants.check(SERVER);
    }

    @Test
    void everyWrongBodyIsAnsweredInTheCallersForm() {
        for (DocumentedRoute route : served()) {
            List<String> bodies = new ArrayList<>(BadText.NO_OBJECTS);
            bodies.addAll(BadText.ODD_OBJECTS);
            if (takesABody(route)) {
                bodies.addAll(JsonMutations.of(route));
            }
            bodies.forEach(body -> check(route, callers.getFirst(), route.path(tenants), body));
            for (String broken : BadText.NO_JSON) {
                Reply reply = check(route, callers.getFirst(), route.path(tenants), broken);
                all.assertThat(takesABody(route) ? reply.status() : 400)
                        .as("%s with %s", route, broken.substring(0, Math.min(40, broken.length())))
                        .isEqualTo(400);
            }
        }
        all.assertAll();
    }

    @Test
    void aBodyThatIsNoUtf8IsRefused() {
        byte[][] bodies = {
            {(byte) 0xff, (byte) 0xfe, '{', 0, '}', 0},
            {'"', (byte) 0xc3, 0x28, '"'},
            {'{', '"', (byte) 0xed, (byte) 0xa0, (byte) 0x80, '"', ':', '1', '}'}
        };
        for (DocumentedRoute route : served()) {
            for (byte[] body : bodies) {
                HttpCaller caller = callers.getFirst();
                Reply reply = check(
                        caller,
                        new Request(route.method(), route.path(tenants), caller.headers(), ByteString.copyFrom(body)));
                all.assertThat(takesABody(route) ? reply.status() : 400)
                        .as("%s", route)
                        .isEqualTo(400);
            }
        }
        all.assertAll();
    }

    @Test
    void aBodyAboveTheLimitIsRefused() {
        ByteString tooLarge = ByteString.copyFrom(new byte[MAX_BODY + 1]);
        for (DocumentedRoute route : served()) {
            HttpCaller caller = callers.getFirst();
            Reply reply = check(caller, new Request(route.method(), route.path(tenants), caller.headers(), tooLarge));
            all.assertThat(reply.status()).as("%s", route).isEqualTo(413);
        }
        all.assertAll();
    }

    @Test
    void everyWrongQueryIsAnsweredInTheCallersForm() {
        List<String> values = List.of(
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
        for (DocumentedRoute route : served()) {
            if (!route.method().equals("GET")) {
                continue;
            }
            List<String> names = new ArrayList<>(List.of("unknown", "%00", "%ff", "%zz", "", "a[b]", "metadata"));
            route.request().ifPresent(request -> request.getFields().forEach(field -> names.add(field.getName())));
            for (String name : names) {
                for (String value : values) {
                    String query = "?" + name + "=" + value + "&" + name + "=" + value + "&&=&";
                    check(route, callers.getFirst(), route.path(tenants) + query, "");
                }
            }
        }
        all.assertAll();
    }

    @Test
    void everyWrongPathIsAnsweredInTheCallersForm() {
        for (DocumentedRoute route : ROUTES) {
            for (String path : paths(route)) {
                Request request =
                        Request.of(route.method(), path, callers.getFirst().headers(), "");
                // Which route a mutated path belongs to is not ours to say; the form is the same on all of them.
                check(callers.getFirst(), request);
            }
        }
        all.assertAll();
    }

    @Test
    void aMethodThatNoDocumentNamesIsAnsweredWithThoseThatItDoes() {
        List<String> methods = List.of("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "PROPFIND");
        for (DocumentedRoute route : ROUTES) {
            String path = route.path(tenants).replace(tenants.caller.sessionId(), tenants.unknownSession);
            for (String method : methods) {
                Request request = Request.of(method, path, callers.getFirst().headers(), "");
                Reply reply = http.send(request);
                String wanted = method.equals("HEAD") ? "GET" : method;
                boolean documented = ROUTES.stream()
                        .anyMatch(one -> one.method().equals(wanted) && one.matches(path.replaceAll("\\?.*", "")));
                if (method.equals("OPTIONS")) {
                    all.assertThat(reply.status()).as("%s", request).isEqualTo(204);
                } else if (documented) {
                    // Where two dialects share a path, one of them may have fewer methods.
                    boolean refused = reply.status() == 405;
                    all.assertThat(refused && reply.header("allow").contains(wanted))
                            .as("%s", request)
                            .isFalse();
                } else {
                    all.assertThat(reply.status()).as("%s", request).isEqualTo(405);
                    all.assertThat(reply.header("allow")).as("%s", request).contains(route.method(), "OPTIONS");
                    all.assertThatCode(() -> HttpRules.check(
                                    request, reply, callers.getFirst().form(path)))
                            .as("%s", request)
                            .doesNotThrowAnyException();
                }
            }
        }
        all.assertAll();
    }

    @Test
    void forgedHeadersChangeNothing() {
        List<Map<String, String>> forgeries = List.of(
                Map.of("x-http-status", "299"),
                Map.of("x-http-status", "500", "x-http-anything", "1"),
                Map.of("grpc-status", "13", "grpc-message", "no", "grpc-status-details-bin", "AAAA"),
                Map.of("grpc-timeout", "1n"),
                Map.of("grpc-timeout", "soon", "grpc-encoding", "gzip", "grpc-accept-encoding", "nothing"),
                Map.of("te", "trailers", "content-type", "application/grpc"),
                Map.of("x-envoy-original-path", "/health", "x-forwarded-host", "a", "x-forwarded-for", "127.0.0.1"),
                Map.of("x-http-method-override", "DELETE", "x-original-url", "/health", "x-rewrite-url", "/health"));
        for (DocumentedRoute route : ROUTES) {
            for (HttpCaller caller : route.served().isPresent() ? callers : callers.subList(0, 1)) {
                String path = route.path(tenants).replace(tenants.spare.sessionId(), tenants.unknownSession);
                Request honest = Request.of(route.method(), path, caller.headers(), "{");
                Reply expected = check(caller, honest.with(Map.of("x-request-id", "same")));
                for (Map<String, String> forged : forgeries) {
                    Reply reply = check(caller, honest.with(forged).with(Map.of("x-request-id", "same")));
                    all.assertThat(reply.status())
                            .as("%s with %s", honest, forged)
                            .isEqualTo(expected.status());
                    all.assertThat(reply.body())
                            .as("%s with %s", honest, forged)
                            .isEqualTo(expected.body());
                }
            }
        }
        all.assertAll();
    }

    @Test
    void withoutAGoodKeyNothingIsDone() {
        List<Map<String, String>> credentials = List.of(
                Map.of(),
                Map.of("cencori_api_key", "cnc_nope"),
                Map.of("cencori_api_key", tenants.revokedKey(), "authorization", "Bearer " + tenants.caller.key()),
                Map.of("authorization", "Bearer "),
                Map.of("authorization", tenants.caller.key()),
                Map.of("authorization", "Basic %%%"));
        for (DocumentedRoute route : served()) {
            boolean open = route.served().orElseThrow().access() == Access.ACCESS_ANYONE;
            for (Map<String, String> shown : credentials) {
                HttpCaller nobody = new HttpCaller(shown);
                Reply reply = check(route, nobody, route.path(tenants), "");
                all.assertThat(reply.status()).as("%s with %s", route, shown).isEqualTo(open ? 200 : 401);
            }
        }
        all.assertAll();
    }

    private Reply check(DocumentedRoute route, HttpCaller caller, String target, String body) {
        return check(caller, Request.of(route.method(), target, caller.headers(), body));
    }

    private Reply check(HttpCaller caller, Request request) {
        Reply reply = http.send(request);
        String path = request.target().replaceAll("\\?.*", "");
        all.assertThatCode(() -> HttpRules.check(request, reply, caller.form(path)))
                .as("%s: %s", request, reply.status())
                .doesNotThrowAnyException();
        return reply;
    }

    private static List<String> paths(DocumentedRoute route) {
        String path = route.path(tenants);
        List<String> paths = new ArrayList<>(List.of(
                path + "/",
                path + "//",
                path + "/.",
                path + "/..",
                path + "%2F",
                path + "%00",
                path + "%zz",
                path + "%ff",
                path + "%",
                path + ";a=b",
                path + ":rotate",
                path + "?" + path,
                "/" + path,
                path.replace("/", "//"),
                path.replace("/", "%2F"),
                path.toUpperCase(Locale.ROOT),
                path + "/" + "a".repeat(8_000),
                path + "/a".repeat(4_000),
                path + "%2e%2e%2f%2e%2e%2fetc%2fpasswd"));
        if (route.served().isEmpty()) {
            // All of them have one answer; a few are enough.
            return paths.subList(0, 8);
        }
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

    /** Whether what is sent as a body is read. */
    private static boolean takesABody(DocumentedRoute route) {
        return route.method().equals("POST") || route.method().equals("PATCH");
    }

    private static List<DocumentedRoute> served() {
        return ROUTES.stream().filter(route -> route.served().isPresent()).toList();
    }
}
