package dev.holdfast.dialect.sessions;

import dev.holdfast.error.HoldfastException;
import dev.holdfast.json.JsonWriter;
import dev.holdfast.rpc.Form;
import dev.holdfast.rpc.HttpReply;

/** The sessions dialect's errors: the documented nested object, and its code again at the top for flat readers. */
public final class SessionsForm implements Form {

    @Override
    public HttpReply print(HoldfastException failure) {
        return switch (failure.reason()) {
            case KEY_MISSING -> body(401, "missing_api_key", "Missing CENCORI_API_KEY");
            case KEY_INVALID, PIN_INVALID -> body(401, "invalid_api_key", "Invalid API key");
            case GRANT_MISSING, FILE_FORBIDDEN -> body(403, "forbidden", failure.sentence());
            case JSON_INVALID -> body(400, "invalid_json", failure.sentence());
            case METADATA_INVALID -> body(400, "invalid_metadata", failure.sentence());
            case AGENT_ID_INVALID -> body(400, "invalid_agent_id", failure.sentence());
            case MODEL_INVALID -> body(400, "invalid_model", failure.sentence());
            case TOOLS_INVALID -> body(400, "invalid_tools", failure.sentence());
            case FILE_ACCESS_INVALID -> body(400, "invalid_file_access", failure.sentence());
            case LIFETIME_INVALID -> body(400, "invalid_ttl", failure.sentence());
            case ACTION_ID_MISSING -> body(400, "missing_action_id", failure.sentence());
            case ACTION_RESULT_INVALID -> body(400, "invalid_tool_result_action_id", failure.sentence());
            case ACTION_RESULT_MISSING -> body(400, "missing_tool_result", failure.sentence());
            case RESULTS_INVALID -> body(400, "invalid_tool_results", failure.sentence());
            case INPUT_MISSING -> body(400, "missing_input", failure.sentence());
            case INPUT_INVALID -> body(400, "invalid_input", failure.sentence());
            case PIN_MALFORMED, FIELD_INVALID, PAGE_TOKEN_INVALID, PAGE_SIZE_INVALID, FILTER_INVALID ->
                body(400, "invalid_request", failure.sentence());
            case SESSION_NOT_FOUND -> body(404, "session_not_found", "Session not found");
            case RESPONSE_NOT_FOUND -> body(404, "response_not_found", failure.sentence());
            case TURN_NOT_FOUND,
                    ACTION_NOT_FOUND,
                    APPROVAL_NOT_FOUND,
                    KEY_NOT_FOUND,
                    WEBHOOK_NOT_FOUND,
                    FILE_NOT_FOUND,
                    ROUTE_NOT_FOUND -> body(404, "not_found", failure.sentence());
            case METHOD_NOT_ALLOWED -> body(405, "method_not_allowed", failure.sentence());
            case KEY_REVOKED, LAST_ADMIN_KEY, REVISION_MOVED, APPROVAL_CLOSED, DIGEST_MISMATCH, FILE_CONFLICT ->
                body(409, "conflict", failure.sentence());
            case SESSION_NOT_ACTIVE -> body(409, "session_not_active", failure.sentence());
            case TURN_RUNNING -> body(409, "concurrent_turn", failure.sentence());
            case SESSION_NOT_PAUSED -> body(409, "session_not_paused", failure.sentence());
            case NO_RUNNING_TURN -> body(409, "no_running_turn", failure.sentence());
            case ACTION_NOT_OPEN -> body(409, "action_id_mismatch", failure.sentence());
            case APPROVAL_REQUIRED -> body(409, "approval_required", failure.sentence());
            case PRECONDITION_FAILED -> body(412, "precondition_failed", failure.sentence());
            case PAYLOAD_TOO_LARGE -> body(413, "payload_too_large", failure.sentence());
            case RANGE_INVALID -> body(416, "range_not_satisfiable", failure.sentence());
            case IDEMPOTENCY_KEY_REUSED -> body(422, "idempotency_key_reuse", failure.sentence());
            case TOO_MANY_SESSIONS -> later(429, "rate_limit_exceeded", failure);
            case HEADERS_TOO_LARGE -> body(431, "headers_too_large", failure.sentence());
            case INTERNAL -> body(500, "internal_error", failure.sentence());
            case NOT_IMPLEMENTED -> body(501, "not_implemented", failure.sentence());
            case SESSION_CONTENDED, DATABASE_UNAVAILABLE, FILES_UNAVAILABLE ->
                later(503, "service_unavailable", failure);
        };
    }

    private static HttpReply body(int status, String code, String message) {
        return HttpReply.json(status, text(code, message));
    }

    private static HttpReply later(int status, String code, HoldfastException failure) {
        return HttpReply.json(status, Form.retryAfter(failure), text(code, failure.sentence()));
    }

    private static String text(String code, String message) {
        return JsonWriter.object(json -> json.object(
                        "error",
                        error -> error.field("message", message)
                                .field("type", "invalid_request_error")
                                .field("code", code))
                .field("status", "failed")
                .field("code", code));
    }
}
