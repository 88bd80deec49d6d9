package dev.holdfast.model;

import java.util.List;
import java.util.Optional;

/**
 * The models that can be named. With nothing configured there is one, {@code demo}, and the names that the documented
 * APIs use in their examples mean it, so that every documented example runs on a fresh server.
 */
public final class ModelCatalogue {

    private static final String DEMO = "demo";
    private static final List<String> DOCUMENTED_EXAMPLES =
            List.of("gpt-4o", "pokee-isaac", "pokee-isaac-high-reasoning");

    /** The names that can be given for a model, the default first. */
    public List<String> names() {
        return List.of(DEMO);
    }

    /** The model of a session or turn that names none. */
    public String usual() {
        return DEMO;
    }

    /** The model that a name stands for. */
    public Optional<Model> find(String name) {
        return name.equals(DEMO) || DOCUMENTED_EXAMPLES.contains(name)
                ? Optional.of(new Model(name))
                : Optional.empty();
    }

    /** What an operator should know at the start. */
    public String summary() {
        return DEMO + "; the names of the documents' examples mean it too: " + String.join(", ", DOCUMENTED_EXAMPLES);
    }

    /** A model of the catalogue, under the name by which it was asked for. */
    public record Model(String name) {}
}
