package dev.holdfast.edge;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * A path as an annotation writes it: {@code /v1/files/{path=**}}, {@code /v1/keys/{key_id}:rotate}. Only what the
 * protos use is understood; anything else is a programmer's mistake and refused when the server starts.
 *
 * @param verb what follows the last colon; empty for none
 */
record PathTemplate(List<Segment> segments, String verb) {

    /** What one place between two slashes may hold. */
    sealed interface Segment {

        /** Exactly these bytes. */
        record Literal(String text) implements Segment {}

        /** Any one segment but an empty one. */
        record One(String field) implements Segment, Variable {}

        /** All that is left of the path, not empty. */
        record Rest(String field) implements Segment, Variable {}
    }

    /** A segment whose text becomes the value of a field. */
    sealed interface Variable permits Segment.One, Segment.Rest {

        String field();
    }

    PathTemplate {
        segments = List.copyOf(segments);
    }

    static PathTemplate parse(String text) {
        if (!text.startsWith("/")) {
            throw refused(text, "it does not begin with a slash");
        }
        String path = text.substring(1);
        String verb = "";
        int colon = path.lastIndexOf(':');
        if (colon > path.lastIndexOf('/') && colon > path.lastIndexOf('}')) {
            verb = path.substring(colon + 1);
            path = path.substring(0, colon);
            if (!verb.matches("[A-Za-z][A-Za-z0-9_]*")) {
                throw refused(text, "`" + verb + "` is no verb");
            }
        }
        List<Segment> segments = new ArrayList<>();
        // A variable may hold a slash only in forms that are refused anyway, so splitting first is safe.
        for (String segment : path.split("/", -1)) {
            segments.add(segment(text, segment));
        }
        check(text, segments);
        return new PathTemplate(segments, verb);
    }

    /** What a match binds, in the order of the path. */
    List<Variable> variables() {
        return segments.stream()
                .filter(Variable.class::isInstance)
                .map(Variable.class::cast)
                .toList();
    }

    private static Segment segment(String template, String text) {
        if (!text.startsWith("{")) {
            if (!text.matches("[A-Za-z0-9._~-]*")) {
                throw refused(template, "`" + text + "` is neither a literal nor a variable");
            }
            return new Segment.Literal(text);
        }
        if (!text.matches("\\{[a-z][a-z0-9_]*(=\\*|=\\*\\*)?}")) {
            throw refused(template, "`" + text + "` is not {field}, {field=*} or {field=**}");
        }
        int equals = text.indexOf('=');
        if (equals < 0) {
            return new Segment.One(text.substring(1, text.length() - 1));
        }
        String field = text.substring(1, equals);
        return text.endsWith("=**}") ? new Segment.Rest(field) : new Segment.One(field);
    }

    private static void check(String text, List<Segment> segments) {
        for (Segment segment : segments.subList(0, segments.size() - 1)) {
            if (segment instanceof Segment.Rest) {
                throw refused(text, "{field=**} stands before the end");
            }
            if (segment.equals(new Segment.Literal(""))) {
                throw refused(text, "it has an empty segment");
            }
        }
        Set<String> seen = new HashSet<>();
        for (Segment segment : segments) {
            if (segment instanceof Variable variable && !seen.add(variable.field())) {
                throw refused(text, "it binds `" + variable.field() + "` twice");
            }
        }
    }

    private static IllegalStateException refused(String text, String why) {
        return new IllegalStateException("path template `" + text + "`: " + why);
    }
}
