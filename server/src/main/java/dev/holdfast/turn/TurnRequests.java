package dev.holdfast.turn;

import dev.holdfast.engine.SessionEngine;
import dev.holdfast.engine.TurnCommand;
import dev.holdfast.error.HoldfastException;
import dev.holdfast.error.Reason;
import dev.holdfast.event.Content;
import dev.holdfast.event.Message;
import dev.holdfast.event.ResponseFormat;
import dev.holdfast.event.Sampling;
import dev.holdfast.event.ToolChoice;
import dev.holdfast.event.TurnRequest.Approvals;
import dev.holdfast.event.TurnRequest.Doubts;
import dev.holdfast.event.TurnRequest.LooseCalls;
import dev.holdfast.event.TurnRequest.Patience;
import dev.holdfast.name.ActionId;
import dev.holdfast.name.SessionId;
import dev.holdfast.session.SessionRequests;
import dev.holdfast.v1.ActionResult;
import dev.holdfast.v1.SaidMessage;
import dev.holdfast.v1.TurnRequest;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Requests of the native API, parsed: past here nobody looks at a message again. */
final class TurnRequests {

    private TurnRequests() {}

    static SessionId session(String text) {
        return SessionId.parse(text).orElseThrow(SessionEngine::sessionNotFound);
    }

    static ActionId action(String text) {
        return ActionId.parse(text)
                .orElseThrow(() -> HoldfastException.ofField(
                        Reason.FIELD_INVALID,
                        "action_id",
                        "action_id is not the id of an action. Take it from what the session says that it waits for."));
    }

    static List<TurnCommand.Result> results(List<ActionResult> messages) {
        return messages.stream()
                .map(message ->
                        new TurnCommand.Result(action(message.getActionId()), message.getOutput(), message.getFailed()))
                .toList();
    }

    static TurnDraft draft(TurnRequest message) {
        List<Message> input = new ArrayList<>();
        for (dev.holdfast.v1.Message entry : message.getInputList()) {
            input.add(message("turn.input[" + input.size() + "]", entry));
        }
        return new TurnDraft(
                input,
                message.getModel().isEmpty() ? null : message.getModel(),
                message.hasInstructions() ? message.getInstructions() : null,
                message.hasTools() ? SessionRequests.tools(message.getTools().getToolsList()) : null,
                choice(message.getToolChoice()),
                sampling(message.getSampling()),
                switch (message.getApprovalPolicy()) {
                    case APPROVAL_POLICY_UNSPECIFIED, APPROVAL_POLICY_FLAGGED -> Approvals.FLAGGED;
                    case APPROVAL_POLICY_FLAGGED_OR_ALL -> Approvals.FLAGGED_OR_ALL;
                    case APPROVAL_POLICY_NONE -> Approvals.NONE;
                    case UNRECOGNIZED -> throw unknown("turn.approval_policy");
                },
                switch (message.getFunctionCallPolicy()) {
                    case FUNCTION_CALL_POLICY_UNSPECIFIED, FUNCTION_CALL_POLICY_PAUSE -> LooseCalls.PAUSE;
                    case FUNCTION_CALL_POLICY_END_TURN -> LooseCalls.END_TURN;
                    case UNRECOGNIZED -> throw unknown("turn.function_call_policy");
                },
                new Patience(
                        message.hasResultTimeout()
                                ? SessionRequests.duration(
                                        "turn.result_timeout", Reason.FIELD_INVALID, message.getResultTimeout())
                                : null,
                        message.hasApprovalTimeout()
                                ? SessionRequests.duration(
                                        "turn.approval_timeout", Reason.FIELD_INVALID, message.getApprovalTimeout())
                                : null,
                        switch (message.getDoubtPolicy()) {
                            case DOUBT_POLICY_UNSPECIFIED, DOUBT_POLICY_ASK_A_PERSON -> Doubts.ASK_A_PERSON;
                            case DOUBT_POLICY_TELL_THE_MODEL -> Doubts.TELL_THE_MODEL;
                            case UNRECOGNIZED -> throw unknown("turn.doubt_policy");
                        }));
    }

