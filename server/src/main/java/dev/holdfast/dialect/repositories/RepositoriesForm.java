package dev.holdfast.dialect.repositories;

import dev.holdfast.error.HoldfastException;
import dev.holdfast.json.JsonWriter;
import dev.holdfast.rpc.Form;
import dev.holdfast.rpc.HttpReply;

/** The repositories dialect's errors: a text and a code, always both. What the document prints is printed word for word. */
public final class RepositoriesForm implements Form {

    @Override
    public HttpReply print(HoldfastException failure) {
        return switch (failure.reason()) {
            case PIN_MALFORMED -> body(400, "VALIDATION_ERROR", "Invalid session ID format");
            case JSON_INVALID -> body(400, "VALIDATION_ERROR", "Invalid JSON body");
            case FIELD_INVALID,
                    METADATA_INVALID,
                    AGENT_ID_INVALID,
                    MODEL_INVALID,
                    TOOLS_INVALID,
                    FILE_ACCESS_INVALID,
                    LIFETIME_INVALID,
                    PAGE_TOKEN_INVALID,
                    PAGE_SIZE_INVALID,
                    FILTER_INVALID,
                    ACTION_ID_MISSING,
                    ACTION_RESULT_INVALID,
                    ACTION_RESULT_MISSING,
                    RESULTS_INVALID,
                    INPUT_MISSING,
                    INPUT_INVALID -> body(400, "VALIDATION_ERROR", failure.sentence());
            case KEY_MISSING -> body(401, "UNAUTHORIZED", "Missing API key. Set x-api-key header.");
            case KEY_INVALID -> body(401, "UNAUTHORIZED", "Invalid API key");
            case PIN_INVALID -> body(401, "UNAUTHORIZED", "Session expired or invalid");
            case GRANT_MISSING -> body(403, "FORBIDDEN", "Insufficient permissions");
            case FILE_FORBIDDEN -> body(403, "FORBIDDEN", failure.sentence());
            case SESSION_NOT_FOUND,
                    TURN_NOT_FOUND,
                    RESPONSE_NOT_FOUND,
                    ACTION_NOT_FOUND,
                    APPROVAL_NOT_FOUND,
                    KEY_NOT_FOUND,
                    WEBHOOK_NOT_FOUND,
                    FILE_NOT_FOUND,
                    ROUTE_NOT_FOUND -> body(404, "NOT_FOUND", failure.sentence());
            case METHOD_NOT_ALLOWED -> body(405, "METHOD_NOT_ALLOWED", failure.sentence());
            case KEY_REVOKED,
                    LAST_ADMIN_KEY,
                    REVISION_MOVED,
                    APPROVAL_CLOSED,
                    DIGEST_MISMATCH,
                    FILE_CONFLICT,
                    SESSION_NOT_ACTIVE,
                    TURN_RUNNING,
                    SESSION_NOT_PAUSED,
                    NO_RUNNING_TURN,
                    ACTION_NOT_OPEN,
                    APPROVAL_REQUIRED -> body(409, "CONFLICT", failure.sentence());
            case PRECONDITION_FAILED -> body(412, "PRECONDITION_FAILED", failure.sentence());
            case PAYLOAD_TOO_LARGE -> body(413, "PAYLOAD_TOO_LARGE", failure.sentence());
            case RANGE_INVALID -> body(416, "RANGE_NOT_SATISFIABLE", failure.sentence());
            case IDEMPOTENCY_KEY_REUSED -> body(422, "UNPROCESSABLE", failure.sentence());
            case TOO_MANY_SESSIONS -> later(429, "RATE_LIMITED", failure);
            case HEADERS_TOO_LARGE -> body(431, "HEADERS_TOO_LARGE", failure.sentence());
            case INTERNAL -> body(500, "INTERNAL_ERROR", failure.sentence());
            case NOT_IMPLEMENTED -> body(501, "NOT_IMPLEMENTED", failure.sentence());
            case SESSION_CONTENDED, DATABASE_UNAVAILABLE, FILES_UNAVAILABLE -> later(503, "UNAVAILABLE", failure);
        };
    }

    private static HttpReply body(int status, String code, String message) {
        return HttpReply.json(status, text(code, message));
    }

    private static HttpReply later(int status, String code, HoldfastException failure) {
        return HttpReply.json(status, Form.retryAfter(failure), text(code, failure.sentence()));
    }

    private static String text(String code, String message) {
        return JsonWriter.object(json -> json.field("error", message).field("code", code));
    }
}
