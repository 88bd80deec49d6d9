package dev.holdfast.edge;

import java.util.Optional;

/** What one variable of a template holds, still as it came. */
record PathValue(PathTemplate.Variable variable, String raw) {

    String field() {
        return variable.field();
    }

    /** The value as text, or nothing if it is not percent-encoded UTF-8. */
    Optional<String> decoded() {
        return switch (variable) {
            case PathTemplate.Segment.One ignored -> PercentDecoder.decode(raw);
            case PathTemplate.Segment.Rest ignored -> PercentDecoder.decodePath(raw);
        };
    }
}
