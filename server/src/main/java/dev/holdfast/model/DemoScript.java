package dev.holdfast.model;

import dev.holdfast.model.ModelOutcome.RequestedCall;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The demo model's reading of an input: lines that begin with one of its commands, and lines that are just said. The
 * language stands in docs/models.md. A command that cannot be read makes a script that fails and says why.
 */
final class DemoScript {

    static final int MAX_WORDS = 100_000;
    static final int MAX_PACE_MILLIS = 60_000;
    static final int MAX_CALLS = 64;
    static final int MAX_STEPS = 1_000;
    static final int MAX_TOOL_NAME_LENGTH = 128;

    private static final Pattern BLANK = Pattern.compile("\\s+");
    private static final Pattern NUMBER = Pattern.compile("[0-9]{1,9}");

    private final List<DemoStep> steps = new ArrayList<>();
    private final List<String> thoughts = new ArrayList<>();
    private final List<RequestedCall> calls = new ArrayList<>();
    private final List<String> said = new ArrayList<>();
    private @Nullable Integer words;
    private @Nullable String failure;
    private Duration pace = Duration.ZERO;

    private DemoScript() {}

    static DemoScript parse(String input) {
        DemoScript script = new DemoScript();
        for (String line : (Iterable<String>) input.lines()::iterator) {
            Optional<String> mistake = script.read(line);
            if (mistake.isPresent()) {
                script.steps.clear();
                script.steps.add(DemoStep.failing(mistake.get()));
                return script;
            }
        }
        script.endStep();
        return script;
    }

    /** What to do after so many rounds of calls; after the last step there is nothing more to do than to answer. */
    DemoStep step(int round) {
        return round < steps.size() ? steps.get(round) : DemoStep.untold(pace);
    }

    /** Whether it is a question and nothing else. */
    boolean asks() {
        return steps.size() == 1
                && steps.getFirst().onlySays()
                && steps.getFirst().said().endsWith("?");
    }

    /** Takes one line; answers what is wrong with it. */
    private Optional<String> read(String line) {
        String[] parts = BLANK.split(line.strip(), 2);
        String rest = parts.length == 2 ? parts[1] : "";
        return switch (parts[0]) {
            case "/call" -> readCall(rest);
            case "/words" -> {
                words = number(rest, MAX_WORDS);
                yield words == null ? Optional.of(expected("/words", "a number", MAX_WORDS, rest)) : Optional.empty();
            }
            case "/pace" -> {
                Integer millis = number(rest, MAX_PACE_MILLIS);
                pace = Duration.ofMillis(millis == null ? 0 : millis);
                yield millis == null
                        ? Optional.of(expected("/pace", "milliseconds", MAX_PACE_MILLIS, rest))
                        : Optional.empty();
            }
            case "/think" -> {
                thoughts.add(rest);
                yield Optional.empty();
            }
            case "/fail" -> {
                failure = rest.isEmpty() ? "The demo model was told to fail." : rest;
                yield Optional.empty();
            }
            case "/then" -> {
                endStep();
                if (steps.size() >= MAX_STEPS) {
                    yield Optional.of("The demo model takes at most " + MAX_STEPS + " steps.");
                }
                yield rest.isEmpty() ? Optional.empty() : Optional.of("/then stands alone on its line.");
            }
            default -> {
                said.add(line);
                yield Optional.empty();
            }
        };
    }

    private Optional<String> readCall(String rest) {
        String[] parts = BLANK.split(rest, 2);
        if (parts[0].isEmpty() || parts[0].length() > MAX_TOOL_NAME_LENGTH) {
            return Optional.of("/call needs the name of a tool, of at most " + MAX_TOOL_NAME_LENGTH
                    + " characters, and takes JSON after it: /call get_weather {\"city\":\"Berlin\"}");
        }
        calls.add(new RequestedCall(parts[0], parts.length == 2 ? parts[1] : "{}"));
        return calls.size() <= MAX_CALLS
                ? Optional.empty()
                : Optional.of(
                        "The demo model makes at most " + MAX_CALLS + " calls at once; /then begins a next step.");
    }

    private void endStep() {
        steps.add(new DemoStep(
                String.join("\n", thoughts),
                words,
                pace,
                calls,
                failure,
                String.join("\n", said).strip()));
        thoughts.clear();
        calls.clear();
        said.clear();
        words = null;
        failure = null;
    }

    private static @Nullable Integer number(String text, int most) {
        boolean readable = NUMBER.matcher(text).matches() && Integer.parseInt(text) <= most;
        return readable ? Integer.valueOf(text) : null;
    }

    private static String expected(String command, String what, int most, String found) {
        return "%s takes %s from 0 to %d, not `%s`."
                .formatted(command, what, most, found.substring(0, Math.min(found.length(), 40)));
    }
}
