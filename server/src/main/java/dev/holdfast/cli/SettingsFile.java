package dev.holdfast.cli;

import dev.holdfast.error.StartupException;
import dev.holdfast.model.ModelConfig;
import dev.holdfast.webhook.WebhookConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/**
 * The configuration file: YAML, in which {@code http: {port: 8080}} and {@code http.port: 8080} say the same. Its section
 * {@code models} is no setting but a catalogue, and {@code webhooks} has a list of endpoints among its settings.
 */
record SettingsFile(Map<Setting, String> values, ModelConfig models, List<WebhookConfig.Address> endpoints) {

    private static final String MODELS = "models";

    static final SettingsFile NONE = new SettingsFile(Map.of(), ModelConfig.DEMO, List.of());

    static SettingsFile read(Path file) {
        Object content = load(file);
        ModelConfig models = ModelConfig.DEMO;
        List<WebhookConfig.Address> endpoints = List.of();
        if (content instanceof Map<?, ?> sections) {
            Map<Object, Object> others = new LinkedHashMap<>(sections);
            Object catalogue = others.remove(MODELS);
            if (catalogue != null) {
                models = new ModelsSection(file).read(catalogue);
            }
            if (others.get(WebhooksSection.KEY) instanceof Map<?, ?> webhooks) {
                Map<Object, Object> settings = new LinkedHashMap<>(webhooks);
                Object list = settings.remove(WebhooksSection.ENDPOINTS);
                endpoints = list == null ? List.of() : new WebhooksSection(file).read(list);
                others.put(WebhooksSection.KEY, settings);
            }
            content = others;
        }
        Map<Setting, String> values = new EnumMap<>(Setting.class);
        if (content != null) {
            collect(file, "", content, values);
        }
        return new SettingsFile(values, models, endpoints);
    }

    private static @Nullable Object load(Path file) {
        try {
            return new Load(LoadSettings.builder().setLabel(file.toString()).build())
                    .loadFromString(Files.readString(file));
        } catch (IOException e) {
            throw new StartupException("The configuration file %s cannot be read: %s".formatted(file, e), e);
        } catch (MarkedYamlEngineException e) {
            // Its message would quote the line, which may hold a secret.
            String place = e.getProblemMark()
                    .map(mark -> ", line %d, column %d".formatted(mark.getLine() + 1, mark.getColumn() + 1))
                    .orElse("");
            throw new StartupException(
                    "The configuration file %s is not YAML: %s%s.".formatted(file, e.getProblem(), place));
        } catch (YamlEngineException e) {
            throw new StartupException("The configuration file %s is not YAML: %s".formatted(file, e.getMessage()), e);
        }
    }

    private static void collect(Path file, String prefix, Object node, Map<Setting, String> values) {
        switch (node) {
            case Map<?, ?> map ->
                map.forEach((name, value) -> {
                    String key = prefix.isEmpty() ? String.valueOf(name) : prefix + "." + name;
                    if (value != null) {
                        collect(file, key, value, values);
                    }
                });
            case List<?> list ->
                put(
                        file,
                        prefix,
                        String.join(",", list.stream().map(String::valueOf).toList()),
                        values);
            default -> put(file, prefix, node.toString(), values);
        }
    }

    private static void put(Path file, String key, String value, Map<Setting, String> values) {
        Setting setting = Setting.find(key)
                .orElseThrow(() -> new StartupException(
                        "The configuration file %s sets `%s`, which is not a setting. Is `%s` meant?"
                                .formatted(file, key, nearest(key))));
        values.put(setting, value);
    }

    private static String nearest(String key) {
        return Arrays.stream(Setting.values())
                .map(Setting::key)
                .min(Comparator.comparingInt(known -> editDistance(known, key)))
                .orElseThrow();
    }

    /** How many letters must be added, dropped or changed to make one text of the other. */
    private static int editDistance(String one, String other) {
        int[] previous = new int[other.length() + 1];
        Arrays.setAll(previous, column -> column);
        for (int row = 1; row <= one.length(); row++) {
            int[] current = new int[other.length() + 1];
            current[0] = row;
            for (int column = 1; column <= other.length(); column++) {
                int changed = previous[column - 1] + (one.charAt(row - 1) == other.charAt(column - 1) ? 0 : 1);
                current[column] = Math.min(changed, Math.min(previous[column], current[column - 1]) + 1);
            }
            previous = current;
        }
        return previous[other.length()];
    }
}
