package dev.holdfast.testing;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;

/**
 * What a {@link WireServer} answers with, byte for byte.
 *
 * @param wire a character for each byte, since a recording may be cut within a character
 * @param pieceBytes how many bytes are written at once
 */
public record Playback(String wire, int pieceBytes, Ending ending) {

    /** What becomes of the connection after the last byte. */
    public enum Ending {
        CLOSED,
        RESET,
        /** It stays, and nothing more comes. */
        SILENT
    }

    /** A recording beside a test class. */
    public static Playback recorded(Class<?> beside, String name) {
        try (InputStream in = beside.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException("There is no " + name + " beside " + beside.getName());
            }
            String wire = new String(in.readAllBytes(), ISO_8859_1);
            return new Playback(wire, wire.length(), Ending.CLOSED);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** An answer in one piece; headers as they stand on the wire, each with its line end. */
    public static Playback answer(String statusLine, String headers, String body) {
        String text = "HTTP/1.1 %s\r\nContent-Length: %d\r\nConnection: close\r\n%s\r\n%s"
                .formatted(statusLine, body.getBytes(UTF_8).length, headers, body);
        return new Playback(asWire(text), text.length(), Ending.CLOSED);
    }

    /** Nothing at all, and this ending. */
    public static Playback nothing(Ending ending) {
        return new Playback("", 1, ending);
    }

    /** The same, written in pieces of this size. */
    public Playback inPieces(int size) {
        return new Playback(wire, size, ending);
    }

    /** What comes before the first event that holds a text, and then this ending. */
    public Playback cutBefore(String text, Ending newEnding) {
        int at = wire.indexOf(asWire(text));
        if (at < 0) {
            throw new IllegalArgumentException("The recording does not hold " + text);
        }
        return new Playback(wire.substring(0, wire.lastIndexOf("data: ", at)), pieceBytes, newEnding);
    }

    byte[] bytes() {
        return wire.getBytes(ISO_8859_1);
    }

    private static String asWire(String text) {
        return new String(text.getBytes(UTF_8), ISO_8859_1);
    }
}
