package dev.holdfast.provider;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.openai.core.ObjectMappers;
import com.openai.models.responses.Response;
import com.openai.models.responses.ResponseFunctionToolCall;
import com.openai.models.responses.ResponseOutputItem;
import com.openai.models.responses.ResponseOutputItemDoneEvent;
import com.openai.models.responses.ResponseReasoningItem;
import com.openai.models.responses.ResponseStreamEvent;
import dev.holdfast.event.TokenUsage;
import dev.holdfast.json.Json;
import java.util.ArrayList;
import java.util.List;

/** An answer of the Responses API, event by event. */
final class ResponsesAnswer {

    private final AnswerParts parts;
    private final KeptItems kept;
    private final TroubleReport report;
    private final List<Json> items = new ArrayList<>();

    /** Whether a thought came that can be given back: without them the rest is worth no keeping. */
    private boolean sealedThoughts;

    ResponsesAnswer(AnswerParts parts, KeptItems kept, TroubleReport report) {
        this.parts = parts;
        this.kept = kept;
        this.report = report;
    }

    void add(ResponseStreamEvent event) {
        event.outputTextDelta().ifPresent(text -> parts.text(text.delta()));
        event.refusalDelta().ifPresent(text -> parts.text(text.delta()));
        event.reasoningSummaryPartAdded()
                .filter(part -> part.summaryIndex() > 0)
                .ifPresent(_ -> parts.thinking("\n\n"));
        event.reasoningSummaryTextDelta().ifPresent(thought -> parts.thinking(thought.delta()));
        event.reasoningTextDelta().ifPresent(thought -> parts.thinking(thought.delta()));
        event.outputItemDone().ifPresent(this::add);
        event.completed().ifPresent(completed -> {
            end(completed.response());
            parts.end();
        });
        event.incomplete().ifPresent(incomplete -> {
            end(incomplete.response());
            endShort(incomplete.response());
        });
        event.failed().ifPresent(failed -> {
            used(failed.response());
            failed.response()
                    .error()
                    .ifPresentOrElse(
                            error -> parts.failed(report.broke(error.code().asString(), error.message())),
                            () -> parts.failed(report.cut()));
        });
        event.error().ifPresent(error -> parts.failed(report.broke(error.code().orElse(null), error.message())));
    }

    private void add(ResponseOutputItemDoneEvent done) {
        ResponseOutputItem item = done.item();
        if (item.isFunctionCall()) {
            ResponseFunctionToolCall call = item.asFunctionCall();
            parts.call(done.outputIndex(), call.name(), call.arguments());
            items.add(KeptItems.callPlace());
            return;
        }
        sealedThoughts |= item.reasoning()
                .flatMap(ResponseReasoningItem::encryptedContent)
                .isPresent();
        items.add(raw(item));
    }

    private void end(Response response) {
        used(response);
        if (sealedThoughts) {
            parts.keep(kept.json(items));
        }
    }

    private void endShort(Response response) {
        String reason = response.incompleteDetails()
                .flatMap(Response.IncompleteDetails::reason)
                .map(Response.IncompleteDetails.Reason::asString)
                .orElse("incomplete");
        if (reason.equals("max_output_tokens")) {
            parts.endShort(report);
        } else {
            parts.failed(report.stopped(reason));
        }
    }

    private void used(Response response) {
        response.usage().ifPresent(usage -> parts.used(new TokenUsage(usage.inputTokens(), usage.outputTokens())));
    }

    private static Json raw(ResponseOutputItem item) {
        try {
            return new Json(ObjectMappers.jsonMapper().writeValueAsString(item));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("An item that was read cannot be written", e);
        }
    }
}
