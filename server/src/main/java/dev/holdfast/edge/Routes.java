package dev.holdfast.edge;

import dev.holdfast.edge.PathTemplate.Segment;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * All routes, as a tree over raw segments. Nothing is normalised: a path that is not written like the template is
 * another path. In each place a literal beats a variable, and a variable beats the rest of the path.
 *
 * <p>As in Envoy, a last segment that ends in a colon and a verb that any template has is cut there, and then only
 * templates with that verb match.
 */
final class Routes<T> {

    /** One template of one method, and what it leads to. */
    record Route<T>(String method, String template, T target) {}

    private final Node<T> root = new Node<>();
    private final Set<String> verbs = new HashSet<>();
    private final SortedSet<String> methods = new TreeSet<>();

    Routes(List<Route<T>> routes) {
        routes.forEach(this::add);
    }

    RouteMatch<T> find(String method, String rawPath) {
        if (!rawPath.startsWith("/")) {
            return new RouteMatch.NoPath<>();
        }
        RawPath path = RawPath.split(rawPath, verbs);
        Optional<RouteMatch<T>> found = match(method, path);
        if (found.isEmpty() && method.equals("HEAD")) {
            found = match("GET", path);
        }
        return found.orElseGet(() -> {
            SortedSet<String> allowed = allowed(path);
            return allowed.isEmpty() ? new RouteMatch.NoPath<>() : new RouteMatch.WrongMethod<>(allowed);
        });
    }

    private SortedSet<String> allowed(RawPath path) {
        SortedSet<String> allowed = new TreeSet<>();
        for (String method : methods) {
            if (match(method, path).isPresent()) {
                allowed.add(method);
            }
        }
        if (allowed.contains("GET")) {
            allowed.add("HEAD");
        }
        if (!allowed.isEmpty()) {
            allowed.add("OPTIONS");
        }
        return allowed;
    }

    private Optional<RouteMatch<T>> match(String method, RawPath path) {
        List<String> values = new ArrayList<>();
        Leaf<T> leaf = match(root, new Leaf.Key(method, path.verb()), path.segments(), 0, values);
        if (leaf == null) {
            return Optional.empty();
        }
        List<PathValue> bound = new ArrayList<>();
        for (int i = 0; i < values.size(); i++) {
            bound.add(new PathValue(leaf.variables().get(i), values.get(i)));
        }
        return Optional.of(new RouteMatch.Found<>(leaf.route(), bound));
    }

    /** Goes down one branch and comes back: a literal that leads nowhere must not hide a variable that does. */
    private static <T> @Nullable Leaf<T> match(
            Node<T> node, Leaf.Key key, List<String> segments, int at, List<String> values) {
        if (at == segments.size()) {
            return node.leaves.get(key);
        }
        Node<T> literal = node.literals.get(segments.get(at));
        if (literal != null) {
            Leaf<T> leaf = match(literal, key, segments, at + 1, values);
            if (leaf != null) {
                return leaf;
            }
        }
        // Empty is no value: `/v1/sessions/` is not a session with an empty id.
        if (node.one != null && !segments.get(at).isEmpty()) {
            values.addLast(segments.get(at));
            Leaf<T> leaf = match(node.one, key, segments, at + 1, values);
            if (leaf != null) {
                return leaf;
            }
            values.removeLast();
        }
        String left = String.join("/", segments.subList(at, segments.size()));
        Leaf<T> rest = left.isEmpty() ? null : node.rests.get(key);
        if (rest != null) {
            values.addLast(left);
        }
        return rest;
    }

    private void add(Route<T> route) {
        PathTemplate template = PathTemplate.parse(route.template());
        if (!template.verb().isEmpty()) {
            verbs.add(template.verb());
        }
        methods.add(route.method());
        Node<T> node = root;
        boolean rest = false;
        for (Segment segment : template.segments()) {
            switch (segment) {
                case Segment.Literal literal ->
                    node = node.literals.computeIfAbsent(literal.text(), text -> new Node<>());
                case Segment.One ignored -> node = node.one();
                case Segment.Rest ignored -> rest = true;
            }
        }
        Map<Leaf.Key, Leaf<T>> leaves = rest ? node.rests : node.leaves;
        Leaf<T> earlier = leaves.putIfAbsent(
                new Leaf.Key(route.method(), template.verb()), new Leaf<>(route, template.variables()));
        if (earlier != null) {
            throw new IllegalStateException("%s %s is registered twice, first as %s"
                    .formatted(route.method(), route.template(), earlier.route().template()));
        }
    }

    private record Leaf<T>(Route<T> route, List<PathTemplate.Variable> variables) {

        private record Key(String method, String verb) {}
    }

    private record RawPath(List<String> segments, String verb) {

        static RawPath split(String raw, Set<String> verbs) {
            int colon = raw.lastIndexOf(':');
            if (colon > raw.lastIndexOf('/') && verbs.contains(raw.substring(colon + 1))) {
                return new RawPath(List.of(raw.substring(1, colon).split("/", -1)), raw.substring(colon + 1));
            }
            return new RawPath(List.of(raw.substring(1).split("/", -1)), "");
        }
    }

    private static final class Node<T> {

        private final Map<String, Node<T>> literals = new HashMap<>();
        private final Map<Leaf.Key, Leaf<T>> leaves = new HashMap<>();
        private final Map<Leaf.Key, Leaf<T>> rests = new HashMap<>();
        private @Nullable Node<T> one;

        private Node<T> one() {
            if (one == null) {
                one = new Node<>();
            }
            return one;
        }
    }
}
