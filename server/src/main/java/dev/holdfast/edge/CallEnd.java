package dev.holdfast.edge;

import com.google.protobuf.Message;
import io.grpc.Metadata;
import io.grpc.Status;

/** How a call ended. */
sealed interface CallEnd {

    Metadata headers();

    Metadata trailers();

    record Answered(Message message, Metadata headers, Metadata trailers) implements CallEnd {}

    record Failed(Status status, Metadata headers, Metadata trailers) implements CallEnd {}
}
