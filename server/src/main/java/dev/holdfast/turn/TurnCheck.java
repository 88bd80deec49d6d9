package dev.holdfast.turn;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.holdfast.engine.TurnCommand;
import dev.holdfast.error.HoldfastException;
import dev.holdfast.error.Reason;
import dev.holdfast.event.Content;
import dev.holdfast.event.Lifetime;
import dev.holdfast.event.Message;
import dev.holdfast.event.ResponseFormat;
import dev.holdfast.event.Sampling;
import dev.holdfast.event.SessionSettings;
import dev.holdfast.event.ToolChoice;
import dev.holdfast.event.ToolSpec;
import dev.holdfast.event.TurnRequest;
import dev.holdfast.event.TurnRequest.Patience;
import dev.holdfast.model.ModelCatalogue;
import dev.holdfast.model.ModelEntry;
import dev.holdfast.name.TenantId;
import dev.holdfast.rpc.Text;
import dev.holdfast.session.SettingsCheck;
import dev.holdfast.session.ToolsCheck;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The rules for what is asked of a turn, the same for every API. A refusal names the field and what it may be. */
public final class TurnCheck {

    static final int MAX_MESSAGES = 2_000;
    public static final int MAX_TEXT_BYTES = 1024 * 1024;
    static final int MAX_INPUT_BYTES = 8 * 1024 * 1024;
    public static final int MAX_RESULTS = 100;
    public static final int MAX_REASON_LENGTH = 2_000;
    private static final double HOTTEST = 2;
    private static final Pattern SCHEMA_NAME = Pattern.compile("[A-Za-z0-9_-]{1,64}");

    private TurnCheck() {}

    static TurnRequest request(TurnDraft draft, SessionSettings session, ModelCatalogue models) {
        String model = model(draft.model(), session, models);
        input(draft.input());
        String instructions = SettingsCheck.instructions(draft.instructions());
        List<ToolSpec> tools = draft.tools() == null ? null : ToolsCheck.tools(draft.tools());
        choice(draft.toolChoice(), tools == null ? session.tools() : tools);
        sampling(draft.sampling());
        return new TurnRequest(
                draft.input(),
                model,
                instructions,
                tools,
                draft.toolChoice(),
                draft.sampling(),
                draft.approvals(),
                draft.looseCalls(),
                patience(draft.patience()));
    }

    /** The name of the model that a turn is to run on. A session that has a model takes no other. */
    static String model(@Nullable String asked, SessionSettings session, ModelCatalogue models) {
        TenantId tenant = session.tenant();
        String own = session.model();
        if (asked == null) {
            return own == null ? models.usual(tenant).name() : own;
        }
        SettingsCheck.model(asked, models, tenant);
        ModelEntry entry = models.find(tenant, asked).orElseThrow();
        if (own != null && !models.find(tenant, own).equals(Optional.of(entry))) {
            throw HoldfastException.ofField(
                    Reason.MODEL_INVALID,
                    "model",
                    "The session was made for the model " + own + " and takes no other. Leave model out.");
        }
        return asked;
    }

    static List<TurnCommand.Result> someResults(List<TurnCommand.Result> results) {
        if (results.isEmpty()) {
            throw HoldfastException.ofField(
                    Reason.RESULTS_INVALID, "results", "results must hold at least one result.");
        }
        return results(results);
    }

    static List<TurnCommand.Result> results(List<TurnCommand.Result> results) {
        if (results.size() > MAX_RESULTS) {
            throw HoldfastException.ofField(
                    Reason.RESULTS_INVALID,
                    "results",
                    "There are " + results.size() + " results; there may be " + MAX_RESULTS + " at once.");
        }
        for (TurnCommand.Result result : results) {
            if (result.output().getBytes(UTF_8).length > MAX_TEXT_BYTES) {
                throw HoldfastException.ofField(
                        Reason.RESULTS_INVALID,
                        "output",
                        "The output of " + result.action() + " has more than " + MAX_TEXT_BYTES + " bytes.");
            }
        }
        return results;
    }

    private static Patience patience(Patience patience) {
        timeout("result_timeout", patience.results());
        timeout("approval_timeout", patience.approvals());
        return patience;
    }

    private static void timeout(String field, @Nullable Duration timeout) {
        if (timeout != null
                && (timeout.toSeconds() < 1 || timeout.compareTo(Lifetime.LONGEST) > 0 || timeout.toNanosPart() != 0)) {
            throw HoldfastException.ofField(
                    Reason.FIELD_INVALID, field, field + " must be 1 second to 3,650 days, in whole seconds.");
        }
    }

