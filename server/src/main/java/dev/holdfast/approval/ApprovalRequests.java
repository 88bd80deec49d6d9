package dev.holdfast.approval;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.holdfast.engine.Approval.State;
import dev.holdfast.engine.SessionEngine;
import dev.holdfast.engine.Verdict;
import dev.holdfast.error.HoldfastException;
import dev.holdfast.error.Reason;
import dev.holdfast.event.CallDigest;
import dev.holdfast.json.JsonParser;
import dev.holdfast.json.JsonValue.JsonObject;
import dev.holdfast.name.ApprovalId;
import dev.holdfast.name.SessionId;
import dev.holdfast.turn.TurnCheck;
import dev.holdfast.v1.AllowApprovalRequest;
import dev.holdfast.v1.ApprovalState;
import org.jspecify.annotations.Nullable;

/** Requests of the native API, parsed and checked: past here nobody looks at a message again. */
final class ApprovalRequests {

    static final int MAX_ON_BEHALF_OF_LENGTH = 200;

    private ApprovalRequests() {}

    static ApprovalId approval(String text) {
        return ApprovalId.parse(text).orElseThrow(Approvals::notFound);
    }

    static SessionId session(String text) {
        return SessionId.parse(text).orElseThrow(SessionEngine::sessionNotFound);
    }

    static @Nullable State state(ApprovalState message) {
        return switch (message) {
            case APPROVAL_STATE_UNSPECIFIED -> null;
            case APPROVAL_STATE_PENDING -> State.PENDING;
            case APPROVAL_STATE_ALLOWED -> State.ALLOWED;
            case APPROVAL_STATE_ALLOWED_WITH_EDITS -> State.ALLOWED_WITH_EDITS;
            case APPROVAL_STATE_REJECTED -> State.REJECTED;
            case APPROVAL_STATE_EXPIRED -> State.EXPIRED;
            case APPROVAL_STATE_WITHDRAWN -> State.WITHDRAWN;
            case UNRECOGNIZED ->
                throw HoldfastException.ofField(
                        Reason.FILTER_INVALID, "state", "state has a value that this server does not know.");
        };
    }

    static CallDigest digest(String text) {
        if (text.isEmpty()) {
            throw HoldfastException.ofField(
                    Reason.FIELD_INVALID, "digest", "digest is required: that of the call that was shown.");
        }
        return new CallDigest(text);
    }

    static Verdict.Allow allow(AllowApprovalRequest request) {
        return new Verdict.Allow(
                request.hasEditedArguments() ? arguments(request.getEditedArguments()) : null,
                request.hasResult()
                        ? new Verdict.Output(
                                bounded("result.output", request.getResult().getOutput()),
                                request.getResult().getFailed())
                        : null);
    }

    static String onBehalfOf(String text) {
        if (text.isBlank() || text.codePointCount(0, text.length()) > MAX_ON_BEHALF_OF_LENGTH) {
            throw HoldfastException.ofField(
                    Reason.FIELD_INVALID,
                    "on_behalf_of",
                    "on_behalf_of may have 1 to " + MAX_ON_BEHALF_OF_LENGTH + " characters, and not only spaces.");
        }
        return text;
    }

    private static String arguments(String text) {
        try {
            if (JsonParser.parse(bounded("edited_arguments", text)) instanceof JsonObject) {
                return text;
            }
        } catch (HoldfastException e) {
            if (e.reason() != Reason.JSON_INVALID) {
                throw e;
            }
        }
        throw HoldfastException.ofField(
                Reason.FIELD_INVALID, "edited_arguments", "edited_arguments must be the text of a JSON object.");
    }

    private static String bounded(String field, String text) {
        if (text.getBytes(UTF_8).length > TurnCheck.MAX_TEXT_BYTES) {
            throw HoldfastException.ofField(
                    Reason.FIELD_INVALID, field, field + " has more than " + TurnCheck.MAX_TEXT_BYTES + " bytes.");
        }
        return text;
    }
}
