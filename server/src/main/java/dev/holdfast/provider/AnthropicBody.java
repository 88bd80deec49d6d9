package dev.holdfast.provider;

import dev.holdfast.event.ResponseFormat;
import dev.holdfast.event.ToolChoice;
import dev.holdfast.json.Json;
import dev.holdfast.json.JsonWriter;
import dev.holdfast.model.ModelEntry;
import dev.holdfast.model.ModelRequest;
import dev.holdfast.model.OfferedTool;
import dev.holdfast.model.ReasoningEffort;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A question as Anthropic's Messages API takes it. */
final class AnthropicBody {

    private final ModelRequest request;
    private final AnthropicConversation conversation;

    private AnthropicBody(ModelRequest request, KeptItems kept) {
        this.request = request;
        this.conversation = AnthropicConversation.of(request.conversation(), kept);
    }

    static Json print(ModelRequest request, KeptItems kept) {
        return new Json(JsonWriter.object(new AnthropicBody(request, kept)::write));
    }

    private void write(JsonWriter json) {
        Integer most = request.sampling().maxOutputTokens();
        json.field("model", request.model())
                .field("max_tokens", most == null ? ModelEntry.Limits.USUAL.outputTokens() : most)
                .field("messages", Json.array(conversation.messages()));
        String system = system();
        if (!system.isEmpty()) {
            json.field("system", system);
        }
        tools(json);
        if (request.sampling().temperature() != null) {
            json.field("temperature", BigDecimal.valueOf(request.sampling().temperature()));
        }
        if (request.sampling().topP() != null) {
            json.field("top_p", BigDecimal.valueOf(request.sampling().topP()));
        }
        if (request.reasoning() != null) {
            json.object(
                    "thinking", thinking -> thinking.field("type", "adaptive").field("display", "summarized"));
        }
        output(json, request.sampling().format(), request.reasoning());
    }

    /** The API has one place for what systems say, before the conversation. */
    private String system() {
        List<String> said = new ArrayList<>();
        if (request.instructions() != null) {
            said.add(request.instructions());
        }
        said.addAll(conversation.system());
        if (request.sampling().format() instanceof ResponseFormat.JsonObject) {
            said.add("Answer with one JSON object and nothing else.");
        }
        return String.join("\n\n", said);
    }

    /** A conversation with calls needs their tools, even if they are offered no more. */
    private void tools(JsonWriter json) {
        if (!request.tools().isEmpty()) {
            json.array("tools", request.tools(), AnthropicBody::tool);
            choice(json, request.choice());
        } else if (!conversation.called().isEmpty()) {
            List<OfferedTool> called = conversation.called().stream()
                    .map(name -> new OfferedTool(name, null, null))
                    .toList();
            json.array("tools", called, AnthropicBody::tool);
            choice(json, new ToolChoice.None());
        }
    }

    private static void tool(JsonWriter json, OfferedTool tool) {
        json.field("name", tool.name());
        if (tool.description() != null) {
            json.field("description", tool.description());
        }
        json.field("input_schema", Objects.requireNonNullElse(tool.parameters(), Said.NO_PARAMETERS));
    }

    private static void choice(JsonWriter json, ToolChoice choice) {
        switch (choice) {
            case ToolChoice.Auto _ -> {}
            case ToolChoice.None _ -> json.object("tool_choice", tool -> tool.field("type", "none"));
            case ToolChoice.Required _ -> json.object("tool_choice", tool -> tool.field("type", "any"));
            case ToolChoice.Named named ->
                json.object("tool_choice", tool -> tool.field("type", "tool").field("name", named.tool()));
        }
    }

    private static void output(JsonWriter json, @Nullable ResponseFormat format, @Nullable ReasoningEffort reasoning) {
        boolean schema = format instanceof ResponseFormat.JsonSchema;
        if (!schema && reasoning == null) {
            return;
        }
        json.object("output_config", config -> {
            if (reasoning != null) {
                config.field("effort", reasoning.key());
            }
            if (format instanceof ResponseFormat.JsonSchema asked) {
                config.object(
                        "format", fields -> fields.field("type", "json_schema").field("schema", asked.schema()));
            }
        });
    }
}