    public static @Nullable String reason(@Nullable String reason) {
        if (reason != null && reason.codePointCount(0, reason.length()) > MAX_REASON_LENGTH) {
            throw HoldfastException.ofField(
                    Reason.FIELD_INVALID, "reason", "reason may have " + MAX_REASON_LENGTH + " characters.");
        }
        return reason;
    }

    private static void input(List<Message> input) {
        if (input.isEmpty() || input.stream().allMatch(TurnCheck::blank)) {
            throw HoldfastException.ofField(
                    Reason.INPUT_MISSING, "input", "input is required: a text, or a list of at least one message.");
        }
        if (input.size() > MAX_MESSAGES) {
            throw invalid("input", "input has " + input.size() + " messages; it may have " + MAX_MESSAGES + ".");
        }
        long bytes = 0;
        for (int at = 0; at < input.size(); at++) {
            String field = "input[" + at + "]";
            for (String text : texts(field, input.get(at))) {
                int size = text.getBytes(UTF_8).length;
                if (size > MAX_TEXT_BYTES) {
                    throw invalid(field, field + " holds a text of more than " + MAX_TEXT_BYTES + " bytes.");
                }
                if (!Text.isStorable(text)) {
                    throw invalid(field, field + " holds NUL or half of a surrogate pair. Leave them out.");
                }
                bytes += size;
            }
        }
        if (bytes > MAX_INPUT_BYTES) {
            throw invalid("input", "input has " + bytes + " bytes; it may have " + MAX_INPUT_BYTES + ".");
        }
    }

    private static boolean blank(Message message) {
        return message instanceof Message.Said said
                && said.content().stream()
                        .allMatch(part ->
                                part instanceof Content.Text text && text.text().isBlank());
    }

    private static List<String> texts(String field, Message message) {
        return switch (message) {
            case Message.Said said -> {
                if (said.content().isEmpty()) {
                    throw invalid(field, field + " needs content.");
                }
                yield said.content().stream()
                        .map(part -> switch (part) {
                            case Content.Text text -> text.text();
                            case Content.Image image -> image.url();
                            case Content.File file -> file.name() + file.text();
                        })
                        .toList();
            }
            case Message.Called called -> List.of(named(field, called.callId()), called.tool(), called.arguments());
            case Message.Returned returned -> List.of(named(field, returned.callId()), returned.output());
            case Message.Answered _ -> throw new IllegalStateException("No API takes the answers of this server");
        };
    }

    private static String named(String field, String callId) {
        if (callId.isEmpty()) {
            throw invalid(field, field + " needs the id of its call.");
        }
        return callId;
    }

    private static void choice(ToolChoice choice, List<ToolSpec> tools) {
        boolean possible = switch (choice) {
            case ToolChoice.Auto _, ToolChoice.None _ -> true;
            case ToolChoice.Required _ -> !tools.isEmpty();
            case ToolChoice.Named named ->
                tools.stream().anyMatch(tool -> tool.names().contains(named.tool()));
        };
        if (!possible) {
            throw HoldfastException.ofField(
                    Reason.TOOLS_INVALID, "tool_choice", "tool_choice asks for a tool that the turn does not offer.");
        }
    }

    private static void sampling(Sampling sampling) {
        range("temperature", sampling.temperature(), HOTTEST);
        range("top_p", sampling.topP(), 1);
        if (sampling.maxOutputTokens() != null && sampling.maxOutputTokens() < 1) {
            throw HoldfastException.ofField(
                    Reason.FIELD_INVALID, "max_output_tokens", "max_output_tokens must be at least 1.");
        }
        if (sampling.format() instanceof ResponseFormat.JsonSchema schema) {
            if (!SCHEMA_NAME.matcher(schema.name()).matches()
                    || !schema.schema().object()) {
                throw HoldfastException.ofField(
                        Reason.FIELD_INVALID,
                        "response_format",
                        "response_format needs a name of 1 to 64 letters, digits, underscores and hyphens, and a schema"
                                + " that is a JSON object.");
            }
        }
    }

    private static void range(String field, @Nullable Double value, double most) {
        if (value != null && !(value >= 0 && value <= most)) {
            throw HoldfastException.ofField(
                    Reason.FIELD_INVALID, field, field + " must be a number from 0 to " + (int) most + ".");
        }
    }

    private static HoldfastException invalid(String field, String sentence) {
        return HoldfastException.ofField(Reason.INPUT_INVALID, field, sentence);
    }
}
