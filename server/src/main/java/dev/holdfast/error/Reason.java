package dev.holdfast.error;

/**
 * The catalogue of failures. {@code holdfast/v1/error_reason.proto} says of each when it happens and what to do; the
 * names are the same.
 */
public enum Reason {
    KEY_MISSING,
    KEY_INVALID,
    PIN_INVALID,
    PIN_MALFORMED,
    GRANT_MISSING,
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
    SESSION_NOT_FOUND,
    KEY_NOT_FOUND,
    KEY_REVOKED,
    LAST_ADMIN_KEY,
    IDEMPOTENCY_KEY_REUSED,
    REVISION_MOVED,
    ROUTE_NOT_FOUND,
    METHOD_NOT_ALLOWED,
    NOT_IMPLEMENTED,
    PAYLOAD_TOO_LARGE,
    HEADERS_TOO_LARGE,
    SESSION_CONTENDED,
    DATABASE_UNAVAILABLE,
    INTERNAL
}
