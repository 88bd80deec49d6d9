package dev.holdfast.dialect.sessions;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.error.HoldfastException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/**
 * Whatever bytes a body holds, it is taken or refused by name. A failure names its seed; `-Dholdfast.seed=…` makes the same
 * bodies again.
 */
final class AnyBodyTest {

    private static final long SEED = Long.getLong("holdfast.seed", System.nanoTime());
    private static final int BODIES = 20_000;
    private static final int MAX_CHANGES = 6;

    private static final List<String> GOOD = List.of(
            "{\"input\":\"hi\",\"model\":\"demo\",\"instructions\":\"x\",\"pause_on_tool_calls\":true,\"temperature\":0.5,"
                    + "\"top_p\":1,\"max_output_tokens\":9,\"tool_choice\":{\"type\":\"function\",\"name\":\"f\"}}",
            "{\"input\":[{\"role\":\"user\",\"content\":[{\"type\":\"input_text\",\"text\":\"a\"},{\"type\":\"input_image\","
                    + "\"image_url\":\"https://a\"}]},{\"type\":\"function_call\",\"call_id\":\"c\",\"name\":\"f\","
                    + "\"arguments\":\"{}\"},{\"type\":\"function_call_output\",\"call_id\":\"c\",\"output\":\"o\"},"
                    + "{\"type\":\"file\",\"filename\":\"n\",\"content\":\"c\"}]}",
            "{\"input\":\"a\",\"tools\":[{\"type\":\"function\",\"function\":{\"name\":\"f\",\"parameters\":{}},"
                    + "\"needsApproval\":true},{\"type\":\"workspace\"}],\"response_format\":{\"type\":\"json_schema\","
                    + "\"json_schema\":{\"name\":\"n\",\"schema\":{},\"strict\":true}}}",
            "{\"action_id\":\"tc_a\",\"tool_results\":[{\"action_id\":\"tc_a\",\"output\":\"o\"}],\"reason\":\"r\"}");

    private static final List<String> PIECES = List.of(
            "{",
            "}",
            "[",
            "]",
            ",",
            ":",
            "\"",
            "\\",
            "\\u0000",
            "\\ud800",
            "null",
            "true",
            "7",
            "1e999",
            "-",
            "[[[[",
            "\0",
            "é",
            "\ufeff",
            "[7]",
            "{\"a\":1}");

    private final SplittableRandom random = new SplittableRandom(SEED);

    @Test
    void anyBodyIsTakenOrRefusedByName() {
        int taken = 0;
        for (int i = 0; i < BODIES; i++) {
            byte[] body = changed(GOOD.get(random.nextInt(GOOD.size())).getBytes(UTF_8));
            taken += taken(body, bytes -> TurnBody.parse(bytes).draft());
            taken += taken(body, ApproveBody::parse);
            taken += taken(body, RejectBody::parse);
        }
        // Changes that only ever break the JSON would prove nothing about the rest.
        assertThat(taken).isGreaterThan(BODIES / 20);
    }

    @Test
    void aBodyOfAnyDepthIsRefusedByName() {
        String deep = "{\"input\":" + "[".repeat(200_000);

        assertThat(taken(deep.getBytes(UTF_8), TurnBody::parse)).isZero();
    }

    private int taken(byte[] body, Consumer<ByteBuffer> parsing) {
        try {
            parsing.accept(ByteBuffer.wrap(body));
            return 1;
        } catch (HoldfastException e) {
            assertThat(e.sentence()).hasSizeLessThan(1_000).endsWith(".");
            return 0;
        } catch (RuntimeException | StackOverflowError e) {
            throw new AssertionError("seed " + SEED + ": " + new String(body, UTF_8), e);
        }
    }

    private byte[] changed(byte[] good) {
        byte[] body = good;
        int changes = random.nextInt(MAX_CHANGES);
        for (int i = 0; i < changes; i++) {
            int from = random.nextInt(body.length + 1);
            int to = Math.min(body.length, from + random.nextInt(4));
            byte[] piece = random.nextInt(4) == 0
                    ? new byte[] {(byte) random.nextInt(256)}
                    : PIECES.get(random.nextInt(PIECES.size())).getBytes(UTF_8);
            byte[] next = new byte[body.length - (to - from) + piece.length];
            System.arraycopy(body, 0, next, 0, from);
            System.arraycopy(piece, 0, next, from, piece.length);
            System.arraycopy(body, to, next, from + piece.length, body.length - to);
            body = next;
        }
        return body;
    }
}
