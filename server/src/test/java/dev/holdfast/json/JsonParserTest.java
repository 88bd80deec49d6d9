package dev.holdfast.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.error.HoldfastException;
import dev.holdfast.error.Reason;
import dev.holdfast.json.JsonValue.JsonArray;
import java.nio.ByteBuffer;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class JsonParserTest {

    private static final long SEED = 20_261_121;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "1",
                "1.50",
                "-0",
                "1e400",
                "9007199254740993",
                "1E+2",
                "\"a\\u0000b\"",
                "\"\\ud800\"",
                "\"é\"",
                "\"\\u00e9\"",
                "\"a \\\" b\"",
                "\"\\\\\"",
                "true",
                "null",
                "{\"b\":1,\"a\":2}",
                "{\"a\":1,\"a\":2}",
                "[[],{}]",
                "\"\""
            })
    void freeFormJsonKeepsItsText(String text) {
        assertThat(JsonParser.parse(text).json().text()).isEqualTo(text);
        JsonArray array = (JsonArray) JsonParser.parse("[" + text + "]");
        assertThat(array.items().getFirst().json().text()).isEqualTo(text);
    }

    @Test
    void onlyTheWhiteSpaceBetweenTokensIsDropped() {
        String text = " { \"a b\" : [ 1 ,\t2 ,\r\n \"c  d\" ] , \"e\\\\\" : \" \" } ";
        assertThat(JsonParser.parse(text).json().text()).isEqualTo("{\"a b\":[1,2,\"c  d\"],\"e\\\\\":\" \"}");
    }

    @Test
    void everyValueKeepsItsTextWhereverItStands() {
        Random random = new Random(SEED);
        for (int i = 0; i < 2_000; i++) {
            String compact = value(random, 4);
            assertThat(JsonParser.parse(spaced(compact, random)).json().text()).isEqualTo(compact);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "{",
                "}",
                "[1,]",
                "{\"a\":1,}",
                "{a:1}",
                "'a'",
                "01",
                "+1",
                ".5",
                "1.",
                "NaN",
                "Infinity",
                "1 2",
                "{} x",
                "\"\t\"",
                "\"\u0000\"",
                "// c\n1",
                "\"\\x\"",
                "\"\\ud8\"",
                "tru",
                "\uFEFF{}"
            })
    void whatIsNotJsonIsRefused(String text) {
        assertThatThrownBy(() -> JsonParser.parse(text)).isInstanceOfSatisfying(HoldfastException.class, refusal -> {
            assertThat(refusal.reason()).isEqualTo(Reason.JSON_INVALID);
            assertThat(refusal.sentence())
                    .startsWith("The body is not valid JSON: ")
                    .endsWith(".");
        });
    }

    @Test
    void sixtyFourLevelsAreTakenAndOneMoreIsNot() {
        assertThat(JsonParser.parse("[".repeat(64) + "]".repeat(64)).kind()).isEqualTo("an array");
        assertThatThrownBy(() -> JsonParser.parse("[".repeat(65) + "]".repeat(65)))
                .hasMessageContaining("nested more than 64 deep");
        assertThatThrownBy(() -> JsonParser.parse("[".repeat(1_000_000))).hasMessageContaining("nested");
    }

    @Test
    void bytesThatAreNotUtf8AreRefused() {
        assertThatThrownBy(() -> JsonParser.parse(ByteBuffer.wrap(new byte[] {'"', (byte) 0xC3, '"'})))
                .hasMessageContaining("UTF-8");
    }

    @ParameterizedTest
    @CsvSource({"1,1", "-7,-7", "999999999999999999,999999999999999999", "1.0,", "1e3,", "9223372036854775808,"})
    void aWholeNumberIsReadOnlyIfItIsOne(String text, Long expected) {
        JsonValue.JsonNumber number = (JsonValue.JsonNumber) JsonParser.parse(text);
        assertThat(number.whole().orElse(null)).isEqualTo(expected);
    }

    private static String value(Random random, int depth) {
        return switch (random.nextInt(depth > 0 ? 6 : 4)) {
            case 0 -> Integer.toString(random.nextInt());
            case 1 -> "\"" + "x y\\n\\\"".repeat(random.nextInt(3)) + "\"";
            case 2 -> "null";
            case 3 -> random.nextInt(9) + ".50";
            case 4 -> "[" + value(random, depth - 1) + "," + value(random, depth - 1) + "]";
            default -> "{\"k " + random.nextInt(9) + "\":" + value(random, depth - 1) + "}";
        };
    }

    /** Puts white space between tokens, never into a string. */
    private static String spaced(String compact, Random random) {
        StringBuilder text = new StringBuilder();
        boolean inString = false;
        for (int at = 0; at < compact.length(); at++) {
            char character = compact.charAt(at);
            boolean escaped = at > 0 && compact.charAt(at - 1) == '\\';
            if (character == '"' && !escaped) {
                inString = !inString;
            }
            text.append(character);
            if (!inString && "[]{},:".indexOf(character) >= 0) {
                text.append(" \n\t\r".repeat(random.nextInt(2)));
            }
        }
        return text.toString();
    }
}
