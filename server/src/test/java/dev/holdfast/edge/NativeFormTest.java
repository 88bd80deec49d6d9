package dev.holdfast.edge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.error.HoldfastException;
import dev.holdfast.error.Reason;
import dev.holdfast.name.RequestId;
import dev.holdfast.rpc.HttpReply;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NativeFormTest {

    @Test
    void aFailureLooksLikeThatOfACall() {
        HttpReply reply = print(Reason.ROUTE_NOT_FOUND);

        assertThat(reply.contentType()).isEqualTo("application/json");
        assertThat(reply.body().toStringUtf8())
                .isEqualTo("{\"code\":5,\"message\":\"no\",\"details\":[{\"@type\":"
                        + "\"type.googleapis.com/google.rpc.ErrorInfo\",\"reason\":\"ROUTE_NOT_FOUND\","
                        + "\"domain\":\"holdfast.dev\",\"metadata\":{}},{\"@type\":\"type.googleapis.com/google.rpc.RequestInfo\","
                        + "\"requestId\":\"req_1\",\"servingData\":\"\"}]}");
    }

    @ParameterizedTest
    @CsvSource({
        "ROUTE_NOT_FOUND,404",
        "FIELD_INVALID,400",
        "NOT_IMPLEMENTED,501",
        "METHOD_NOT_ALLOWED,405",
        "PAYLOAD_TOO_LARGE,413",
        "HEADERS_TOO_LARGE,431"
    })
    void aStatusIsTheCodesOrHttpsOwn(Reason reason, int status) {
        assertThat(print(reason).status()).isEqualTo(status);
    }

    private static HttpReply print(Reason reason) {
        return new NativeForm(new RequestId("req_1")).print(new HoldfastException(reason, "no"));
    }
}
