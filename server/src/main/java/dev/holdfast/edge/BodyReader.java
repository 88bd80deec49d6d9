package dev.holdfast.edge;

import com.google.protobuf.ByteString;
import io.helidon.common.buffers.DataReader.IncorrectNewLineException;
import io.helidon.common.buffers.DataReader.InsufficientDataAvailableException;
import io.helidon.http.RequestException;
import io.helidon.webserver.CloseConnectionException;
import io.helidon.webserver.http.ServerRequest;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/** A request's whole body, within the bound. */
final class BodyReader {

    private static final int TOO_LARGE = 413;

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
        try {
            return read(request);
        } catch (RequestException refused) {
            throw refused.status().code() == TOO_LARGE ? Refusal.bodyTooLarge(maxBytes) : Refusal.malformed();
        } catch (IllegalArgumentException | IncorrectNewLineException brokenChunk) {
            throw Refusal.malformed();
        } catch (InsufficientDataAvailableException | IOException gone) {
            throw new CloseConnectionException("the client went away while it sent the body", gone);
        }
    }

    private ByteString read(ServerRequest request) throws IOException {
        // Left open: closing it reads on, and what cannot be read fails again.
        InputStream in = request.content().inputStream();
        byte[] bytes = in.readNBytes(maxBytes + 1);
        if (bytes.length <= maxBytes) {
            return ByteString.copyFrom(bytes);
        }
        if (!isHttp1(request)) {
            // An unread stream would stop all others of its connection, and common clients read no answer before they
            // have sent everything. The web server ends this at its own bound.
            in.transferTo(OutputStream.nullOutputStream());
        }
        throw Refusal.bodyTooLarge(maxBytes);
    }

    private static boolean isHttp1(ServerRequest request) {
        return request.prologue().protocolVersion().equals("1.1");
    }

    private static long announced(RequestHeaders headers) {
        String length = headers.find("content-length").orElse("0");
        return length.matches("[0-9]{1,18}") ? Long.parseLong(length) : 0;
    }
}
