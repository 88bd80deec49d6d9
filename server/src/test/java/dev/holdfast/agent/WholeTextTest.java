package dev.holdfast.agent;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;

final class WholeTextTest {

    private static final String SMILE = "\uD83D\uDE00";

    @Test
    void aCharacterThatIsCutInTwoGoesOnWhole() {
        WholeText text = new WholeText();

        assertThat(text.add("a" + SMILE.charAt(0))).isEqualTo("a");
        assertThat(text.add(SMILE.charAt(1) + "b")).isEqualTo(SMILE + "b");
        assertThat(text.end()).isEmpty();
        assertThat(text.text()).isEqualTo("a" + SMILE + "b");
    }

    @Test
    void halfACharacterAloneIsReplaced() {
        WholeText text = new WholeText();

        assertThat(text.add("a\uDE00b")).isEqualTo("a\uFFFDb");
        assertThat(text.add("c\uD83D")).isEqualTo("c");
        assertThat(text.end()).isEqualTo("\uFFFD");
    }

    /** However a text is cut, the pieces together are the text, and each can be stored by itself. */
    @Test
    void cutAnywhereItIsTheSameText() {
        for (long seed = 0; seed < 2_000; seed++) {
            Random random = new Random(seed);
            String whole = randomText(random);
            WholeText text = new WholeText();
            StringBuilder joined = new StringBuilder();
            int at = 0;
            while (at < whole.length()) {
                int end = Math.min(whole.length(), at + 1 + random.nextInt(3));
                String piece = text.add(whole.substring(at, end));
                assertThat(UTF_8.newEncoder().canEncode(piece)).as("seed %d", seed).isTrue();
                joined.append(piece);
                at = end;
            }
            joined.append(text.end());
            assertThat(joined.toString()).as("seed %d", seed).isEqualTo(WholeText.mended(whole));
            assertThat(text.text()).as("seed %d", seed).isEqualTo(joined.toString());
        }
    }

    private static String randomText(Random random) {
        StringBuilder text = new StringBuilder();
        for (int length = random.nextInt(12); length > 0; length--) {
            switch (random.nextInt(4)) {
                case 0 -> text.append(SMILE);
                case 1 -> text.append(SMILE.charAt(random.nextInt(2)));
                default -> text.append((char) ('a' + random.nextInt(26)));
            }
        }
        return text.toString();
    }
}
