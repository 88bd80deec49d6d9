package dev.holdfast.provider;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.holdfast.event.Content;
import dev.holdfast.event.Message;
import dev.holdfast.event.Message.Returned;
import dev.holdfast.event.Message.Role;
import dev.holdfast.event.Message.Said;
import dev.holdfast.event.ModelStep;
import dev.holdfast.event.ResponseFormat;
import dev.holdfast.event.Sampling;
import dev.holdfast.event.TokenUsage;
import dev.holdfast.event.ToolCall;
import dev.holdfast.event.ToolChoice;
import dev.holdfast.json.Json;
import dev.holdfast.model.ModelOutcome.Answered;
import dev.holdfast.model.ModelRequest;
import dev.holdfast.model.OfferedTool;
import dev.holdfast.model.ReasoningEffort;
import dev.holdfast.name.ActionId;
import dev.holdfast.testing.TestResource;
import dev.holdfast.testing.WireServer;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What a provider is sent, byte for byte as JSON. */
final class ProviderRequestTest {

    private static final ObjectMapper MAPPER = new ObjectMapper();

    @ParameterizedTest
    @EnumSource
    void aConversationIsSentWhole(RecordedApi api) throws InterruptedException, JsonProcessingException {
        JsonNode sent = sent(api, full());

        assertThat(sent).isEqualTo(expected(api, "request.json"));
    }

    @ParameterizedTest
    @EnumSource
    void whatIsNotAskedForIsNotSent(RecordedApi api) throws InterruptedException, JsonProcessingException {
        assertThat(sent(api, Asked.hello())).isEqualTo(expected(api, "hello.json"));
    }

    @ParameterizedTest
    @EnumSource
    void theKeyIsSentAndNothingElseIsOfThisMachine(RecordedApi api) throws InterruptedException {
        try (WireServer server = WireServer.playing(api.text())) {
            Asked.of(api, server.url());

            WireServer.Request request = server.requests().getFirst();
            assertThat(request.headers().get(api.keyHeader)).endsWith(Asked.KEY);
            assertThat(request.headers()).containsEntry("content-type", "application/json");
        }
    }

    /** Thoughts that only the provider can read go back to it, with our ids for its calls, and to nobody else. */
    @ParameterizedTest
    @EnumSource
    void sealedThoughtsAreGivenBack(RecordedApi api) throws InterruptedException, JsonProcessingException {
        try (WireServer server = WireServer.playing(api.calls())) {
            Answered answered = Asked.of(api, server.url()).answered();

            JsonNode again = sent(api, after(answered, "some-model"));
            JsonNode otherModel = sent(api, after(answered, "another-model"));
            assertThat(again).isEqualTo(expected(api, "again.json"));
            assertThat(otherModel.toString()).doesNotContain("sealed").contains("Checking both.");
        }
    }

    private static ModelRequest after(Answered answered, String model) {
        ModelStep step = new ModelStep(
                answered.text(),
                List.of(
                        new ToolCall(id(1), "get_weather", "{\"city\":\"Berlin\"}"),
                        new ToolCall(id(2), "get_weather", "{\"city\":\"Rome\"}")),
                answered.usage(),
                0,
                answered.providerItems());
        return new ModelRequest(
                model,
                null,
                List.of(
                        user(new Content.Text("Weather?")),
                        new Message.Answered(step),
                        new Returned(id(1).toString(), "sunny", false),
                        new Returned(id(2).toString(), "rain", false)),
                List.of(weather()),
                new ToolChoice.Auto(),
                Sampling.USUAL,
                null,
                "effect");
    }

    private static ModelRequest full() {
        ModelStep step = new ModelStep(
                "Looking.",
                List.of(
                        new ToolCall(id(1), "get_weather", "{\"city\":\"Berlin\"}"),
                        new ToolCall(id(2), "get_weather", "not json")),
                TokenUsage.NONE,
                0,
                null);
        return new ModelRequest(
                "some-model",
                "Be brief.",
                List.of(
                        user(
                                new Content.Text("What is this?"),
                                new Content.Image("https://example.com/a.png"),
                                new Content.Image("data:image/png;base64,aGk="),
                                new Content.File("notes.txt", "one\ntwo")),
                        new Message.Called("call:1", "look_up", "{}"),
                        new Message.Called("call_2", "look_up", "{\"q\":1.50}"),
                        new Returned("call:1", "found", false),
                        new Returned("call_2", "lost", true),
                        new Said(Role.ASSISTANT, List.of(new Content.Text("A cat."))),
                        new Said(Role.SYSTEM, List.of(new Content.Text("It is night."))),
                        user(new Content.Text("And the weather?")),
                        new Message.Answered(step),
                        new Returned(id(1).toString(), "sunny", false),
                        new Returned(id(2).toString(), "Rejected by a person.", true)),
                List.of(weather(), new OfferedTool("look_up", null, null)),
                new ToolChoice.Named("get_weather"),
                new Sampling(
                        0.2,
                        0.9,
                        500,
                        new ResponseFormat.JsonSchema(
                                "report", "A report", new Json("{\"type\":\"object\",\"properties\":{}}"), true)),
                ReasoningEffort.HIGH,
                "effect");
    }

    private static OfferedTool weather() {
        return new OfferedTool(
                "get_weather",
                "Tells the weather",
                new Json("{\"type\":\"object\",\"properties\":{\"city\":{\"type\":\"string\"}}}"));
    }

    private static Said user(Content... content) {
        return new Said(Role.USER, List.of(content));
    }

    private static ActionId id(int number) {
        return new ActionId(new UUID(0, number));
    }

    private static JsonNode sent(RecordedApi api, ModelRequest request)
            throws InterruptedException, JsonProcessingException {
        try (WireServer server = WireServer.playing(api.text())) {
            Asked.of(api, server.url(), request, Asked.LONG_SILENCE);
            return MAPPER.readTree(server.requests().getFirst().body());
        }
    }

    private static @Nullable JsonNode expected(RecordedApi api, String name) throws JsonProcessingException {
        return MAPPER.readTree(TestResource.text(ProviderRequestTest.class, api.api.key() + "/" + name));
    }
}
