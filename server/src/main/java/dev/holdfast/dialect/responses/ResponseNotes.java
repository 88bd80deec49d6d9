package dev.holdfast.dialect.responses;

import dev.holdfast.dialect.body.Fields;
import dev.holdfast.error.Reason;
import dev.holdfast.json.Json;
import dev.holdfast.json.JsonValue;
import dev.holdfast.json.JsonWriter;
import dev.holdfast.turn.Response;
import dev.holdfast.turn.Responses;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a request says beside the turn. It is kept with the response under the names that it came with, so that reading it
 * again is reading the request.
 *
 * @param effort how much the model is to think, in the caller's word
 * @param previous the id of the response that this one continues
 */
record ResponseNotes(
        boolean store,
        boolean background,
        Json metadata,
        @Nullable String effort,
        @Nullable String previous) {

    private static final Set<String> THINKING = Set.of("low", "medium", "high", "xhigh", "max");
    private static final Set<String> NOT_THINKING = Set.of("none", "minimal");

    static ResponseNotes parse(Fields body) {
        return new ResponseNotes(
                body.flag("store").orElse(false),
                body.flag("background").orElse(false),
                metadata(body),
                body.inner("reasoning").flatMap(ResponseNotes::effort).orElse(null),
                body.text("previous_response_id").orElse(null));
    }

    static ResponseNotes of(Response response) {
        return parse(Fields.of("notes", Responses.notes(response), Reason.INTERNAL));
    }

    /** Whether readers see what the model thought. */
    boolean thinking() {
        return effort != null && THINKING.contains(effort);
    }

    Json json() {
        return new Json(JsonWriter.object(json -> {
            json.field("store", store).field("background", background).field("metadata", metadata);
            if (effort != null) {
                json.object("reasoning", reasoning -> reasoning.field("effort", effort));
            }
            json.field("previous_response_id", previous);
        }));
    }

    private static Json metadata(Fields body) {
        Optional<JsonValue> metadata = body.find("metadata");
        if (metadata.isEmpty()) {
            return Json.EMPTY_OBJECT;
        }
        return body.inner("metadata").orElseThrow().object().json();
    }

    private static Optional<String> effort(Fields reasoning) {
        Optional<String> effort = reasoning.text("effort");
        if (effort.filter(word -> !THINKING.contains(word) && !NOT_THINKING.contains(word))
                .isPresent()) {
            throw reasoning.refusal("effort", "must be one of none, minimal, low, medium, high, xhigh, max");
        }
        return effort;
    }
}
