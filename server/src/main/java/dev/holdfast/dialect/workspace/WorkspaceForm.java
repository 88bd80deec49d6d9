package dev.holdfast.dialect.workspace;

import dev.holdfast.error.HoldfastException;
import dev.holdfast.json.JsonWriter;
import dev.holdfast.rpc.Form;
import dev.holdfast.rpc.HttpReply;
import java.util.Map;

/** The workspace dialect's errors: the name is the status's reason phrase, the message says what to do. */
public final class WorkspaceForm implements Form {

    @Override
    public HttpReply print(HoldfastException failure) {
        return switch (failure.reason()) {
            case PIN_MALFORMED,
                    JSON_INVALID,
                    FIELD_INVALID,
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
                    INPUT_INVALID -> body(400, "Bad Request", failure);
            case KEY_MISSING, KEY_INVALID, PIN_INVALID ->
                body(401, Map.of("www-authenticate", "Bearer"), "Unauthorized", failure);
            case GRANT_MISSING, FILE_FORBIDDEN -> body(403, "Forbidden", failure);
            case SESSION_NOT_FOUND,
                    TURN_NOT_FOUND,
                    RESPONSE_NOT_FOUND,
                    ACTION_NOT_FOUND,
                    APPROVAL_NOT_FOUND,
                    KEY_NOT_FOUND,
                    WEBHOOK_NOT_FOUND,
                    FILE_NOT_FOUND,
                    ROUTE_NOT_FOUND -> body(404, "Not Found", failure);
            case METHOD_NOT_ALLOWED -> body(405, "Method Not Allowed", failure);
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
                    APPROVAL_REQUIRED -> body(409, "Conflict", failure);
            case PRECONDITION_FAILED -> body(412, "Precondition Failed", failure);
            case PAYLOAD_TOO_LARGE -> body(413, "Payload Too Large", failure);
            case RANGE_INVALID -> body(416, range(failure), "Range Not Satisfiable", failure);
            case IDEMPOTENCY_KEY_REUSED -> body(422, "Unprocessable Entity", failure);
            case TOO_MANY_SESSIONS -> body(429, Form.retryAfter(failure), "Too Many Requests", failure);
            case HEADERS_TOO_LARGE -> body(431, "Request Header Fields Too Large", failure);
            case INTERNAL -> body(500, "Internal Server Error", failure);
            case NOT_IMPLEMENTED -> body(501, "Not Implemented", failure);
            case SESSION_CONTENDED, DATABASE_UNAVAILABLE, FILES_UNAVAILABLE ->
                body(503, Form.retryAfter(failure), "Service Unavailable", failure);
        };
    }

    /** How much of the file there is to ask for. */
    private static Map<String, String> range(HoldfastException failure) {
        String size = failure.metadata().getOrDefault("size", "0");
        return Map.of("accept-ranges", "bytes", "content-range", "bytes */" + size);
    }

    private static HttpReply body(int status, String name, HoldfastException failure) {
        return body(status, Map.of(), name, failure);
    }

    private static HttpReply body(int status, Map<String, String> headers, String name, HoldfastException failure) {
        return HttpReply.json(
                status,
                headers,
                JsonWriter.object(json -> json.field("error", name).field("message", failure.sentence())));
    }
}
