package dev.holdfast.edge;

import com.google.api.HttpBody;
import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import com.google.protobuf.TypeRegistry;
import com.google.rpc.Status;
import dev.holdfast.rpc.HttpReply;
import io.grpc.Metadata;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The HTTP answer that a call's end means. */
final class CallReply {

    private static final Metadata.Key<String> HTTP_STATUS =
            Metadata.Key.of("x-http-status", Metadata.ASCII_STRING_MARSHALLER);
    private static final Metadata.Key<String> HTTP_LENGTH =
            Metadata.Key.of("x-http-content-length", Metadata.ASCII_STRING_MARSHALLER);
    private static final Metadata.Key<String> REQUEST_ID =
            Metadata.Key.of("x-request-id", Metadata.ASCII_STRING_MARSHALLER);
    private static final Metadata.Key<byte[]> DETAILS =
            Metadata.Key.of("grpc-status-details-bin", Metadata.BINARY_BYTE_MARSHALLER);

    private static final String EVENT_STREAM = "text/event-stream";

    private static final ProtoJson JSON = new ProtoJson(TypeRegistry.getEmptyTypeRegistry());

    private CallReply() {}

    static HttpReply of(CallEnd end) {
        Map<String, String> headers = ReplyHeaders.of(end.headers());
        return switch (end) {
            case CallEnd.Answered answered -> {
                String requestId = end.trailers().get(REQUEST_ID);
                if (requestId != null) {
                    headers.putIfAbsent(REQUEST_ID.name(), requestId);
                }
                yield answered(answered, headers);
            }
            case CallEnd.Failed failed -> {
                // A call that fails at once has no initial metadata: what it says stands in the trailers.
                ReplyHeaders.of(end.trailers()).forEach(headers::putIfAbsent);
                yield StatusJson.reply(HttpStatus.of(failed.status().getCode()), headers, details(failed));
            }
        };
    }

    /** How a stream begins: its first message decides what kind of answer it is. */
    static HttpReply ofFirst(Metadata metadata, Message first) {
        Map<String, String> headers = ReplyHeaders.of(metadata);
        return first instanceof HttpBody body
                ? raw(metadata, headers, body)
                : new HttpReply(200, headers, EVENT_STREAM, piece(first));
    }

    /** A stream that ended well without a message. */
    static HttpReply ofNothing(Metadata metadata, RestMethod method) {
        String contentType = method.answersRaw() ? "" : EVENT_STREAM;
        return new HttpReply(status(metadata), ReplyHeaders.of(metadata), contentType, ByteString.EMPTY);
    }

    /** A message of a stream in the bytes that HTTP shows: its own, or an event of the native API. */
    static ByteString piece(Message message) {
        return message instanceof HttpBody body
                ? body.getData()
                : ByteString.copyFromUtf8("data: " + print(message) + "\n\n");
    }

    private static HttpReply raw(Metadata metadata, Map<String, String> headers, HttpBody body) {
        String length = metadata.get(HTTP_LENGTH);
        if (length != null) {
            headers.put("content-length", length);
        }
        return new HttpReply(status(metadata), headers, body.getContentType(), body.getData());
    }

    private static HttpReply answered(CallEnd.Answered answered, Map<String, String> headers) {
        if (answered.message() instanceof HttpBody body) {
            return raw(answered.headers(), headers, body);
        }
        return HttpReply.json(200, headers, print(answered.message()));
    }

    private static int status(Metadata headers) {
        String status = headers.get(HTTP_STATUS);
        if (status == null) {
            return 200;
        }
        if (!status.matches("[2-5][0-9][0-9]")) {
            throw new IllegalStateException("x-http-status must be a final HTTP status, got `" + status + "`");
        }
        return Integer.parseInt(status);
    }

    private static String print(Message message) {
        try {
            return JSON.print(message);
        } catch (InvalidProtocolBufferException unprintable) {
            throw new IllegalStateException(
                    "the answer cannot be printed: "
                            + message.getDescriptorForType().getFullName(),
                    unprintable);
        }
    }

    private static Status details(CallEnd.Failed failed) {
        Status plain = Status.newBuilder()
                .setCode(failed.status().getCode().value())
                .setMessage(orEmpty(failed.status().getDescription()))
                .build();
        byte[] details = failed.trailers().get(DETAILS);
        if (details == null) {
            return plain;
        }
        try {
            return Status.parseFrom(details);
        } catch (InvalidProtocolBufferException foreign) {
            return plain;
        }
    }

    private static String orEmpty(@Nullable String text) {
        return text == null ? "" : text;
    }
}