    private static Message message(String field, dev.holdfast.v1.Message message) {
        return switch (message.getKindCase()) {
            case SAID -> said(field, message.getSaid());
            case CALLED ->
                new Message.Called(
                        message.getCalled().getCallId(),
                        message.getCalled().getTool(),
                        message.getCalled().getArguments());
            case RETURNED ->
                new Message.Returned(
                        message.getReturned().getCallId(),
                        message.getReturned().getOutput(),
                        message.getReturned().getFailed());
            case KIND_NOT_SET ->
                throw HoldfastException.ofField(
                        Reason.INPUT_INVALID, field, field + " needs one of: said, called, returned.");
        };
    }

    private static Message said(String field, SaidMessage said) {
        Message.Role role = switch (said.getRole()) {
            case ROLE_USER -> Message.Role.USER;
            case ROLE_ASSISTANT -> Message.Role.ASSISTANT;
            case ROLE_SYSTEM -> Message.Role.SYSTEM;
            case ROLE_UNSPECIFIED, UNRECOGNIZED ->
                throw HoldfastException.ofField(
                        Reason.INPUT_INVALID, field, field + ".said.role must be user, assistant or system.");
        };
        List<Content> content = new ArrayList<>();
        for (dev.holdfast.v1.Content part : said.getContentList()) {
            content.add(
                    switch (part.getKindCase()) {
                        case TEXT -> new Content.Text(part.getText());
                        case IMAGE_URL -> new Content.Image(part.getImageUrl());
                        case FILE ->
                            new Content.File(
                                    part.getFile().getName(), part.getFile().getText());
                        case KIND_NOT_SET ->
                            throw HoldfastException.ofField(
                                    Reason.INPUT_INVALID,
                                    field,
                                    field + ".said.content[" + content.size()
                                            + "] needs one of: text, image_url, file.");
                    });
        }
        return new Message.Said(role, content);
    }

    private static ToolChoice choice(dev.holdfast.v1.ToolChoice message) {
        return switch (message.getKindCase()) {
            case TOOL -> new ToolChoice.Named(message.getTool());
            case KIND_NOT_SET -> new ToolChoice.Auto();
            case MODE ->
                switch (message.getMode()) {
                    case TOOL_MODE_UNSPECIFIED, TOOL_MODE_AUTO -> new ToolChoice.Auto();
                    case TOOL_MODE_NONE -> new ToolChoice.None();
                    case TOOL_MODE_REQUIRED -> new ToolChoice.Required();
                    case UNRECOGNIZED -> throw unknown("turn.tool_choice.mode");
                };
        };
    }

    private static Sampling sampling(dev.holdfast.v1.Sampling message) {
        return new Sampling(
                message.hasTemperature() ? message.getTemperature() : null,
                message.hasTopP() ? message.getTopP() : null,
                message.hasMaxOutputTokens() ? message.getMaxOutputTokens() : null,
                format(message.getResponseFormat()));
    }

    private static @Nullable ResponseFormat format(dev.holdfast.v1.ResponseFormat message) {
        return switch (message.getKindCase()) {
            case KIND_NOT_SET -> null;
            case JSON_OBJECT -> new ResponseFormat.JsonObject();
            case JSON_SCHEMA -> {
                var schema = message.getJsonSchema();
                yield new ResponseFormat.JsonSchema(
                        schema.getName(),
                        schema.hasDescription() ? schema.getDescription() : null,
                        SessionRequests.json(
                                "turn.sampling.response_format.json_schema.schema",
                                Reason.FIELD_INVALID,
                                schema.getSchema()),
                        schema.getStrict());
            }
        };
    }

    private static HoldfastException unknown(String field) {
        return HoldfastException.ofField(
                Reason.FIELD_INVALID, field, field + " has a value that this server does not know.");
    }
}
