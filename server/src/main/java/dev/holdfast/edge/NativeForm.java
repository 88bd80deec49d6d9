package dev.holdfast.edge;

import com.google.rpc.Status;
import dev.holdfast.error.HoldfastException;
import dev.holdfast.error.Reason;
import dev.holdfast.name.RequestId;
import dev.holdfast.rpc.Form;
import dev.holdfast.rpc.GrpcStatuses;
import dev.holdfast.rpc.HttpReply;
import java.util.Map;

/** The native API's form over HTTP, for failures that the edge finds itself: the same JSON as a failed call's. */
public record NativeForm(RequestId requestId) implements Form {

    /** Reasons that HTTP has a status of its own for; every other has that of its gRPC code. */
    private static final Map<Reason, Integer> KNOWN_TO_HTTP = Map.of(
            Reason.METHOD_NOT_ALLOWED, 405,
            Reason.PAYLOAD_TOO_LARGE, 413,
            Reason.HEADERS_TOO_LARGE, 431);

    @Override
    public HttpReply print(HoldfastException failure) {
        Status status = GrpcStatuses.of(failure, requestId);
        int usual = HttpStatus.of(io.grpc.Status.fromCodeValue(status.getCode()).getCode());
        return StatusJson.reply(KNOWN_TO_HTTP.getOrDefault(failure.reason(), usual), Map.of(), status);
    }
}
