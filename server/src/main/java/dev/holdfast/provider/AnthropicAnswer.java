package dev.holdfast.provider;

import com.anthropic.models.messages.MessageDeltaUsage;
import com.anthropic.models.messages.RawContentBlockDeltaEvent;
import com.anthropic.models.messages.RawContentBlockStartEvent;
import com.anthropic.models.messages.RawMessageDeltaEvent;
import com.anthropic.models.messages.RawMessageStreamEvent;
import com.anthropic.models.messages.Usage;
import dev.holdfast.event.TokenUsage;
import dev.holdfast.json.Json;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** An answer of the Messages API, event by event. */
final class AnthropicAnswer {

    private final AnswerParts parts;
    private final KeptItems kept;
    private final TroubleReport report;
    private final Map<Long, AnthropicBlock> blocks = new TreeMap<>();
    private TokenUsage used = TokenUsage.NONE;
    private String stopReason = "";

    AnthropicAnswer(AnswerParts parts, KeptItems kept, TroubleReport report) {
        this.parts = parts;
        this.kept = kept;
        this.report = report;
    }

    void add(RawMessageStreamEvent event) {
        event.messageStart().ifPresent(start -> used(start.message().usage()));
        event.contentBlockStart().ifPresent(this::add);
        event.contentBlockDelta().ifPresent(this::add);
        event.messageDelta().ifPresent(this::add);
        event.messageStop().ifPresent(_ -> end());
    }

    private void add(RawContentBlockStartEvent start) {
        var content = start.contentBlock();
        content.text().ifPresent(text -> {
            blocks.put(start.index(), new AnthropicBlock.Text(text.text()));
            parts.text(text.text());
        });
        content.thinking().ifPresent(thought -> {
            blocks.put(start.index(), new AnthropicBlock.Thought(thought.thinking()));
            parts.thinking(thought.thinking());
        });
        content.redactedThinking()
                .ifPresent(hidden -> blocks.put(start.index(), new AnthropicBlock.Hidden(hidden.data())));
        content.toolUse().ifPresent(call -> {
            blocks.put(start.index(), new AnthropicBlock.Call());
            parts.call(start.index(), call.name(), "");
        });
    }

    private void add(RawContentBlockDeltaEvent event) {
        AnthropicBlock block = blocks.get(event.index());
        var delta = event.delta();
        delta.text().ifPresent(text -> {
            if (block instanceof AnthropicBlock.Text before) {
                before.text().append(text.text());
            }
            parts.text(text.text());
        });
        delta.thinking().ifPresent(thought -> {
            if (block instanceof AnthropicBlock.Thought before) {
                before.text().append(thought.thinking());
            }
            parts.thinking(thought.thinking());
        });
        delta.signature().ifPresent(signature -> {
            if (block instanceof AnthropicBlock.Thought before) {
                before.signature().append(signature.signature());
            }
        });
        delta.inputJson().ifPresent(input -> parts.call(event.index(), "", input.partialJson()));
    }

    private void add(RawMessageDeltaEvent event) {
        used(event.usage());
        event.delta().stopReason().ifPresent(reason -> stopReason = reason.asString());
    }

    private void end() {
        List<AnthropicBlock> all = List.copyOf(blocks.values());
        if (all.stream().anyMatch(AnthropicBlock::sealed)) {
            List<Json> items =
                    all.stream().flatMap(block -> block.json().stream()).toList();
            parts.keep(kept.json(items));
        }
        switch (stopReason) {
            case "refusal" -> parts.failed(report.stopped("the model declined to answer"));
            case "max_tokens", "model_context_window_exceeded" -> {
                parts.endShort(report);
            }
            default -> parts.end();
        }
    }

    private void used(Usage usage) {
        long read = usage.inputTokens()
                + usage.cacheCreationInputTokens().orElse(0L)
                + usage.cacheReadInputTokens().orElse(0L);
        used = new TokenUsage(read, usage.outputTokens());
        parts.used(used);
    }

    /** Says again what was read, or leaves that out; what was written is the sum so far. */
    private void used(MessageDeltaUsage usage) {
        long read = usage.inputTokens()
                .map(input -> input
                        + usage.cacheCreationInputTokens().orElse(0L)
                        + usage.cacheReadInputTokens().orElse(0L))
                .orElse(used.inputTokens());
        used = new TokenUsage(Math.max(read, used.inputTokens()), usage.outputTokens());
        parts.used(used);
    }
}
