package dev.holdfast.log;

import dev.holdfast.event.Content;
import dev.holdfast.event.Message;
import dev.holdfast.event.ResponseFormat;
import dev.holdfast.event.Sampling;
import dev.holdfast.event.ToolChoice;
import dev.holdfast.event.TurnRequest;
import dev.holdfast.json.Json;
import dev.holdfast.v1.ApprovalPolicy;
import dev.holdfast.v1.DoubtPolicy;
import dev.holdfast.v1.FileContent;
import dev.holdfast.v1.FunctionCallPolicy;
import dev.holdfast.v1.JsonObjectFormat;
import dev.holdfast.v1.JsonSchemaFormat;
import dev.holdfast.v1.ReturnedMessage;
import dev.holdfast.v1.Role;
import dev.holdfast.v1.SaidMessage;
import dev.holdfast.v1.ToolMode;
import dev.holdfast.v1.TurnTools;
import java.time.Duration;

/** What a turn was asked, as a message and back. Reading trusts the message, for it was once written here. */
public final class TurnRequestMessages {

    private TurnRequestMessages() {}

    static dev.holdfast.v1.TurnRequest print(TurnRequest request) {
        var message = dev.holdfast.v1.TurnRequest.newBuilder()
                .addAllInput(request.input().stream()
                        .map(TurnRequestMessages::message)
                        .toList())
                .setModel(request.model())
                .setToolChoice(choice(request.toolChoice()))
                .setSampling(sampling(request.sampling()))
                .setApprovalPolicy(
                        switch (request.approvals()) {
                            case FLAGGED -> ApprovalPolicy.APPROVAL_POLICY_FLAGGED;
                            case FLAGGED_OR_ALL -> ApprovalPolicy.APPROVAL_POLICY_FLAGGED_OR_ALL;
                            case NONE -> ApprovalPolicy.APPROVAL_POLICY_NONE;
                        })
                .setFunctionCallPolicy(
                        switch (request.looseCalls()) {
                            case PAUSE -> FunctionCallPolicy.FUNCTION_CALL_POLICY_PAUSE;
                            case END_TURN -> FunctionCallPolicy.FUNCTION_CALL_POLICY_END_TURN;
                        });
        Duration results = request.patience().results();
        if (results != null) {
            message.setResultTimeout(SettingsMessages.duration(results));
        }
        Duration approvals = request.patience().approvals();
        if (approvals != null) {
            message.setApprovalTimeout(SettingsMessages.duration(approvals));
        }
        switch (request.patience().doubts()) {
            case ASK_A_PERSON -> {}
            case TELL_THE_MODEL -> message.setDoubtPolicy(DoubtPolicy.DOUBT_POLICY_TELL_THE_MODEL);
        }
        if (request.instructions() != null) {
            message.setInstructions(request.instructions());
        }
        if (request.tools() != null) {
            message.setTools(TurnTools.newBuilder()
                    .addAllTools(
                            request.tools().stream().map(SettingsMessages::tool).toList()));
        }
        return message.build();
    }

    static TurnRequest read(dev.holdfast.v1.TurnRequest message) {
        return new TurnRequest(
                message.getInputList().stream()
                        .map(TurnRequestMessages::message)
                        .toList(),
                message.getModel(),
                message.hasInstructions() ? message.getInstructions() : null,
                message.hasTools()
                        ? message.getTools().getToolsList().stream()
                                .map(SettingsMessages::tool)
                                .toList()
                        : null,
                choice(message.getToolChoice()),
                sampling(message.getSampling()),
                switch (message.getApprovalPolicy()) {
                    case APPROVAL_POLICY_FLAGGED -> TurnRequest.Approvals.FLAGGED;
                    case APPROVAL_POLICY_FLAGGED_OR_ALL -> TurnRequest.Approvals.FLAGGED_OR_ALL;
                    case APPROVAL_POLICY_NONE -> TurnRequest.Approvals.NONE;
                    case APPROVAL_POLICY_UNSPECIFIED, UNRECOGNIZED -> throw unreadable("approval policy");
                },
                switch (message.getFunctionCallPolicy()) {
                    case FUNCTION_CALL_POLICY_PAUSE -> TurnRequest.LooseCalls.PAUSE;
                    case FUNCTION_CALL_POLICY_END_TURN -> TurnRequest.LooseCalls.END_TURN;
                    case FUNCTION_CALL_POLICY_UNSPECIFIED, UNRECOGNIZED -> throw unreadable("function call policy");
                },
                patience(message));
    }

    /** Before turns could be impatient none was. */
    private static TurnRequest.Patience patience(dev.holdfast.v1.TurnRequest message) {
        return new TurnRequest.Patience(
                message.hasResultTimeout() ? SettingsMessages.duration(message.getResultTimeout()) : null,
                message.hasApprovalTimeout() ? SettingsMessages.duration(message.getApprovalTimeout()) : null,
                switch (message.getDoubtPolicy()) {
                    case DOUBT_POLICY_UNSPECIFIED, DOUBT_POLICY_ASK_A_PERSON -> TurnRequest.Doubts.ASK_A_PERSON;
                    case DOUBT_POLICY_TELL_THE_MODEL -> TurnRequest.Doubts.TELL_THE_MODEL;
                    case UNRECOGNIZED -> throw unreadable("doubt policy");
                });
    }

