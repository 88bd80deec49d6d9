package dev.holdfast.badinput;

import com.google.protobuf.ByteString;
import dev.holdfast.testing.TestServer;
import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * Good messages with random bytes changed, for a few seconds. A failure names its seed; `-Dholdfast.seed=…` makes the same
 * changes again.
 */
final class RandomInputTest {

    @RegisterExtension
    static final TestServer SERVER = new TestServer();

    private static final long SEED = Long.getLong("holdfast.seed", System.nanoTime());
    private static final Duration TIME = Duration.ofSeconds(3);
    private static final int MOST = 2_000;
    private static final List<String> PIECES = List.of(
            "{", "}", "[", "]", ",", ":", "\"", "\\", "\\u0000", "\\ud800", "null", "1e9", "-", "%00", "%2F", "..",
            "\0", "é", "\ufeff");

    private static TwoTenants tenants;

    private final SplittableRandom random = new SplittableRandom(SEED);

    @BeforeAll
    static void makeTenants() {
        tenants = new TwoTenants(SERVER);
    }

    @AfterAll
    static void nothingIsBroken() {
        ServerInvariants.check(SERVER);
    }

    @Test
    void changedBytesOfMessagesAreAnsweredAsDocumented() {
        List<DocumentedRpc> rpcs = DocumentedRpc.all();
        List<List<WireMutations.Mutation>> mutations = rpcs.stream()
                .map(rpc -> WireMutations.of(rpc.method().getInputType(), tenants))
                .toList();
        long end = System.nanoTime() + TIME.toNanos();
        for (int i = 0; i < MOST && System.nanoTime() < end; i++) {
            int at = random.nextInt(rpcs.size());
            DocumentedRpc rpc = rpcs.get(at);
            List<WireMutations.Mutation> starts = mutations.get(at);
            ByteString start = starts.get(random.nextInt(starts.size())).bytes();
            byte[] request =
                    changed(start.substring(0, Math.min(start.size(), 4_096)).toByteArray());
            RawCall.Answer answer = RawCall.of(
                    SERVER.channel(),
                    rpc.path(),
                    ByteString.copyFrom(request),
                    RawCall.metadata("authorization", "Bearer " + tenants.caller.key()));
            named(i, () -> AnswerRules.check(rpc, answer));
        }
    }

    private byte[] changed(byte[] bytes) {
        ByteString changed = ByteString.copyFrom(bytes);
        for (int times = 1 + random.nextInt(4); times > 0; times--) {
            int at = random.nextInt(changed.size() + 1);
            int to = Math.min(changed.size(), at + random.nextInt(4));
            changed = changed.substring(0, at).concat(piece()).concat(changed.substring(to));
        }
        return changed.toByteArray();
    }

    private ByteString piece() {
        return switch (random.nextInt(3)) {
            case 0 -> ByteString.EMPTY;
            case 1 -> ByteString.copyFrom(new byte[] {(byte) random.nextInt(256)});
            default -> ByteString.copyFromUtf8(PIECES.get(random.nextInt(PIECES.size())));
        };
    }

    private static void named(int number, Runnable check) {
        try {
            check.run();
        } catch (AssertionError e) {
            throw new AssertionError("request " + number + " of seed " + SEED, e);
        }
    }
}
