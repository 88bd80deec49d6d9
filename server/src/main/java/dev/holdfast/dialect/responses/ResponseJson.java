package dev.holdfast.dialect.responses;

import dev.holdfast.event.Event.TurnStarted;
import dev.holdfast.event.RecordedEvent;
import dev.holdfast.event.Sampling;
import dev.holdfast.event.TokenUsage;
import dev.holdfast.event.TurnRequest;
import dev.holdfast.json.Json;
import dev.holdfast.json.JsonWriter;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A response as JSON: what was asked, and how it stands. */
record ResponseJson(String id, Instant createdAt, TurnRequest request, ResponseNotes notes, Reader reader) {

    static ResponseJson of(String id, RecordedEvent recorded, TurnStarted started, ResponseNotes notes, Reader reader) {
        return new ResponseJson(id, recorded.at(), started.request(), notes, reader);
    }

    /** How a response stands. */
    sealed interface Standing {

        String status();

        record InProgress() implements Standing {

            @Override
            public String status() {
                return "in_progress";
            }
        }

        record Completed(TokenUsage usage) implements Standing {

            @Override
            public String status() {
                return "completed";
            }
        }

        /** The model was not allowed more words. */
        record Incomplete(TokenUsage usage) implements Standing {

            @Override
            public String status() {
                return "incomplete";
            }
        }

        record Failed(String error, TokenUsage usage) implements Standing {

            @Override
            public String status() {
                return "failed";
            }
        }

        record Cancelled(TokenUsage usage) implements Standing {

            @Override
            public String status() {
                return "cancelled";
            }
        }
    }

    void print(JsonWriter json, Standing standing, List<OutputItem> output) {
        print(json, standing, standing.status(), output);
    }

    /** With another word for its status than the standing has. */
    void print(JsonWriter json, Standing standing, String status, List<OutputItem> output) {
        json.field("id", id).field("object", "response").field("created_at", createdAt.getEpochSecond());
        if (reader == Reader.SESSIONS) {
            json.field("created", createdAt.getEpochSecond());
        }
        json.field("status", status)
                .field("model", request.model())
                .array("output", output, (inner, item) -> item.print(inner));
        printEnd(json, standing);
        printRequest(json);
    }

    private static void printEnd(JsonWriter json, Standing standing) {
        switch (standing) {
            case Standing.InProgress _ -> printEnd(json, null, null, null);
            case Standing.Completed completed -> printEnd(json, completed.usage(), null, null);
            case Standing.Incomplete incomplete -> printEnd(json, incomplete.usage(), null, "max_output_tokens");
            case Standing.Failed failed -> printEnd(json, failed.usage(), failed.error(), null);
            case Standing.Cancelled cancelled -> printEnd(json, cancelled.usage(), null, null);
        }
    }

    private static void printEnd(
            JsonWriter json, @Nullable TokenUsage usage, @Nullable String error, @Nullable String reason) {
        if (usage == null) {
            json.field("usage", (String) null);
        } else {
            json.object("usage", tokens -> printUsage(tokens, usage));
        }
        if (error == null) {
            json.field("error", (String) null);
        } else {
            json.object("error", inner -> inner.field("code", "server_error").field("message", error));
        }
        if (reason == null) {
            json.field("incomplete_details", (String) null);
        } else {
            json.object("incomplete_details", details -> details.field("reason", reason));
        }
    }

    private static void printUsage(JsonWriter json, TokenUsage usage) {
        json.field("input_tokens", usage.inputTokens())
                .object(
                        "input_tokens_details",
                        details -> details.field("cached_tokens", 0).field("cache_write_tokens", 0))
                .field("output_tokens", usage.outputTokens())
                .object("output_tokens_details", details -> details.field("reasoning_tokens", 0))
                .field("total_tokens", usage.total());
    }

    private void printRequest(JsonWriter json) {
        Sampling sampling = request.sampling();
        json.field("instructions", request.instructions());
        if (sampling.maxOutputTokens() == null) {
            json.field("max_output_tokens", (String) null);
        } else {
            json.field("max_output_tokens", sampling.maxOutputTokens());
        }
        json.field("metadata", notes.metadata())
                .field("background", notes.background())
                .field("store", notes.store())
                .field("previous_response_id", notes.previous())
                .object(
                        "reasoning",
                        inner -> inner.field("effort", notes.effort()).field("summary", (String) null));
        RequestJson.printChoice(json, request.toolChoice());
        json.field("parallel_tool_calls", true)
                .array("tools", request.tools() == null ? List.of() : request.tools(), RequestJson::printTool)
                .field("temperature", number(sampling.temperature()))
                .field("top_p", number(sampling.topP()))
                .object(
                        "text",
                        text -> text.object("format", inner -> RequestJson.printFormat(inner, sampling.format())))
                .field("truncation", "disabled");
    }

    /** What OpenAI's API says where nothing was asked for. */
    private static Json number(@Nullable Double asked) {
        return new Json(
                asked == null
                        ? "1.0"
                        : BigDecimal.valueOf(asked).stripTrailingZeros().toPlainString());
    }
}
