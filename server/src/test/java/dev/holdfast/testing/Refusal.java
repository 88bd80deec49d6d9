package dev.holdfast.testing;

import com.google.protobuf.Any;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.rpc.ErrorInfo;
import com.google.rpc.Status;
import dev.holdfast.error.Reason;
import io.grpc.Status.Code;
import io.grpc.StatusRuntimeException;
import io.grpc.protobuf.StatusProto;
import java.util.Map;

/** How a call of the native API was refused. */
public record Refusal(Code code, Reason reason, Map<String, String> metadata, String sentence) {

    /** Makes the call, which must be refused. */
    public static Refusal of(Runnable call) {
        try {
            call.run();
        } catch (StatusRuntimeException e) {
            return of(e);
        }
        throw new AssertionError("the call was not refused");
    }

    public static Refusal of(StatusRuntimeException failure) {
        Status status = StatusProto.fromThrowable(failure);
        if (status != null) {
            for (Any detail : status.getDetailsList()) {
                if (detail.is(ErrorInfo.class)) {
                    ErrorInfo info = unpack(detail);
                    return new Refusal(
                            failure.getStatus().getCode(),
                            Reason.valueOf(info.getReason()),
                            info.getMetadataMap(),
                            status.getMessage());
                }
            }
        }
        throw new AssertionError("a refusal without its reason", failure);
    }

    private static ErrorInfo unpack(Any detail) {
        try {
            return detail.unpack(ErrorInfo.class);
        } catch (InvalidProtocolBufferException e) {
            throw new AssertionError(e);
        }
    }
}
