package dev.holdfast.model;

import dev.holdfast.event.Content;
import dev.holdfast.event.Message;
import dev.holdfast.event.Message.Role;
import dev.holdfast.event.ModelStep;
import dev.holdfast.event.ResponseFormat;
import dev.holdfast.event.Sampling;
import dev.holdfast.event.TokenUsage;
import dev.holdfast.event.ToolCall;
import dev.holdfast.event.ToolChoice;
import dev.holdfast.json.Json;
import dev.holdfast.name.ActionId;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A question to a model, put together in a test word by word. */
final class Question {

    private final List<Message> conversation = new ArrayList<>();
    private final List<OfferedTool> tools = new ArrayList<>();
    private ToolChoice choice = new ToolChoice.Auto();
    private Sampling sampling = Sampling.USUAL;

    static Question of(String input) {
        return new Question().user(input);
    }

    Question user(String text) {
        return said(Role.USER, new Content.Text(text));
    }

    Question said(Role role, Content... content) {
        conversation.add(new Message.Said(role, List.of(content)));
        return this;
    }

    /** The model answered with calls of these tools, numbered from the given number on. */
    Question called(int firstId, String... names) {
        List<ToolCall> calls = new ArrayList<>();
        for (String name : names) {
            calls.add(new ToolCall(id(firstId + calls.size()), name, "{}"));
        }
        conversation.add(new Message.Answered(new ModelStep("", calls, TokenUsage.NONE, 0, null)));
        return this;
    }

    /** The model answered in words. */
    Question answered(String text) {
        conversation.add(new Message.Answered(new ModelStep(text, List.of(), TokenUsage.NONE, 0, null)));
        return this;
    }

    Question message(Message message) {
        conversation.add(message);
        return this;
    }

    Question returned(int id, String output) {
        return message(new Message.Returned(id(id).toString(), output, false));
    }

    Question refused(int id, String reason) {
        return message(new Message.Returned(id(id).toString(), reason, true));
    }

    Question offering(String tool, @Nullable String schema) {
        tools.add(new OfferedTool(tool, null, schema == null ? null : new Json(schema)));
        return this;
    }

    Question choosing(ToolChoice wanted) {
        choice = wanted;
        return this;
    }

    Question most(int maxOutputTokens) {
        sampling = new Sampling(null, null, maxOutputTokens, sampling.format());
        return this;
    }

    Question as(ResponseFormat format) {
        sampling = new Sampling(null, null, sampling.maxOutputTokens(), format);
        return this;
    }

    ModelRequest request() {
        return new ModelRequest("demo", null, conversation, tools, choice, sampling, null, "effect");
    }

    private static ActionId id(int number) {
        return new ActionId(new UUID(0, number));
    }
}
