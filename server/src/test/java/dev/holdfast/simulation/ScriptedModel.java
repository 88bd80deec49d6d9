package dev.holdfast.simulation;

import dev.holdfast.event.Event.Progress;
import dev.holdfast.event.Event.TextAdded;
import dev.holdfast.event.Event.ThinkingAdded;
import dev.holdfast.event.ModelStep;
import dev.holdfast.event.TokenUsage;
import dev.holdfast.event.ToolCall;
import dev.holdfast.name.ActionId;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A model whose answers are made from a seed. One that wavers answers otherwise each time that it is asked again. */
final class ScriptedModel {

    private static final List<String> TOOLS = List.of("ask", "sign", "web_search", "Bash", "Bash", "Read", "sudo");

    private final long seed;
    private final boolean wavers;
    private int asked;
    private int called;

    ScriptedModel(long seed, boolean wavers) {
        this.seed = seed;
        this.wavers = wavers;
    }

    /**
     * What is heard piece by piece, and then the whole.
     *
     * @param whole null if the model fails instead
     */
    record Answer(List<Progress> pieces, @Nullable ModelStep whole) {}

    Answer answer(int turn, int step) {
        asked++;
        Random random = new Random(seed * 31 * 31 * 31 + turn * 31L * 31 + step * 31L + (wavers ? asked : 0));
        random.nextInt();
        String text = words(random);
        int calls = random.nextInt(5) < 2 ? 0 : 1 + random.nextInt(3);
        List<ToolCall> wanted = new ArrayList<>();
        for (int call = 0; call < calls; call++) {
            wanted.add(new ToolCall(
                    new ActionId(new UUID(turn, ++called)), TOOLS.get(random.nextInt(TOOLS.size())), "{}"));
        }
        boolean fails = random.nextInt(25) == 0;
        // How an answer is cut into pieces differs from one time to the next though its words be the same.
        Random cutting = new Random(seed + asked);
        return new Answer(
                pieces(cutting, text), fails ? null : new ModelStep(text, wanted, new TokenUsage(1, 1), 10, null));
    }

    private List<Progress> pieces(Random random, String text) {
        List<Progress> pieces = new ArrayList<>();
        if (wavers && random.nextInt(3) == 0) {
            pieces.add(new ThinkingAdded(words(random)));
        }
        int told = 0;
        while (told < text.length()) {
            int next = told + 1 + random.nextInt(Math.min(4, text.length() - told));
            pieces.add(new TextAdded(text.substring(told, next)));
            told = next;
        }
        return pieces;
    }

    private static String words(Random random) {
        StringBuilder words = new StringBuilder();
        for (int left = random.nextInt(4); left > 0; left--) {
            words.append(random.nextInt(4) == 0 ? "no " : "yes ");
        }
        return words.toString();
    }
}
