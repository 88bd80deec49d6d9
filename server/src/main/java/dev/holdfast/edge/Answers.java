package dev.holdfast.edge;

import com.google.protobuf.ByteString;
import com.google.protobuf.Message;
import dev.holdfast.error.HoldfastException;
import dev.holdfast.rpc.HttpReply;
import io.grpc.Channel;
import io.helidon.webserver.CloseConnectionException;
import io.helidon.webserver.http.ServerRequest;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;

/** What each request is answered: first its size, then its route, then whatever the server behind the channel says. */
final class Answers {

    private static final Duration POLL = Duration.ofMillis(100);

    private final EdgeConfig config;
    private final Channel channel;
    private final Forms forms;
    private final Routes<Target> routes;
    private final BodyReader bodies;
    private final Uploads uploads;

    Answers(EdgeConfig config, Channel channel, Forms forms, Routes<Target> routes) {
        this.config = config;
        this.channel = channel;
        this.forms = forms;
        this.routes = routes;
        this.bodies = new BodyReader(config.maxBodyBytes());
        this.uploads = new Uploads(config, channel, forms);
    }

    Outgoing answer(Incoming incoming, ServerRequest request, Client client) {
        RouteMatch<Target> match = routes.find(incoming.method(), incoming.rawPath());
        if (match instanceof RouteMatch.Found<Target> found
                && found.route().target() instanceof RestMethod method
                && !method.takesOnce()) {
            return uploads.answer(incoming, request, new Uploads.Place(method, found), client);
        }
        ByteString body;
        try {
            body = bodies.read(request, incoming.headers());
        } catch (HoldfastException unreadable) {
            return Outgoing.closing(incoming.print(forms, unreadable), Outgoing.NO_TEMPLATE);
        }
        if (incoming.headers().size() > config.maxHeaderBytes()) {
            return Outgoing.of(
                    incoming.print(forms, Refusal.headersTooLarge(config.maxHeaderBytes())), Outgoing.NO_TEMPLATE);
        }
        if (incoming.method().equals("OPTIONS")) {
            return Outgoing.of(new HttpReply(204, Cors.PREFLIGHT, "", ByteString.EMPTY), Outgoing.NO_TEMPLATE);
        }
        return switch (match) {
            case RouteMatch.NoPath<Target> ignored ->
                Outgoing.of(incoming.print(forms, Refusal.noPath()), Outgoing.NO_TEMPLATE);
            case RouteMatch.WrongMethod<Target> wrong ->
                Outgoing.of(wrongMethod(incoming, wrong), Outgoing.NO_TEMPLATE);
            case RouteMatch.Found<Target> found -> found(incoming, found, body, client);
        };
    }

    private HttpReply wrongMethod(Incoming incoming, RouteMatch.WrongMethod<Target> wrong) {
        HttpReply reply = incoming.print(forms, Refusal.wrongMethod(wrong.allowed()));
        Map<String, String> headers = new TreeMap<>(reply.headers());
        headers.put("allow", String.join(", ", wrong.allowed()));
        return new HttpReply(reply.status(), headers, reply.contentType(), reply.body());
    }

    private Outgoing found(Incoming incoming, RouteMatch.Found<Target> found, ByteString body, Client client) {
        String template = found.route().template();
        return switch (found.route().target()) {
            case Target.Later ignored -> Outgoing.of(incoming.print(forms, Refusal.later()), template);
            case RestMethod method -> call(incoming, method, found, body, client);
        };
    }

    private Outgoing call(
            Incoming incoming, RestMethod method, RouteMatch.Found<Target> found, ByteString body, Client client) {
        String template = found.route().template();
        Message message;
        try {
            String contentType = incoming.headers().find("content-type").orElse("");
            message = Transcoding.request(
                    method, found.values(), incoming.rawQuery(), new Transcoding.RawBody(contentType, body));
        } catch (HoldfastException refused) {
            return Outgoing.of(incoming.print(forms, refused), template);
        }
        if (!method.answersOnce()) {
            StreamCall call =
                    StreamCall.start(channel, method.call(), incoming.headers().metadata(), message);
            client.whenGone(() -> call.cancel("the client went away"));
            return StreamAnswer.begin(call, method, template);
        }
        UnaryCall call = UnaryCall.start(
                channel,
                method.call(),
                config.unaryDeadline(),
                incoming.headers().metadata(),
                message);
        await(call, client);
        return Outgoing.of(CallReply.of(call.end()), template);
    }

    /** The call ends at its deadline at the latest; a client that is gone ends it at once. */
    private static void await(UnaryCall call, Client client) {
        try {
            while (!call.await(POLL)) {
                if (!client.isThere()) {
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
