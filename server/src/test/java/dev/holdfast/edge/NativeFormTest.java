package dev.holdfast.edge;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Any;
import com.google.rpc.ErrorInfo;
import com.google.rpc.Status;
import dev.holdfast.edge.NativeForm.NativeFailure;
import dev.holdfast.error.HoldfastException;
import dev.holdfast.error.Reason;
import dev.holdfast.rpc.HttpReply;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class NativeFormTest {

    private final HoldfastException failure = new HoldfastException(Reason.ROUTE_NOT_FOUND, "no");

    @Test
    void aFailureLooksLikeThatOfACall() {
        HttpReply reply = form(OptionalInt.empty()).print(failure);

        assertThat(reply.status()).isEqualTo(404);
        assertThat(reply.contentType()).isEqualTo("application/json");
        assertThat(reply.body().toStringUtf8())
                .isEqualTo("{\"code\":5,\"message\":\"no\",\"details\":[{\"@type\":"
                        + "\"type.googleapis.com/google.rpc.ErrorInfo\",\"reason\":\"ROUTE_NOT_FOUND\"}]}");
    }

    @Test
    void httpMayKnowABetterStatusThanTheCode() {
        assertThat(form(OptionalInt.of(405)).print(failure).status()).isEqualTo(405);
    }

    private static NativeForm form(OptionalInt httpStatus) {
        return new NativeForm(cause -> new NativeFailure(
                Status.newBuilder()
                        .setCode(io.grpc.Status.Code.NOT_FOUND.value())
                        .setMessage(cause.sentence())
                        .addDetails(Any.pack(ErrorInfo.newBuilder()
                                .setReason(cause.reason().name())
                                .build()))
                        .build(),
                httpStatus));
    }
}
