package dev.holdfast.edge;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import com.google.protobuf.TypeRegistry;
import com.google.protobuf.util.JsonFormat;

/**
 * Messages as proto3 JSON, in the bytes that Envoy prints: fields without presence always, and the characters escaped that
 * protobuf's C++ library escapes. Java's escapes others, for HTML: the same text to every JSON parser, but other bytes.
 */
final class ProtoJson {

    /** The length of an escape by number: a backslash, a u and four digits. */
    private static final int NUMBERED_ESCAPE = 6;

    private final JsonFormat.Printer printer;

    ProtoJson(TypeRegistry types) {
        this.printer = JsonFormat.printer()
                .usingTypeRegistry(types)
                .alwaysPrintFieldsWithNoPresence()
                .omittingInsignificantWhitespace();
    }

    /** @throws InvalidProtocolBufferException if the message holds an Any of an unknown type */
    String print(Message message) throws InvalidProtocolBufferException {
        return escaped(printer.print(message));
    }

    private static String escaped(String json) {
        StringBuilder escaped = new StringBuilder(json.length());
        int at = 0;
        while (at < json.length()) {
            if (json.charAt(at) != '\\') {
                append(json.charAt(at), escaped);
                at++;
            } else if (json.charAt(at + 1) == 'u') {
                append((char) Integer.parseInt(json, at + 2, at + NUMBERED_ESCAPE, 16), escaped);
                at += NUMBERED_ESCAPE;
            } else {
                escaped.append(json, at, at + 2);
                at += 2;
            }
        }
        return escaped.toString();
    }

    private static void append(char c, StringBuilder escaped) {
        if (isEscaped(c)) {
            escaped.append("\\u%04x".formatted((int) c));
        } else {
            escaped.append(c);
        }
    }

    /** What Envoy escapes above U+FFFF, marks of music and language tags, is left out. */
    private static boolean isEscaped(char c) {
        return c < 0x20
                || c == '<'
                || c == '>'
                || (c >= 0x7f && c <= 0x9f)
                || c == 0xad
                || (c >= 0x600 && c <= 0x603)
                || c == 0x6dd
                || c == 0x70f
                || c == 0x17b4
                || c == 0x17b5
                || (c >= 0x200b && c <= 0x200f)
                || (c >= 0x2028 && c <= 0x202e)
                || (c >= 0x2060 && c <= 0x2064)
                || (c >= 0x206a && c <= 0x206f)
                || c == 0xfeff
                || (c >= 0xfff9 && c <= 0xfffb);
    }
}
