package dev.holdfast.edge;

import com.google.rpc.Status;
import dev.holdfast.error.HoldfastException;
import dev.holdfast.name.RequestId;
import dev.holdfast.rpc.Form;
import dev.holdfast.rpc.GrpcStatuses;
import dev.holdfast.rpc.HttpReply;
import java.util.Map;

/** The native API's form over HTTP, for failures that the edge finds itself: the same JSON as a failed call's. */
public record NativeForm(RequestId requestId) implements Form {

    @Override
    public HttpReply print(HoldfastException failure) {
        Status status = GrpcStatuses.of(failure, requestId);
        int httpStatus = switch (failure.reason()) {
            // HTTP has a name of its own for these.
            case METHOD_NOT_ALLOWED -> 405;
            case PAYLOAD_TOO_LARGE -> 413;
            case HEADERS_TOO_LARGE -> 431;
            default ->
                HttpStatus.of(io.grpc.Status.fromCodeValue(status.getCode()).getCode());
        };
        return StatusJson.reply(httpStatus, Map.of(), status);
    }
}
