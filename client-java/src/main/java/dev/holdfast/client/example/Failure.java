package dev.holdfast.client.example;

import static java.util.stream.Collectors.joining;

import com.google.protobuf.Any;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.rpc.ErrorInfo;
import io.grpc.StatusRuntimeException;
import io.grpc.protobuf.StatusProto;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Why a call failed: the reason, which a program decides by, and the sentence, which a person reads. A failure that did
 * not come from the server, such as a refused connection, has the status code as its reason.
 */
record Failure(String reason, String sentence) {

    static Failure of(StatusRuntimeException failure) {
        String code = failure.getStatus().getCode().name();
        return new Failure(reason(failure).orElse(code), sentence(failure));
    }

    @Override
    public String toString() {
        return reason + ": " + sentence;
    }

    private static Optional<String> reason(StatusRuntimeException failure) {
        var status = StatusProto.fromThrowable(failure);
        List<Any> details = status == null ? List.of() : status.getDetailsList();
        return details.stream()
                .filter(detail -> detail.is(ErrorInfo.class))
                .map(Failure::reason)
                .findFirst();
    }

    private static String reason(Any detail) {
        try {
            return detail.unpack(ErrorInfo.class).getReason();
        } catch (InvalidProtocolBufferException corrupt) {
            throw new IllegalStateException("The server's google.rpc.ErrorInfo cannot be read", corrupt);
        }
    }

    private static String sentence(StatusRuntimeException failure) {
        String description = failure.getStatus().getDescription();
        Throwable cause = failure.getStatus().getCause();
        return Stream.of(description, cause == null ? null : cause.getMessage())
                .filter(Objects::nonNull)
                .collect(joining(": "));
    }
}
