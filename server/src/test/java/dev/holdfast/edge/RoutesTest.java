package dev.holdfast.edge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.edge.Routes.Route;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RoutesTest {

    private static final Routes<String> ROUTES = routes(
            "GET /",
            "GET /v1/things",
            "POST /v1/things",
            "GET /v1/things/{id}",
            "GET /v1/things/new",
            "DELETE /v1/things/{id}",
            "POST /v1/things/{id}:turn",
            "GET /v1/things/{id}/parts/{part}",
            "GET /v1/things/new/{part}",
            "GET /files/{path=**}",
            "GET /files/list",
            "PUT /files/{path=**}");

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    GET    | /                        | /                                |
                    GET    | /v1/things               | /v1/things                       |
                    GET    | /v1/things/a             | /v1/things/{id}                  | id=a
                    HEAD   | /v1/things/a             | /v1/things/{id}                  | id=a
                    GET    | /v1/things/new           | /v1/things/new                   |
                    DELETE | /v1/things/new           | /v1/things/{id}                  | id=new
                    GET    | /v1/things/ne%77         | /v1/things/{id}                  | id=new
                    GET    | /v1/things/a%2Fb         | /v1/things/{id}                  | id=a/b
                    GET    | /v1/things/a%2fb%25      | /v1/things/{id}                  | id=a/b%
                    GET    | /v1/things/..            | /v1/things/{id}                  | id=..
                    GET    | /v1/things/%2e%2e        | /v1/things/{id}                  | id=..
                    GET    | /v1/things/a+b;c=d       | /v1/things/{id}                  | id=a+b;c=d
                    GET    | /v1/things/a:b           | /v1/things/{id}                  | id=a:b
                    GET    | /v1/things/a/parts/b     | /v1/things/{id}/parts/{part}     | id=a,part=b
                    GET    | /v1/things/new/parts     | /v1/things/new/{part}            | part=parts
                    GET    | /v1/things/new/parts/b   | /v1/things/{id}/parts/{part}     | id=new,part=b
                    POST   | /v1/things/a:turn        | /v1/things/{id}:turn             | id=a
                    POST   | /v1/things/a:b:turn      | /v1/things/{id}:turn             | id=a:b
                    GET    | /files/a                 | /files/{path=**}                 | path=a
                    GET    | /files/a/b/c             | /files/{path=**}                 | path=a/b/c
                    GET    | /files/a%2Fb/%20/c       | /files/{path=**}                 | path=a%2Fb/ /c
                    GET    | /files/a%2fb%2e          | /files/{path=**}                 | path=a%2fb.
                    GET    | /files/../x              | /files/{path=**}                 | path=../x
                    GET    | /files//x                | /files/{path=**}                 | path=/x
                    GET    | /files/x/                | /files/{path=**}                 | path=x/
                    GET    | /files/list              | /files/list                      |
                    GET    | /files/list/x            | /files/{path=**}                 | path=list/x
                    """)
    void aPathLeadsToItsTemplate(String method, String path, String template, String bound) {
        assertThat(ROUTES.find(method, path)).isInstanceOfSatisfying(RouteMatch.Found.class, found -> {
            RouteMatch.Found<?> match = found;
            assertThat(match.route().template()).isEqualTo(template);
            assertThat(bindings(match)).isEqualTo(Optional.ofNullable(bound).orElse(""));
        });
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "x",
                "*",
                "//",
                "/v1",
                "/v1/",
                "/v1/things/",
                "//v1/things",
                "/v1//things",
                "/./v1/things",
                "/v1/../v1/things",
                "/v1/thing%73",
                "/V1/things",
                "/v1/things/a/",
                "/v1/things/a/parts",
                "/v1/things//parts/b",
                "/v1/things?x",
                "/files",
                "/files/",
                "/v1/things/a/turn"
            })
    void nothingIsNormalised(String path) {
        assertThat(ROUTES.find("GET", path)).isInstanceOf(RouteMatch.NoPath.class);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    PUT    | /v1/things        | GET, HEAD, OPTIONS, POST
                    POST   | /v1/things/a      | DELETE, GET, HEAD, OPTIONS
                    GET    | /v1/things/a:turn | OPTIONS, POST
                    HEAD   | /v1/things/a:turn | OPTIONS, POST
                    TRACE  | /                 | GET, HEAD, OPTIONS
                    get    | /                 | GET, HEAD, OPTIONS
                    """)
    void anotherMethodIsToldWhichThereAre(String method, String path, String allowed) {
        assertThat(ROUTES.find(method, path))
                .isInstanceOfSatisfying(
                        RouteMatch.WrongMethod.class,
                        wrong -> assertThat(String.join(", ", ((RouteMatch.WrongMethod<?>) wrong).allowed()))
                                .isEqualTo(allowed));
    }

    @Test
    void twoTemplatesOfOneShapeAreRefused() {
        for (List<String> twice : List.of(
                List.of("GET /a/{id}", "GET /a/{name}"),
                List.of("GET /a/{id}", "GET /a/{id=*}"),
                List.of("GET /a/{id=**}", "GET /a/{path=**}"),
                List.of("POST /a/{id}:go", "POST /a/{name}:go"),
                List.of("GET /", "GET /"))) {
            assertThatThrownBy(() -> routes(twice.toArray(String[]::new)))
                    .as(twice.toString())
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("registered twice");
        }
        routes("GET /a/{id}", "POST /a/{id}", "POST /a/{id}:go", "POST /a/{id}:stop", "GET /a/{id=**}");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a",
                "",
                "/a/{id",
                "/a/{id}.git",
                "/a/{id=x/*}",
                "/a/{id.name}",
                "/a/{id}/{id}",
                "/a/{path=**}/b",
                "/a//b",
                "/a/*",
                "/a/{id}:",
                "/a/{id}:go!",
                "/a b"
            })
    void templatesThatProtosDoNotUseAreRefused(String template) {
        assertThatThrownBy(() -> PathTemplate.parse(template))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("`" + template + "`");
    }

    /** Random routes and paths over a small alphabet, against a matcher that tries every template in order of rank. */
    @Test
    void everyPathLeadsWhereTheNaiveMatcherLeads() {
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        for (int round = 0; round < 500; round++) {
            List<String> templates = templates(random);
            Routes<String> routes = new Routes<>(
                    templates.stream().map(t -> new Route<>("GET", t, t)).toList());
            for (int i = 0; i < 50; i++) {
                String path = path(random);
                Optional<String> expected = NaiveMatcher.find(templates, path);
                Optional<String> actual = routes.find("GET", path) instanceof RouteMatch.Found<String> found
                        ? Optional.of(found.route().target())
                        : Optional.empty();
                assertThat(actual)
                        .as("seed %d, templates %s, path %s", seed, templates, path)
                        .isEqualTo(expected);
            }
        }
    }

    private static List<String> templates(Random random) {
        Set<String> shapes = new LinkedHashSet<>();
        for (int i = 0; i < 6; i++) {
            StringBuilder template = new StringBuilder();
            int length = 1 + random.nextInt(3);
            for (int at = 0; at < length; at++) {
                template.append(random.nextBoolean() ? "/" + "ab".charAt(random.nextInt(2)) : "/{v" + at + "}");
            }
            switch (random.nextInt(4)) {
                case 0 -> template.append("/{rest=**}");
                case 1 -> template.append(":go");
                default -> {}
            }
            shapes.add(template.toString());
        }
        return new ArrayList<>(shapes);
    }

    private static String path(Random random) {
        String[] segments = {"a", "b", "c", "", "a:go", "b:stop", "{v0}", "%61"};
        StringBuilder path = new StringBuilder();
        int length = 1 + random.nextInt(4);
        for (int at = 0; at < length; at++) {
            path.append('/').append(segments[random.nextInt(segments.length)]);
        }
        return path.toString();
    }

    private static Routes<String> routes(String... routes) {
        return new Routes<>(List.of(routes).stream()
                .map(route -> route.split(" "))
                .map(parts -> new Route<>(parts[0], parts[1], parts[1]))
                .toList());
    }

    private static String bindings(RouteMatch.Found<?> found) {
        return found.values().stream()
                .map(value -> value.field() + "=" + value.decoded().orElseThrow())
                .collect(Collectors.joining(","));
    }
}
