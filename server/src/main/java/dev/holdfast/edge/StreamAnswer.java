package dev.holdfast.edge;

import com.google.protobuf.ByteString;
import dev.holdfast.edge.StreamCall.Next;
import io.helidon.webserver.CloseConnectionException;
import java.util.Optional;

/** The answer of a call that streams. Owned by the thread that writes it. */
final class StreamAnswer implements Pieces {

    private final StreamCall call;
    private final RestMethod method;

    private StreamAnswer(StreamCall call, RestMethod method) {
        this.call = call;
        this.method = method;
    }

    /** Waits for what decides status and headers: the first message, or the end of a call that has none. */
    static Outgoing begin(StreamCall call, RestMethod method, String template) {
        StreamAnswer answer = new StreamAnswer(call, method);
        return switch (answer.take()) {
            case Next.Piece piece ->
                Outgoing.of(CallReply.ofFirst(piece.headers(), piece.message()), template)
                        .followedBy(answer);
            case Next.End end
            when end.status().isOk() -> Outgoing.of(CallReply.ofNothing(end.headers(), method), template);
            case Next.End end ->
                Outgoing.of(CallReply.of(new CallEnd.Failed(end.status(), end.headers(), end.trailers())), template);
        };
    }

    @Override
    public Optional<ByteString> next() {
        return switch (take()) {
            case Next.Piece piece -> Optional.of(CallReply.piece(piece.message()));
            // As in Envoy, a typed stream that fails ends like any other: its messages say where it stood.
            case Next.End end when end.status().isOk() || !method.answersRaw() -> Optional.empty();
            case Next.End end -> throw new CloseConnectionException("the stream failed: " + end.status());
        };
    }

    @Override
    public void close() {
        call.cancel("nobody reads the rest");
    }

    private Next take() {
        try {
            return call.next();
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
            call.cancel("the server is stopping");
            throw new CloseConnectionException("the server stopped during the stream", stopping);
        }
    }
}
