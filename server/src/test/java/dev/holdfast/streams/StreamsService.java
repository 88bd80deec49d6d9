package dev.holdfast.streams;

import com.google.api.HttpBody;
import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import dev.holdfast.error.HoldfastException;
import dev.holdfast.error.Reason;
import dev.holdfast.rpc.CallContext;
import dev.holdfast.rpc.HttpReply;
import dev.holdfast.rpc.Stream;
import dev.holdfast.rpc.Upload;
import io.grpc.BindableService;
import io.grpc.ServerServiceDefinition;
import io.grpc.stub.ServerCalls;
import io.grpc.stub.StreamObserver;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * A dialect of nothing but streams. {@code GET /streams/v1/counters} says what became of them, so that a test can wait for
 * a handler's end.
 */
final class StreamsService implements BindableService {

    private static final int PIECE_BYTES = 64 * 1024;
    private static final String ETAG = "\"1\"";

    private final Duration heartbeat;
    private final Counters counters;

    StreamsService(Duration heartbeat, Counters counters) {
        this.heartbeat = heartbeat;
        this.counters = counters;
    }

    @Override
    public ServerServiceDefinition bindService() {
        return StreamsApi.bind(
                "Streams",
                Map.of(
                        "Download", ServerCalls.asyncServerStreamingCall(this::download),
                        "Upload", ServerCalls.asyncClientStreamingCall(this::upload),
                        "Watch", ServerCalls.asyncServerStreamingCall(this::watch),
                        "Ask", ServerCalls.asyncServerStreamingCall(StreamsService::ask),
                        "Home", ServerCalls.asyncUnaryCall(StreamsService::ask),
                        "Count", ServerCalls.asyncUnaryCall(this::count)));
    }

    /** A file of so many bytes, each its position modulo 251; a range of it; or that it has not changed. */
    private void download(Message request, StreamObserver<Message> answer) {
        long size = number(request, "size", 0);
        var headers = CallContext.current().request();
        if (headers.get("if-none-match").equals(ETAG)) {
            new HttpReply(304, Map.of("etag", ETAG), "", ByteString.EMPTY).sendTo(bodies(answer));
            return;
        }
        Optional<ByteRange> asked = ByteRange.parse(headers.get("range"), size);
        if (asked.isPresent() && asked.get().isEmpty()) {
            new HttpReply(416, Map.of("content-range", "bytes */" + size), "text/plain", ByteString.copyFromUtf8("no"))
                    .sendTo(bodies(answer));
            return;
        }
        ByteRange range = asked.orElse(new ByteRange(0, size));
        Map<String, String> headersOut = asked.isPresent()
                ? Map.of("etag", ETAG, "accept-ranges", "bytes", "content-range", range.header(size))
                : Map.of("etag", ETAG, "accept-ranges", "bytes");
        long failAt = range.from() + number(request, "fail_after", Long.MAX_VALUE - range.from());
        HttpReply head =
                new HttpReply(asked.isPresent() ? 206 : 200, headersOut, "application/octet-stream", ByteString.EMPTY);
        counters.during(() -> {
            Stream<HttpBody> stream = text(request, "chunked").isEmpty()
                    ? head.beginStream(bodies(answer), range.to() - range.from())
                    : head.beginStream(bodies(answer));
            long at = range.from();
            while (at < range.to()) {
                if (at >= failAt) {
                    throw new HoldfastException(Reason.DATABASE_UNAVAILABLE, "The disk is on fire.");
                }
                int length = (int) Math.min(PIECE_BYTES, range.to() - at);
                stream.send(HttpBody.newBuilder()
                        .setData(ByteString.copyFrom(Pattern.bytes(at, length)))
                        .build());
                counters.sent(length);
                at += length;
            }
        });
    }

    /** Counts and hashes; takes no more than {@code limit} bytes if there is one. */
    private StreamObserver<Message> upload(StreamObserver<Message> answer) {
        return Upload.<Message>reading(answer, upload -> counters.during(() -> receive(upload, answer)));
    }

