package dev.holdfast.model;

import dev.holdfast.error.StartupException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The models that somebody can choose from, each name once, and the usual one. */
final class ModelChoice {

    /** What one of the documented APIs' own clients put before every name. */
    private static final String VENDOR_PREFIX = "cencori/";

    private final List<ModelEntry> entries;
    private final Map<String, ModelEntry> byName;
    private final ModelEntry usual;

    private ModelChoice(List<ModelEntry> entries, Map<String, ModelEntry> byName, ModelEntry usual) {
        this.entries = List.copyOf(entries);
        this.byName = Map.copyOf(byName);
        this.usual = usual;
    }

    /**
     * Checks what is configured.
     *
     * @param where the part of the configuration file that says so
     * @param wanted the name of the usual model; null for the first
     */
    static ModelChoice of(String where, List<ModelEntry> entries, @Nullable String wanted) {
        if (entries.isEmpty()) {
            throw new StartupException(where + ".catalogue is empty. Give it a model, or leave it out.");
        }
        Map<String, ModelEntry> byName = new HashMap<>();
        for (ModelEntry entry : entries) {
            entry.names().forEach(name -> {
                if (byName.put(name, entry) != null) {
                    throw new StartupException(
                            where + ".catalogue has the name `" + name + "` twice. Names and aliases must differ.");
                }
            });
        }
        ModelEntry usual = wanted == null ? entries.getFirst() : byName.get(wanted);
        if (usual == null) {
            throw new StartupException("%s.default is `%s`, which is no model here. There are: %s."
                    .formatted(where, wanted, String.join(", ", names(entries))));
        }
        return new ModelChoice(entries, byName, usual);
    }

    List<ModelEntry> entries() {
        return entries;
    }

    /** The names that models are known by, the usual one first. */
    List<String> names() {
        return Stream.concat(Stream.of(usual), entries.stream())
                .map(ModelEntry::name)
                .distinct()
                .toList();
    }

    ModelEntry usual() {
        return usual;
    }

    Optional<ModelEntry> find(String name) {
        ModelEntry exact = byName.get(name);
        if (exact != null || !name.startsWith(VENDOR_PREFIX)) {
            return Optional.ofNullable(exact);
        }
        return Optional.ofNullable(byName.get(name.substring(VENDOR_PREFIX.length())));
    }

    private static List<String> names(List<ModelEntry> entries) {
        return entries.stream().map(ModelEntry::name).toList();
    }
}
