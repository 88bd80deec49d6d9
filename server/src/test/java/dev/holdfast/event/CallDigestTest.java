package dev.holdfast.event;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.name.ActionId;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** A digest is what the API's comments say it is, and no two calls have the same. */
final class CallDigestTest {

    private static final ActionId ID = new ActionId(new UUID(0, 1));

    /** Computed by another program: {@code printf '\0\0\0\4Bash\0\0\0\21{"command": "ls"}' | sha256sum}. */
    @Test
    void itIsMadeOfTheLengthsAndTheBytes() {
        assertThat(digest("Bash", "{\"command\": \"ls\"}"))
                .isEqualTo("73d24ae566ea9e49045a29f82c4c516a57c8e9f3b2ec36fca646f90cc762d8f1");
        assertThat(digest("Bash", "{\"q\":\"ü\"}"))
                .isEqualTo("353fd13aba2609fa8d99c721d7de4f39b89172376e49df1168f99b0f4865a636");
        assertThat(digest("", "")).isEqualTo("af5570f5a1810b7af78caf4bc70a660f0df51e42baf91d4de5b2328de0e83dfc");
    }

    @Test
    void oneByteMoreOrLessOrElsewhereIsAnother() {
        assertThat(digest("ab", "c")).isNotEqualTo(digest("a", "bc"));
        String arguments = "{\"to\": \"a@example.com\", \"amount\": 100}";
        Random random = new Random(1);
        for (int round = 0; round < 1_000; round++) {
            byte[] changed = arguments.getBytes(UTF_8);
            changed[random.nextInt(changed.length)] ^= (byte) (1 << random.nextInt(7));
            assertThat(digest("send", new String(changed, UTF_8))).isNotEqualTo(digest("send", arguments));
        }
    }

    @Test
    void whoseCallItIsDoesNotCount() {
        assertThat(CallDigest.of(new ToolCall(new ActionId(new UUID(0, 2)), "a", "b")))
                .isEqualTo(CallDigest.of(new ToolCall(ID, "a", "b")));
    }

    private static String digest(String tool, String arguments) {
        return CallDigest.of(new ToolCall(ID, tool, arguments)).hex();
    }
}
