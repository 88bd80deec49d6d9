package dev.holdfast.conformance;

import com.google.api.AnnotationsProto;
import com.google.api.HttpRule;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.MethodDescriptor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * A method and a template that a document names or a proto declares.
 *
 * @param request what an RPC takes; empty for a path that is documented and not served yet
 */
record Route(String method, String template, Optional<Descriptor> request) {

    private static final String DOCUMENTED = "documented-paths.txt";
    private static final int COLUMNS_OF_A_TEMPLATE = 2;
    private static final Set<String> OPEN = Set.of("/", "/health", "/workspace/health", "/workspace/v1/health");

    /** What the descriptors declare, then what the documents name beside it. */
    static List<Route> all(Descriptors descriptors) {
        List<Route> routes = new ArrayList<>(
                descriptors.methods().stream().flatMap(Route::of).toList());
        List<Route> later = Resource.lines(DOCUMENTED)
                .map(line -> Arrays.asList(line.strip().split(" +\\| +", -1)))
                .filter(row -> row.size() == COLUMNS_OF_A_TEMPLATE)
                .map(row -> row.getFirst().split(" ", 2))
                .map(words -> new Route(words[0], words[1], Optional.empty()))
                .filter(one -> routes.stream().noneMatch(one::samePath))
                .toList();
        routes.addAll(later);
        return routes;
    }

    /** Whether its answer follows a session for as long as that lives: nobody can wait for its end. */
    boolean endless() {
        return method.equals("GET") && Stream.of("/watch", ":watch", "/stream").anyMatch(template::endsWith);
    }

    boolean served() {
        return request.isPresent();
    }

    /** Whether nobody has to show a key. */
    boolean open() {
        return OPEN.contains(template);
    }

    boolean typed() {
        return template.startsWith("/holdfast/");
    }

    /** Whether what is sent as a body is read. */
    boolean takesABody() {
        return method.equals("POST") || method.equals("PATCH");
    }

    /** Its path with these ids, or some name where it takes another; what would be gone afterwards is nobody's. */
    String path(String session, String key) {
        boolean ends = method.equals("DELETE") || template.endsWith(":revoke");
        return template.replace("{session_id}", ends ? "ses_00000000000000000000000000" : session)
                .replace("{key_id}", ends ? "key_00000000000000000000000000" : key)
                .replaceAll("\\{[a-z_]+=\\*\\*}", "some/where")
                .replaceAll("\\{[a-z_]+}", "some");
    }

    /** Whether a path is one of this route's. */
    boolean matches(String path) {
        return path.matches(template.replaceAll("\\{[a-z_]+=\\*\\*}", ".+").replaceAll("\\{[a-z_]+}", "[^/]+"));
    }

    private boolean samePath(Route other) {
        return method.equals(other.method)
                && template.replaceAll("\\{[a-z_]+", "{").equals(other.template.replaceAll("\\{[a-z_]+", "{"));
    }

    private static Stream<Route> of(MethodDescriptor rpc) {
        HttpRule rule = rpc.getOptions().getExtension(AnnotationsProto.http);
        return Stream.concat(Stream.of(rule), rule.getAdditionalBindingsList().stream())
                .map(binding -> of(rpc, binding));
    }

    private static Route of(MethodDescriptor rpc, HttpRule rule) {
        Optional<Descriptor> request = Optional.of(rpc.getInputType());
        return switch (rule.getPatternCase()) {
            case GET -> new Route("GET", rule.getGet(), request);
            case PUT -> new Route("PUT", rule.getPut(), request);
            case POST -> new Route("POST", rule.getPost(), request);
            case DELETE -> new Route("DELETE", rule.getDelete(), request);
            case PATCH -> new Route("PATCH", rule.getPatch(), request);
            case CUSTOM, PATTERN_NOT_SET ->
                throw new ConformanceException(rpc.getFullName() + " has a route that no walk knows.");
        };
    }

    @Override
    public String toString() {
        return method + " " + template;
    }
}
