package dev.holdfast.edge;

import dev.holdfast.error.HoldfastException;
import dev.holdfast.rpc.Form;
import dev.holdfast.rpc.HttpReply;
import io.grpc.Status;
import java.util.Map;
import java.util.OptionalInt;
import java.util.function.Function;

/** The native API's form over HTTP, for failures that the edge finds itself: the same JSON as a failed call's. */
public final class NativeForm implements Form {

    /**
     * A failure in the native API's terms.
     *
     * @param httpStatus for reasons that HTTP knows better than gRPC, such as 405 and 413; else the code's own status
     */
    public record NativeFailure(com.google.rpc.Status status, OptionalInt httpStatus) {}

    private final Function<HoldfastException, NativeFailure> failures;

    /** @param failures the one switch from reasons to gRPC codes, which the gRPC server has as well */
    public NativeForm(Function<HoldfastException, NativeFailure> failures) {
        this.failures = failures;
    }

    @Override
    public HttpReply print(HoldfastException failure) {
        NativeFailure inTerms = failures.apply(failure);
        Status.Code code = Status.fromCodeValue(inTerms.status().getCode()).getCode();
        return StatusJson.reply(inTerms.httpStatus().orElseGet(() -> HttpStatus.of(code)), Map.of(), inTerms.status());
    }
}