    private static dev.holdfast.v1.Message message(Message entry) {
        var message = dev.holdfast.v1.Message.newBuilder();
        switch (entry) {
            case Message.Said said ->
                message.setSaid(SaidMessage.newBuilder()
                        .setRole(
                                switch (said.role()) {
                                    case USER -> Role.ROLE_USER;
                                    case ASSISTANT -> Role.ROLE_ASSISTANT;
                                    case SYSTEM -> Role.ROLE_SYSTEM;
                                })
                        .addAllContent(said.content().stream()
                                .map(TurnRequestMessages::content)
                                .toList()));
            case Message.Called called ->
                message.setCalled(dev.holdfast.v1.ToolCall.newBuilder()
                        .setCallId(called.callId())
                        .setTool(called.tool())
                        .setArguments(called.arguments()));
            case Message.Returned returned ->
                message.setReturned(ReturnedMessage.newBuilder()
                        .setCallId(returned.callId())
                        .setOutput(returned.output())
                        .setFailed(returned.failed()));
            case Message.Answered answered ->
                throw new IllegalStateException("A turn is not asked with an answer of this server: " + answered);
        }
        return message.build();
    }

    private static Message message(dev.holdfast.v1.Message message) {
        return switch (message.getKindCase()) {
            case SAID ->
                new Message.Said(
                        switch (message.getSaid().getRole()) {
                            case ROLE_USER -> Message.Role.USER;
                            case ROLE_ASSISTANT -> Message.Role.ASSISTANT;
                            case ROLE_SYSTEM -> Message.Role.SYSTEM;
                            case ROLE_UNSPECIFIED, UNRECOGNIZED -> throw unreadable("role");
                        },
                        message.getSaid().getContentList().stream()
                                .map(TurnRequestMessages::content)
                                .toList());
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
            case KIND_NOT_SET -> throw unreadable("message");
        };
    }

    private static dev.holdfast.v1.Content content(Content part) {
        var message = dev.holdfast.v1.Content.newBuilder();
        return switch (part) {
            case Content.Text text -> message.setText(text.text()).build();
            case Content.Image image -> message.setImageUrl(image.url()).build();
            case Content.File file ->
                message.setFile(FileContent.newBuilder().setName(file.name()).setText(file.text()))
                        .build();
        };
    }

    private static Content content(dev.holdfast.v1.Content message) {
        return switch (message.getKindCase()) {
            case TEXT -> new Content.Text(message.getText());
            case IMAGE_URL -> new Content.Image(message.getImageUrl());
            case FILE ->
                new Content.File(message.getFile().getName(), message.getFile().getText());
            case KIND_NOT_SET -> throw unreadable("content");
        };
    }

    private static dev.holdfast.v1.ToolChoice choice(ToolChoice choice) {
        var message = dev.holdfast.v1.ToolChoice.newBuilder();
        return switch (choice) {
            case ToolChoice.Auto ignored ->
                message.setMode(ToolMode.TOOL_MODE_AUTO).build();
            case ToolChoice.None ignored ->
                message.setMode(ToolMode.TOOL_MODE_NONE).build();
            case ToolChoice.Required ignored ->
                message.setMode(ToolMode.TOOL_MODE_REQUIRED).build();
            case ToolChoice.Named named -> message.setTool(named.tool()).build();
        };
    }

    private static ToolChoice choice(dev.holdfast.v1.ToolChoice message) {
        return switch (message.getKindCase()) {
            case TOOL -> new ToolChoice.Named(message.getTool());
            case MODE ->
                switch (message.getMode()) {
                    case TOOL_MODE_AUTO -> new ToolChoice.Auto();
                    case TOOL_MODE_NONE -> new ToolChoice.None();
                    case TOOL_MODE_REQUIRED -> new ToolChoice.Required();
                    case TOOL_MODE_UNSPECIFIED, UNRECOGNIZED -> throw unreadable("tool choice");
                };
            case KIND_NOT_SET -> throw unreadable("tool choice");
        };
    }

    private static dev.holdfast.v1.Sampling sampling(Sampling sampling) {
        var message = dev.holdfast.v1.Sampling.newBuilder();
        if (sampling.temperature() != null) {
            message.setTemperature(sampling.temperature());
        }
        if (sampling.topP() != null) {
            message.setTopP(sampling.topP());
        }
        if (sampling.maxOutputTokens() != null) {
            message.setMaxOutputTokens(sampling.maxOutputTokens());
        }
        switch (sampling.format()) {
            case null -> {}
            case ResponseFormat.JsonObject ignored ->
                message.getResponseFormatBuilder().setJsonObject(JsonObjectFormat.getDefaultInstance());
            case ResponseFormat.JsonSchema schema ->
                message.getResponseFormatBuilder().setJsonSchema(schema(schema));
        }
        return message.build();
    }

    private static JsonSchemaFormat schema(ResponseFormat.JsonSchema schema) {
        JsonSchemaFormat.Builder message = JsonSchemaFormat.newBuilder()
                .setName(schema.name())
                .setSchema(SettingsMessages.json(schema.schema()))
                .setStrict(schema.strict());
        if (schema.description() != null) {
            message.setDescription(schema.description());
        }
        return message.build();
    }

    private static Sampling sampling(dev.holdfast.v1.Sampling message) {
        return new Sampling(
                message.hasTemperature() ? message.getTemperature() : null,
                message.hasTopP() ? message.getTopP() : null,
                message.hasMaxOutputTokens() ? message.getMaxOutputTokens() : null,
                switch (message.getResponseFormat().getKindCase()) {
                    case JSON_OBJECT -> new ResponseFormat.JsonObject();
                    case JSON_SCHEMA -> {
                        JsonSchemaFormat schema = message.getResponseFormat().getJsonSchema();
                        yield new ResponseFormat.JsonSchema(
                                schema.getName(),
                                schema.hasDescription() ? schema.getDescription() : null,
                                new Json(schema.getSchema().getText()),
                                schema.getStrict());
                    }
                    case KIND_NOT_SET -> null;
                });
    }

    private static UnreadableEventException unreadable(String what) {
        return new UnreadableEventException("a turn was started with an unknown " + what, null);
    }
}
