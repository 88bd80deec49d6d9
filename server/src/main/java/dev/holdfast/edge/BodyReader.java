package dev.holdfast.edge;

import com.google.protobuf.ByteString;
import dev.holdfast.error.HoldfastException;
import io.helidon.http.DirectHandler.EventType;
import io.helidon.http.RequestException;
import io.helidon.http.Status;
import io.helidon.webserver.http.ServerRequest;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;

/** A request's whole body, within the bound. */
final class BodyReader {

    private final int maxBytes;

    BodyReader(int maxBytes) {
        this.maxBytes = maxBytes;
    }

    /** Refuses by the announced length alone, before a byte is read, and by what comes if no length was announced. */
    ByteString read(ServerRequest request, RequestHeaders headers) {
        if (announced(headers) > maxBytes) {
            throw Refusal.bodyTooLarge(maxBytes);
        }
        if (!request.content().hasEntity()) {
            return ByteString.EMPTY;
        }
        try (InputStream in = request.content().inputStream()) {
            byte[] bytes = in.readNBytes(maxBytes + 1);
            if (bytes.length > maxBytes) {
                throw Refusal.bodyTooLarge(maxBytes);
            }
            return ByteString.copyFrom(bytes);
        } catch (RequestException framing) {
            throw refused(framing);
        } catch (IOException gone) {
            throw new UncheckedIOException("the client went away while it sent the body", gone);
        }
    }

    private HoldfastException refused(RequestException framing) {
        if (framing.status().code() == Status.REQUEST_ENTITY_TOO_LARGE_413.code()
                || framing.eventType() == EventType.PAYLOAD_TOO_LARGE) {
            return Refusal.bodyTooLarge(maxBytes);
        }
        throw framing;
    }

    private static long announced(RequestHeaders headers) {
        String length = headers.find("content-length").orElse("0");
        return length.matches("[0-9]{1,18}") ? Long.parseLong(length) : 0;
    }
}
