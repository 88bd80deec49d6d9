package dev.holdfast.edge;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.google.protobuf.ByteString;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import com.google.protobuf.util.JsonFormat;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/**
 * A body of proto3 JSON. The syntax is checked first, token by token: the parser behind it is lenient (comments, single
 * quotes) and recursive, and says little about where something is wrong.
 */
final class JsonBody {

    private static final int MAX_DEPTH = 64;
    private static final int MAX_QUOTE = 200;
    private static final int NO_LIMIT = Integer.MAX_VALUE;
    private static final JsonFactory STRICT = JsonFactory.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(NO_LIMIT)
                    .maxStringLength(NO_LIMIT)
                    .build())
            .build();

    private JsonBody() {}

    /** The message that the body is; an empty body is an empty message. */
    static Message parse(ByteString body, Message prototype) {
        if (body.isEmpty()) {
            return prototype;
        }
        String text = text(body);
        check(text, prototype.getDescriptorForType());
        try {
            Message.Builder message = prototype.newBuilderForType();
            JsonFormat.parser().merge(text, message);
            return message.build();
        } catch (InvalidProtocolBufferException mismatch) {
            throw Refusal.json("The body is not the JSON that was asked for: " + shortened(mismatch) + ".");
        }
    }

    private static String text(ByteString body) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(body.asReadOnlyByteBuffer())
                    .toString();
        } catch (CharacterCodingException notUtf8) {
            throw Refusal.json("The body is not UTF-8.");
        }
    }

    private static void check(String text, Descriptor message) {
        try (JsonParser parser = STRICT.createParser(text)) {
            JsonShape shape = new JsonShape(message);
            JsonToken token = parser.nextToken();
            while (token != null) {
                shape.next(token, token == JsonToken.FIELD_NAME ? parser.currentName() : "");
                if (shape.depth() > MAX_DEPTH) {
                    throw Refusal.json("The JSON is nested deeper than %d, at %s."
                            .formatted(MAX_DEPTH, place(parser.currentLocation())));
                }
                token = parser.nextToken();
                if (shape.depth() == 0 && token != null) {
                    throw Refusal.json(
                            "The body goes on after its JSON value, at %s.".formatted(place(parser.currentLocation())));
                }
            }
        } catch (StreamConstraintsException tooLong) {
            throw Refusal.json("The body holds a number or a field's name that is too long.");
        } catch (JsonProcessingException malformed) {
            throw Refusal.json("The body is not JSON: a mistake at " + place(malformed.getLocation()) + ".");
        } catch (IOException impossible) {
            throw new UncheckedIOException("a string was read without I/O", impossible);
        }
    }

    /** What the parser says may quote the body, all of it. */
    private static String shortened(InvalidProtocolBufferException mismatch) {
        String message = String.valueOf(mismatch.getMessage());
        return message.length() > MAX_QUOTE ? message.substring(0, MAX_QUOTE) + "…" : message;
    }

    private static String place(JsonLocation location) {
        return "line " + location.getLineNr() + ", column " + location.getColumnNr();
    }
}
