package dev.holdfast.rpc;

import com.google.protobuf.Any;
import com.google.rpc.Code;
import com.google.rpc.ErrorInfo;
import com.google.rpc.RequestInfo;
import com.google.rpc.Status;
import dev.holdfast.error.HoldfastException;
import dev.holdfast.error.Reason;
import dev.holdfast.name.RequestId;

/** The native form: which gRPC code each reason has, and what a failed call carries. */
public final class GrpcStatuses {

    private static final String DOMAIN = "holdfast.dev";

    private GrpcStatuses() {}

    public static Status of(HoldfastException failure, RequestId requestId) {
        ErrorInfo info = ErrorInfo.newBuilder()
                .setReason(failure.reason().name())
                .setDomain(DOMAIN)
                .putAllMetadata(failure.metadata())
                .build();
        return Status.newBuilder()
                .setCode(code(failure.reason()).getNumber())
                .setMessage(failure.sentence())
                .addDetails(Any.pack(info))
                .addDetails(Any.pack(
                        RequestInfo.newBuilder().setRequestId(requestId.text()).build()))
                .build();
    }

    static Code code(Reason reason) {
        return switch (reason) {
            case KEY_MISSING, KEY_INVALID, PIN_INVALID -> Code.UNAUTHENTICATED;
            case GRANT_MISSING, FILE_FORBIDDEN -> Code.PERMISSION_DENIED;
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
                    INPUT_INVALID -> Code.INVALID_ARGUMENT;
            case SESSION_NOT_FOUND,
                    TURN_NOT_FOUND,
                    RESPONSE_NOT_FOUND,
                    ACTION_NOT_FOUND,
                    APPROVAL_NOT_FOUND,
                    KEY_NOT_FOUND,
                    WEBHOOK_NOT_FOUND,
                    FILE_NOT_FOUND,
                    ROUTE_NOT_FOUND -> Code.NOT_FOUND;
            case KEY_REVOKED,
                    LAST_ADMIN_KEY,
                    IDEMPOTENCY_KEY_REUSED,
                    SESSION_NOT_ACTIVE,
                    TURN_RUNNING,
                    SESSION_NOT_PAUSED,
                    NO_RUNNING_TURN,
                    ACTION_NOT_OPEN,
                    APPROVAL_CLOSED,
                    DIGEST_MISMATCH,
                    APPROVAL_REQUIRED,
                    FILE_CONFLICT -> Code.FAILED_PRECONDITION;
            case REVISION_MOVED, PRECONDITION_FAILED -> Code.ABORTED;
            case RANGE_INVALID -> Code.OUT_OF_RANGE;
            case METHOD_NOT_ALLOWED, NOT_IMPLEMENTED -> Code.UNIMPLEMENTED;
            case PAYLOAD_TOO_LARGE, HEADERS_TOO_LARGE, TOO_MANY_SESSIONS -> Code.RESOURCE_EXHAUSTED;
            case SESSION_CONTENDED, DATABASE_UNAVAILABLE, FILES_UNAVAILABLE -> Code.UNAVAILABLE;
            case INTERNAL -> Code.INTERNAL;
        };
    }
}
