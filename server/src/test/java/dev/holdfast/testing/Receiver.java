package dev.holdfast.testing;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;

/** A program that webhooks are sent to. It keeps what it is sent, before it answers as a test says. */
public final class Receiver implements AutoCloseable {

    /** What somebody sent. */
    public record Message(Map<String, List<String>> headers, String body) {

        public String header(String name) {
            return headers.entrySet().stream()
                    .filter(entry -> entry.getKey().equalsIgnoreCase(name))
                    .findFirst()
                    .orElseThrow()
                    .getValue()
                    .getFirst();
        }

        public String id() {
            return header("webhook-id");
        }

        public JsonDocument json() {
            return JsonDocument.parse(body);
        }
    }

    /** What it does with a message that it has kept. */
    public interface Answer {
        void to(HttpExchange exchange) throws IOException;

        static Answer status(int status, String... headers) {
            return exchange -> {
                for (int name = 0; name < headers.length; name += 2) {
                    exchange.getResponseHeaders().add(headers[name], headers[name + 1]);
                }
                exchange.sendResponseHeaders(status, -1);
            };
        }
    }

    private final List<Message> messages = new CopyOnWriteArrayList<>();
    private final HttpServer server;
    private volatile Answer answer = Answer.status(204);

    public Receiver() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/", this::take);
        server.start();
    }

    /** Where nobody listens. */
    public static URI nowhere() {
        try (ServerSocket closed = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return URI.create("http://127.0.0.1:" + closed.getLocalPort() + "/hooks");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Answers so from now on. */
    public void answer(Answer other) {
        answer = other;
    }

    public URI url() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/hooks");
    }

    public List<Message> messages() {
        return List.copyOf(messages);
    }

    /** What it was sent that says this somewhere. */
    public List<Message> messages(String text) {
        return messages.stream()
                .filter(message -> message.body().contains(text))
                .toList();
    }

    private void take(HttpExchange exchange) throws IOException {
        try (exchange) {
            String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            messages.add(new Message(Map.copyOf(exchange.getRequestHeaders()), body));
            answer.to(exchange);
        }
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
