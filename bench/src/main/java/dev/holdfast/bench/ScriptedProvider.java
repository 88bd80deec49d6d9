package dev.holdfast.bench;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.holdfast.model.Provider.Api;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Locale;

/**
 * A provider that answers at once with a stream of one word, so that an answer's end is where its first word is. Connections are
 * kept.
 */
final class ScriptedProvider implements AutoCloseable {

    private static final String LENGTH = "content-length:";

    private final ServerSocket listener;
    private final byte[] answer;

    private ScriptedProvider(ServerSocket listener, byte[] answer) {
        this.listener = listener;
        this.answer = answer;
    }

    static ScriptedProvider start(Api api) throws IOException {
        String events = events(api);
        String answer = "HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\ncontent-length: %d\r\n\r\n%s"
                .formatted(events.length(), events);
        ServerSocket listener = new ServerSocket(0, 100, InetAddress.getLoopbackAddress());
        ScriptedProvider provider = new ScriptedProvider(listener, answer.getBytes(ISO_8859_1));
        Thread.ofVirtual().name("provider").start(provider::accept);
        return provider;
    }

    int port() {
        return listener.getLocalPort();
    }

    private void accept() {
        try {
            while (true) {
                Socket connection = listener.accept();
                Thread.ofVirtual().name("provider-connection").start(() -> serve(connection));
            }
        } catch (IOException closed) {
            // The bench is over.
        }
    }

    private void serve(Socket connection) {
        try (connection) {
            connection.setTcpNoDelay(true);
            InputStream in = new BufferedInputStream(connection.getInputStream());
            while (read(in)) {
                connection.getOutputStream().write(answer);
            }
        } catch (IOException gone) {
            // Whoever asked has what it wanted.
        }
    }

    /** Reads a request; false when there is none any more. */
    private static boolean read(InputStream in) throws IOException {
        int length = 0;
        for (String line = line(in); !line.isEmpty(); line = line(in)) {
            if (line.toLowerCase(Locale.ROOT).startsWith(LENGTH)) {
                length = Integer.parseInt(line.substring(LENGTH.length()).strip());
            }
            if (line.equals("\0")) {
                return false;
            }
        }
        in.skipNBytes(length);
        return true;
    }

    /** The next line; a NUL at the end of the stream. */
    private static String line(InputStream in) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int next = in.read(); next != '\n'; next = in.read()) {
            if (next < 0) {
                return "\0";
            }
            if (next != '\r') {
                line.append((char) next);
            }
        }
        return line.toString();
    }

    private static String events(Api api) {
        return switch (api) {
            case OPENAI_RESPONSES -> """
                    event: response.output_text.delta
                    data: {"type":"response.output_text.delta","sequence_number":1,"item_id":"msg_1","output_index":0,"content_index":0,"delta":"Hello","logprobs":[]}

                    event: response.completed
                    data: {"type":"response.completed","sequence_number":2,"response":{"id":"resp_1","object":"response","created_at":1763632800,"status":"completed","model":"m","output":[],"usage":{"input_tokens":3,"input_tokens_details":{"cached_tokens":0},"output_tokens":1,"output_tokens_details":{"reasoning_tokens":0},"total_tokens":4}}}

                    """;
            case OPENAI_CHAT -> """
                    data: {"id":"c","object":"chat.completion.chunk","created":1763632800,"model":"m","choices":[{"index":0,"delta":{"content":"Hello"},"finish_reason":"stop"}]}

                    data: {"id":"c","object":"chat.completion.chunk","created":1763632800,"model":"m","choices":[],"usage":{"prompt_tokens":3,"completion_tokens":1,"total_tokens":4}}

                    data: [DONE]

                    """;
            case ANTHROPIC -> """
                    event: message_start
                    data: {"type":"message_start","message":{"id":"m","type":"message","role":"assistant","model":"m","content":[],"stop_reason":null,"stop_sequence":null,"usage":{"input_tokens":3,"output_tokens":1}}}

                    event: content_block_start
                    data: {"type":"content_block_start","index":0,"content_block":{"type":"text","text":""}}

                    event: content_block_delta
                    data: {"type":"content_block_delta","index":0,"delta":{"type":"text_delta","text":"Hello"}}

                    event: message_delta
                    data: {"type":"message_delta","delta":{"stop_reason":"end_turn","stop_sequence":null},"usage":{"output_tokens":1}}

                    event: message_stop
                    data: {"type":"message_stop"}

                    """;
        };
    }

    @Override
    public void close() throws IOException {
        listener.close();
    }
}
