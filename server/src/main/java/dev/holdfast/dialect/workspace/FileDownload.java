package dev.holdfast.dialect.workspace;

import com.google.api.HttpBody;
import com.google.protobuf.ByteString;
import dev.holdfast.error.HoldfastException;
import dev.holdfast.error.Reason;
import dev.holdfast.rpc.CallContext;
import dev.holdfast.rpc.HttpReply;
import dev.holdfast.rpc.Stream;
import dev.holdfast.workspace.Conditions;
import dev.holdfast.workspace.FileRange;
import dev.holdfast.workspace.HttpDate;
import dev.holdfast.workspace.OpenFile;
import io.grpc.stub.StreamObserver;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Map;

/** A file as HTTP gives it out: all of it, a part, or word that the caller has it already. */
final class FileDownload {

    private static final int PIECE_BYTES = 64 * 1024;

    private FileDownload() {}

    /** What the current call demands of the file that it is about. */
    static Conditions conditions() {
        return new Conditions(
                header("if-match"),
                header("if-none-match"),
                header("if-modified-since"),
                header("if-unmodified-since"));
    }

    static void send(OpenFile file, StreamObserver<HttpBody> answer) {
        switch (conditions().forReader(file.status())) {
            case HOLD -> sendPart(file, answer);
            case UNCHANGED -> new HttpReply(304, headers(file), "", ByteString.EMPTY).sendTo(answer);
            case FAIL ->
                throw new HoldfastException(
                        Reason.PRECONDITION_FAILED, "The file is not in the state that the request demands.");
        }
    }

    private static void sendPart(OpenFile file, StreamObserver<HttpBody> answer) {
        long size = file.status().size();
        switch (FileRange.of(header("range"), header("if-range"), file.status())) {
            case FileRange.Whole ignored ->
                stream(
                        file,
                        new FileRange.Part(0, size),
                        new HttpReply(200, headers(file), file.contentType(), ByteString.EMPTY),
                        answer);
            case FileRange.Part part -> {
                Map<String, String> headers = new HashMap<>(headers(file));
                headers.put("content-range", part.header(size));
                stream(file, part, new HttpReply(206, headers, file.contentType(), ByteString.EMPTY), answer);
            }
            case FileRange.Nothing ignored ->
                throw new HoldfastException(
                        Reason.RANGE_INVALID,
                        "The file has " + size + " bytes, and none that the range names.",
                        Map.of("size", Long.toString(size)));
        }
    }

    private static void stream(OpenFile file, FileRange.Part part, HttpReply head, StreamObserver<HttpBody> answer) {
        Stream<HttpBody> stream = head.beginStream(answer, part.to() - part.from());
        ByteBuffer buffer = ByteBuffer.allocate(PIECE_BYTES);
        for (long at = part.from(); at < part.to(); at += PIECE_BYTES) {
            buffer.clear().limit((int) Math.min(PIECE_BYTES, part.to() - at));
            file.read(buffer, at);
            stream.send(HttpBody.newBuilder()
                    .setData(ByteString.copyFrom(buffer.flip()))
                    .build());
        }
    }

    private static Map<String, String> headers(OpenFile file) {
        return Map.of(
                "accept-ranges",
                "bytes",
                "etag",
                file.tag(),
                "last-modified",
                HttpDate.print(file.status().modified()));
    }

    private static String header(String name) {
        return CallContext.current().request().get(name);
    }
}
