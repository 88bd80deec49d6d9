package dev.holdfast.provider;

import com.openai.core.http.StreamResponse;
import com.openai.errors.OpenAIException;
import com.openai.models.responses.ResponseCreateParams;
import com.openai.models.responses.ResponseStreamEvent;
import dev.holdfast.model.ModelRequest;

/** OpenAI's Responses API. */
final class OpenAiResponses implements ProviderClient {

    private final String name;
    private final TroubleReport report;
    private final OpenAiConnection connection;

    OpenAiResponses(Endpoint endpoint, TroubleReport report) {
        this.name = endpoint.name();
        this.report = report;
        this.connection = new OpenAiConnection(endpoint, report);
    }

    @Override
    public void ask(ModelRequest request, AnswerParts parts) {
        KeptItems kept = new KeptItems(name, request.model());
        ResponseCreateParams question = ResponseCreateParams.builder()
                .additionalBodyProperties(OpenAiConnection.fields(ResponsesBody.print(request, kept)))
                .build();
        ResponsesAnswer answer = new ResponsesAnswer(parts, kept, report);
        try (StreamResponse<ResponseStreamEvent> stream =
                connection.client().responses().createStreaming(question)) {
            parts.hear(stream.stream().iterator(), answer::add);
        } catch (OpenAIException e) {
            parts.failed(connection.trouble(e));
        }
    }

    @Override
    public void close() {
        connection.close();
    }
}
