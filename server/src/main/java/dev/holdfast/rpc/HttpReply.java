package dev.holdfast.rpc;

import com.google.protobuf.ByteString;
import java.util.Map;

/** An HTTP answer that a dialect or a form has decided on: status, headers (lower-case names) and body. */
public record HttpReply(int status, Map<String, String> headers, String contentType, ByteString body) {

    private static final String JSON = "application/json";

    public HttpReply {
        headers = Map.copyOf(headers);
    }

    public static HttpReply json(int status, String text) {
        return new HttpReply(status, Map.of(), JSON, ByteString.copyFromUtf8(text));
    }

    public static HttpReply json(int status, Map<String, String> headers, String text) {
        return new HttpReply(status, headers, JSON, ByteString.copyFromUtf8(text));
    }

    /** An answer without a body, such as 204. */
    public static HttpReply empty(int status) {
        return new HttpReply(status, Map.of(), "", ByteString.EMPTY);
    }
}
