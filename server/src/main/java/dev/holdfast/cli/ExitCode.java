package dev.holdfast.cli;

import dev.holdfast.error.Reason;

/** What a command's exit status says: 0 done, 1 failed, 2 wrong usage, 3 not found, 4 not allowed, 5 conflict, 6 no answer. */
final class ExitCode {

    private ExitCode() {}

    static int of(Reason reason) {
        return switch (reason) {
            case RESPONSE_NOT_FOUND,
                    SESSION_NOT_FOUND,
                    TURN_NOT_FOUND,
                    ACTION_NOT_FOUND,
                    APPROVAL_NOT_FOUND,
                    KEY_NOT_FOUND,
                    WEBHOOK_NOT_FOUND,
                    FILE_NOT_FOUND,
                    ROUTE_NOT_FOUND -> 3;
            case KEY_MISSING, KEY_INVALID, PIN_INVALID, GRANT_MISSING, FILE_FORBIDDEN -> 4;
            case KEY_REVOKED,
                    LAST_ADMIN_KEY,
                    IDEMPOTENCY_KEY_REUSED,
                    REVISION_MOVED,
                    APPROVAL_CLOSED,
                    DIGEST_MISMATCH,
                    SESSION_NOT_ACTIVE,
                    TURN_RUNNING,
                    SESSION_NOT_PAUSED,
                    NO_RUNNING_TURN,
                    ACTION_NOT_OPEN,
                    APPROVAL_REQUIRED,
                    FILE_CONFLICT,
                    PRECONDITION_FAILED,
                    TOO_MANY_SESSIONS -> 5;
            case SESSION_CONTENDED, DATABASE_UNAVAILABLE, FILES_UNAVAILABLE -> 6;
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
                    RANGE_INVALID,
                    ACTION_ID_MISSING,
                    ACTION_RESULT_INVALID,
                    ACTION_RESULT_MISSING,
                    RESULTS_INVALID,
                    INPUT_MISSING,
                    INPUT_INVALID -> 2;
            case METHOD_NOT_ALLOWED, NOT_IMPLEMENTED, PAYLOAD_TOO_LARGE, HEADERS_TOO_LARGE, INTERNAL -> 1;
        };
    }
}
