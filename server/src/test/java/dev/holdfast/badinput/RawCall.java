package dev.holdfast.badinput;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.rpc.Status;
import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientCall;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.MethodDescriptor.MethodType;
import io.grpc.Status.Code;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A call whose request is bytes, whether they are a message or not. Of a stream, which may never end, it takes the first
 * message.
 */
final class RawCall extends ClientCall.Listener<byte[]> {

    private static final int PATIENCE_SECONDS = 30;
    private static final Metadata.Key<byte[]> DETAILS =
            Metadata.Key.of("grpc-status-details-bin", Metadata.BINARY_BYTE_MARSHALLER);

    private static final String SEEN_ENOUGH = "seen enough";
    private static final Set<String> STREAMS = DocumentedRpc.all().stream()
            .filter(rpc -> rpc.method().isServerStreaming())
            .map(DocumentedRpc::path)
            .collect(Collectors.toSet());

    private final CountDownLatch closed = new CountDownLatch(1);
    private final CountDownLatch seen = new CountDownLatch(1);
    private Metadata headers = new Metadata();
    private byte @Nullable [] message;
    private @Nullable Answer answer;

    /** How a call ended: its status, its metadata, and its message if there was one. */
    record Answer(
            io.grpc.Status status,
            Metadata headers,
            Metadata trailers,
            @Nullable ByteString message) {

        /** A header of the answer, or of the trailers of one without a message; "" if it has none. */
        String header(String name) {
            Metadata.Key<String> key = key(name);
            String value = headers.containsKey(key) ? headers.get(key) : trailers.get(key);
            return value == null ? "" : value;
        }

        String sentence() {
            String description = status.getDescription();
            return description == null ? "" : description;
        }

        Status details() {
            byte[] details = trailers.get(DETAILS);
            try {
                return details == null ? Status.getDefaultInstance() : Status.parseFrom(details);
            } catch (InvalidProtocolBufferException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    private RawCall() {}

    static Answer of(Channel channel, String path, ByteString request, Metadata metadata) {
        return of(channel, path, List.of(request), metadata);
    }

    static Answer of(Channel channel, String path, List<ByteString> requests, Metadata metadata) {
        MethodDescriptor<byte[], byte[]> method = MethodDescriptor.newBuilder(new Bytes(), new Bytes())
                .setType(STREAMS.contains(path) ? MethodType.SERVER_STREAMING : MethodType.UNARY)
                .setFullMethodName(path)
                .build();
        CallOptions options = CallOptions.DEFAULT.withDeadlineAfter(PATIENCE_SECONDS, TimeUnit.SECONDS);
        ClientCall<byte[], byte[]> call = channel.newCall(method, options);
        RawCall listener = new RawCall();
        call.start(listener, metadata);
        call.request(2);
        requests.forEach(request -> call.sendMessage(request.toByteArray()));
        call.halfClose();
        if (STREAMS.contains(path)) {
            await(listener.seen);
            call.cancel(SEEN_ENOUGH, null);
        }
        return listener.answer();
    }

    /** Metadata of name, value, name, value. */
    static Metadata metadata(String... pairs) {
        Metadata metadata = new Metadata();
        for (int i = 0; i < pairs.length; i += 2) {
            metadata.put(key(pairs[i]), pairs[i + 1]);
        }
        return metadata;
    }

    @Override
    public void onHeaders(Metadata initial) {
        headers = initial;
    }

    @Override
    public void onMessage(byte[] bytes) {
        message = bytes;
        seen.countDown();
    }

    @Override
    public void onClose(io.grpc.Status status, Metadata trailers) {
        boolean left = status.getCode() == Code.CANCELLED && SEEN_ENOUGH.equals(status.getDescription());
        answer = new Answer(
                left ? io.grpc.Status.OK : status,
                headers,
                trailers,
                message == null ? null : ByteString.copyFrom(message));
        seen.countDown();
        closed.countDown();
    }

    private Answer answer() {
        await(closed);
        if (answer == null) {
            throw new AssertionError("the call has no answer");
        }
        return answer;
    }

    private static void await(CountDownLatch latch) {
        try {
            if (!latch.await(2 * PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                throw new AssertionError("the call never ended");
            }
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Metadata.Key<String> key(String name) {
        return Metadata.Key.of(name, Metadata.ASCII_STRING_MARSHALLER);
    }

    private static final class Bytes implements MethodDescriptor.Marshaller<byte[]> {

        @Override
        public InputStream stream(byte[] bytes) {
            return new ByteArrayInputStream(bytes);
        }

        @Override
        public byte[] parse(InputStream in) {
            try {
                return in.readAllBytes();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
