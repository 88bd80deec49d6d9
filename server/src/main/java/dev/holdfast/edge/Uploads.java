package dev.holdfast.edge;

import com.google.protobuf.ByteString;
import com.google.protobuf.Message;
import dev.holdfast.error.HoldfastException;
import io.grpc.Channel;
import io.helidon.webserver.CloseConnectionException;
import io.helidon.webserver.http.ServerRequest;
import java.time.Duration;

/**
 * Requests whose bodies go to the service as they come. How large they may be is the service's to say, and how long they
 * take nobody's.
 */
final class Uploads {

    private static final Duration POLL = Duration.ofMillis(100);

    private final EdgeConfig config;
    private final Channel channel;
    private final Forms forms;

    Uploads(EdgeConfig config, Channel channel, Forms forms) {
        this.config = config;
        this.channel = channel;
        this.forms = forms;
    }

    /** Where the request goes. */
    record Place(RestMethod method, RouteMatch.Found<Target> found) {

        String template() {
            return found.route().template();
        }
    }

    Outgoing answer(Incoming incoming, ServerRequest request, Place place, Client client) {
        Message first;
        try {
            if (incoming.headers().size() > config.maxHeaderBytes()) {
                throw Refusal.headersTooLarge(config.maxHeaderBytes());
            }
            String contentType = incoming.headers().find("content-type").orElse("");
            first = Transcoding.request(
                    place.method(),
                    place.found().values(),
                    incoming.rawQuery(),
                    new Transcoding.RawBody(contentType, ByteString.EMPTY));
        } catch (HoldfastException refused) {
            return Outgoing.closing(incoming.print(forms, refused), place.template());
        }
        UnaryCall call = UnaryCall.open(
                channel, place.method().call(), incoming.headers().metadata());
        BodyPump pump = BodyPump.start(place.method(), BodyReader.open(request), call, first);
        await(call, pump, client);
        return pump.failure()
                .map(failure -> unread(incoming, place, failure))
                .orElseGet(() -> answered(Outgoing.of(CallReply.of(call.end()), place.template()), pump));
    }

    private static Outgoing answered(Outgoing outgoing, BodyPump pump) {
        return pump.isDone() ? outgoing : outgoing.whileReading(pump);
    }

    private Outgoing unread(Incoming incoming, Place place, RuntimeException failure) {
        if (failure instanceof HoldfastException malformed) {
            return Outgoing.closing(incoming.print(forms, malformed), place.template());
        }
        throw failure;
    }

    private static void await(UnaryCall call, BodyPump pump, Client client) {
        try {
            while (!call.await(POLL)) {
                if (pump.isDone() && !client.isThere()) {
                    call.cancel("the client went away");
                    throw new CloseConnectionException("the client went away during its call");
                }
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            call.cancel("the server is stopping");
            throw new CloseConnectionException("the server stopped during the call", stopped);
        }
    }
}
