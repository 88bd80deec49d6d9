package dev.holdfast.edge;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Optional;

/** Percent-encoded UTF-8, strictly: a broken escape or bytes that are no UTF-8 are not text. */
final class PercentDecoder {

    private PercentDecoder() {}

    /** Decodes everything, {@code %2F} too. */
    static Optional<String> decode(String raw) {
        return decode(raw, Escapes.ALL);
    }

    /** Decodes everything but {@code %2F}, which stays as it is: a slash within a segment is not one between two. */
    static Optional<String> decodePath(String raw) {
        return decode(raw, Escapes.ALL_BUT_SLASH);
    }

    private enum Escapes {
        ALL,
        ALL_BUT_SLASH
    }

    private static Optional<String> decode(String raw, Escapes escapes) {
        ByteBuffer bytes = ByteBuffer.allocate(raw.length());
        int at = 0;
        while (at < raw.length()) {
            char c = raw.charAt(at);
            if (c > 0x7e) {
                return Optional.empty();
            }
            if (c != '%') {
                bytes.put((byte) c);
                at++;
                continue;
            }
            if (at + 2 >= raw.length()
                    || !HexFormat.isHexDigit(raw.charAt(at + 1))
                    || !HexFormat.isHexDigit(raw.charAt(at + 2))) {
                return Optional.empty();
            }
            int value = HexFormat.fromHexDigits(raw, at + 1, at + 3);
            if (value == '/' && escapes == Escapes.ALL_BUT_SLASH) {
                bytes.put((byte) '%').put((byte) raw.charAt(at + 1)).put((byte) raw.charAt(at + 2));
            } else {
                bytes.put((byte) value);
            }
            at += 3;
        }
        return text(bytes.flip());
    }

    private static Optional<String> text(ByteBuffer bytes) {
        try {
            return Optional.of(StandardCharsets.UTF_8
                    .newDecoder()
                    .onMalformedInput(CodingErrorAction.REPORT)
                    .onUnmappableCharacter(CodingErrorAction.REPORT)
                    .decode(bytes)
                    .toString());
        } catch (CharacterCodingException notText) {
            return Optional.empty();
        }
    }
}
