package dev.holdfast.edge;

import com.google.protobuf.ByteString;
import io.helidon.common.buffers.DataReader.IncorrectNewLineException;
import io.helidon.common.buffers.DataReader.InsufficientDataAvailableException;
import io.helidon.http.HeaderNames;
import io.helidon.http.RequestException;
import io.helidon.webserver.CloseConnectionException;
import io.helidon.webserver.ServerConnectionException;
import io.helidon.webserver.http.ServerRequest;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;

/** A request's body: whole and within the bound, or as it comes. */
final class BodyReader {

    /** Beyond the bound, what an HTTP/2 stream sends is read on this far before it is refused. */
    private static final int SLACK = 4;

    private final int maxBytes;

    BodyReader(int maxBytes) {
        this.maxBytes = maxBytes;
    }

    /** Refuses by the announced length alone, before a byte is read, and by what comes if no length was announced. */
    ByteString read(ServerRequest request, RequestHeaders headers) {
        if (isHttp1(request) && announced(headers) > maxBytes) {
            throw Refusal.bodyTooLarge(maxBytes);
        }
        if (!request.content().hasEntity()) {
            return ByteString.EMPTY;
        }
        InputStream in = open(request, maxBytes);
        byte[] bytes = guarded(() -> in.readNBytes(maxBytes + 1));
        if (bytes.length <= maxBytes) {
            return ByteString.copyFrom(bytes);
        }
        if (!isHttp1(request)) {
            // Common clients read no answer before they have sent everything.
            guarded(() -> skip(in, (SLACK - 1L) * maxBytes));
        }
        throw Refusal.bodyTooLarge(maxBytes);
    }

    /** The body as it comes, of any length; {@link #next} reads it. */
    static InputStream open(ServerRequest request) {
        return open(request, Long.MAX_VALUE);
    }

    private static InputStream open(ServerRequest request, long maxBytes) {
        if (!request.content().hasEntity()) {
            return InputStream.nullInputStream();
        }
        // Never closed: closing it reads on, and what cannot be read fails again.
        InputStream in = request.content().inputStream();
        boolean chunked = isHttp1(request) && request.headers().contains(HeaderNames.TRANSFER_ENCODING);
        return chunked ? new ChunkedBody(ClientWatch.CURRENT.get().reader(), in, maxBytes) : in;
    }

    /** The bytes that are there, or those that come next; nothing at the end. */
    static Optional<ByteString> next(InputStream body, byte[] buffer) {
        int count = guarded(() -> body.read(buffer));
        return count < 0 ? Optional.empty() : Optional.of(ByteString.copyFrom(buffer, 0, count));
    }

    private static <T> T guarded(Reading<T> reading) {
        try {
            return reading.read();
        } catch (RequestException | IllegalArgumentException | IncorrectNewLineException broken) {
            throw Refusal.malformed();
        } catch (InsufficientDataAvailableException | ServerConnectionException | IOException gone) {
            throw new CloseConnectionException("the client went away while it sent the body", gone);
        }
    }

    /** Reads from a client, who may go away or send nonsense. */
    private interface Reading<T> {

        T read() throws IOException;
    }

    private static long skip(InputStream in, long most) throws IOException {
        byte[] buffer = new byte[1 << 14];
        long skipped = 0;
        for (int count = 0; count >= 0 && skipped < most; count = in.read(buffer)) {
            skipped += count;
        }
        return skipped;
    }

    private static boolean isHttp1(ServerRequest request) {
        return request.prologue().protocolVersion().equals("1.1");
    }

    private static long announced(RequestHeaders headers) {
        String length = headers.find("content-length").orElse("0");
        return length.matches("[0-9]{1,18}") ? Long.parseLong(length) : 0;
    }
}
