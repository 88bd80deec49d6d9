package dev.holdfast.edge;

import com.google.api.HttpBody;
import com.google.protobuf.ByteString;
import com.google.protobuf.Message;
import dev.holdfast.error.HoldfastException;
import io.helidon.webserver.CloseConnectionException;
import java.io.InputStream;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Carries a body to a call, piece by piece, on a thread of its own: a service may answer before it has seen everything,
 * and then the connection's thread has to be free to say so. What nobody wants any more is read and dropped.
 */
final class BodyPump {

    /** As much as Envoy puts into one message. */
    private static final int PIECE_BYTES = 1024 * 1024;

    private final RestMethod method;
    private final RestMethod.Body.RawField field;
    private final InputStream body;
    private final UnaryCall call;
    private final Thread thread;
    private volatile @Nullable RuntimeException failure;

    private BodyPump(
            RestMethod method, RestMethod.Body.RawField field, InputStream body, UnaryCall call, Message first) {
        this.method = method;
        this.field = field;
        this.body = body;
        this.call = call;
        this.thread = Thread.ofVirtual().unstarted(() -> run(first));
    }

    /** @param first the message that the first piece goes with */
    static BodyPump start(RestMethod method, InputStream body, UnaryCall call, Message first) {
        if (!(method.body() instanceof RestMethod.Body.RawField field)) {
            throw new IllegalStateException(method.call().getFullMethodName() + " takes no raw pieces");
        }
        BodyPump pump = new BodyPump(method, field, body, call, first);
        pump.thread.start();
        return pump;
    }

    /** Waits until everything was read, or the time is over. */
    void awaitEnd(Duration time) {
        try {
            thread.join(time);
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
        }
    }

    boolean isDone() {
        return !thread.isAlive();
    }

    /** Why the body could not be read to its end. */
    Optional<RuntimeException> failure() {
        return Optional.ofNullable(failure);
    }

    private void run(Message first) {
        try {
            carry(first);
        } catch (HoldfastException | CloseConnectionException broken) {
            failure = broken;
            call.cancel("the request did not come to its end");
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
        }
    }

    /** The call gets at least one message, also of an empty body. */
    private void carry(Message first) throws InterruptedException {
        byte[] buffer = new byte[PIECE_BYTES];
        Optional<ByteString> bytes = BodyReader.next(body, buffer);
        boolean wanted = call.send(withBytes(first, bytes.orElse(ByteString.EMPTY)));
        while (bytes.isPresent()) {
            bytes = BodyReader.next(body, buffer);
            if (bytes.isPresent() && wanted) {
                wanted = call.send(Transcoding.piece(method, field, bytes.get()));
            }
        }
        call.complete();
    }

    private Message withBytes(Message first, ByteString bytes) {
        HttpBody empty = (HttpBody) first.getField(field.field());
        return first.toBuilder()
                .setField(field.field(), empty.toBuilder().setData(bytes).build())
                .build();
    }
}