    private void receive(Upload<Message> upload, StreamObserver<Message> answer) {
        MessageDigest sha256 = sha256();
        String path = "";
        String contentType = "";
        long limit = Long.MAX_VALUE;
        long bytes = 0;
        int pieces = 0;
        for (Optional<Message> next = upload.next(); next.isPresent(); next = upload.next()) {
            Message piece = next.get();
            HttpBody body = body(piece);
            if (pieces == 0) {
                path = text(piece, "path");
                contentType = body.getContentType();
                limit = number(piece, "limit", Long.MAX_VALUE);
            }
            pieces++;
            bytes += body.getData().size();
            if (bytes > limit) {
                throw new HoldfastException(Reason.PAYLOAD_TOO_LARGE, "More than " + limit + " bytes.");
            }
            sha256.update(body.getData().asReadOnlyByteBuffer());
            counters.received(body.getData().size());
        }
        HttpReply.json(
                        201,
                        "{\"path\":\"%s\",\"content_type\":\"%s\",\"bytes\":%d,\"sha256\":\"%s\"}"
                                .formatted(
                                        path, contentType, bytes, HexFormat.of().formatHex(sha256.digest())))
                .sendTo(bodies(answer));
    }

    /**
     * Events with ids and a name, from after the one that the client saw last. With {@code heartbeats}, so many intervals
     * of silence come before the last event. With {@code piece_bytes}, each event is that large.
     */
    private void watch(Message request, StreamObserver<Message> answer) {
        long count = number(request, "count", 3);
        long heartbeats = number(request, "heartbeats", 0);
        String padding = "x".repeat((int) number(request, "piece_bytes", 0));
        String last = CallContext.current().request().get("last-event-id");
        long after = last.isEmpty() ? 0 : Long.parseLong(last);
        HttpReply head = new HttpReply(
                200,
                Map.of("cache-control", "no-store", "x-accel-buffering", "no"),
                "text/event-stream",
                ByteString.copyFromUtf8(": ok\n\n"));
        counters.during(() -> {
            Stream<HttpBody> stream = head.beginStream(bodies(answer));
            Semaphore gone = new Semaphore(0);
            stream.onGone(gone::release);
            for (long id = after + 1; id <= count; id++) {
                if (id == count) {
                    beSilent(stream, heartbeats, gone);
                }
                stream.send(event("id: %d\nevent: step\ndata: {\"step\":%d}%s\n\n".formatted(id, id, padding)));
                counters.sent(padding.length());
            }
        });
    }

    private void beSilent(Stream<HttpBody> stream, long heartbeats, Semaphore gone) {
        for (long i = 0; i < heartbeats; i++) {
            try {
                if (gone.tryAcquire(heartbeat.toMillis(), TimeUnit.MILLISECONDS)) {
                    gone.release();
                }
            } catch (InterruptedException stopped) {
                throw new IllegalStateException(stopped);
            }
            stream.send(event(": ping\n\n"));
        }
    }

    /** A stream whose answer is one message: a status, with a body where there may be one. */
    private static void ask(Message request, StreamObserver<Message> answer) {
        int status = (int) number(request, "status", 200);
        HttpReply.json(status, "{\"status\":" + status + "}").sendTo(bodies(answer));
    }

    private void count(Message request, StreamObserver<Message> answer) {
        HttpReply.json(200, counters.json()).sendTo(bodies(answer));
    }

    private static HttpBody event(String text) {
        return HttpBody.newBuilder().setData(ByteString.copyFromUtf8(text)).build();
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /** A message without generated classes holds what came over the wire as another such message. */
    private static HttpBody body(Message piece) {
        Message body = (Message) piece.getField(piece.getDescriptorForType().findFieldByName("body"));
        try {
            return body instanceof HttpBody typed ? typed : HttpBody.parseFrom(body.toByteString());
        } catch (InvalidProtocolBufferException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private static String text(Message message, String field) {
        return (String) message.getField(message.getDescriptorForType().findFieldByName(field));
    }

    private static long number(Message message, String field, long otherwise) {
        String text = text(message, field);
        return text.isEmpty() ? otherwise : Long.parseLong(text);
    }

    /** What answers with HttpBody, which the untyped methods of a service without stubs cannot say. */
    @SuppressWarnings("unchecked")
    private static StreamObserver<HttpBody> bodies(StreamObserver<? super HttpBody> answer) {
        return (StreamObserver<HttpBody>) answer;
    }
}
