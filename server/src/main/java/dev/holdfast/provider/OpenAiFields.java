package dev.holdfast.provider;

import dev.holdfast.event.ResponseFormat;
import dev.holdfast.event.Sampling;
import dev.holdfast.json.JsonWriter;
import dev.holdfast.model.OfferedTool;
import java.math.BigDecimal;
import java.util.Objects;

/** Parts of a request that both of OpenAI's APIs write alike. */
final class OpenAiFields {

    private OpenAiFields() {}

    static void function(JsonWriter json, OfferedTool tool) {
        json.field("name", tool.name());
        if (tool.description() != null) {
            json.field("description", tool.description());
        }
        json.field("parameters", Objects.requireNonNullElse(tool.parameters(), Said.NO_PARAMETERS));
        json.field("strict", false);
    }

    static void schema(JsonWriter json, ResponseFormat.JsonSchema schema) {
        json.field("name", schema.name());
        if (schema.description() != null) {
            json.field("description", schema.description());
        }
        json.field("schema", schema.schema()).field("strict", schema.strict());
    }

    /** @param most the name of the field that bounds the answer */
    static void sampling(JsonWriter json, Sampling sampling, String most) {
        if (sampling.temperature() != null) {
            json.field("temperature", BigDecimal.valueOf(sampling.temperature()));
        }
        if (sampling.topP() != null) {
            json.field("top_p", BigDecimal.valueOf(sampling.topP()));
        }
        if (sampling.maxOutputTokens() != null) {
            json.field(most, sampling.maxOutputTokens());
        }
    }
}
