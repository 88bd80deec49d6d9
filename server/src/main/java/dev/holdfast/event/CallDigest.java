package dev.holdfast.event;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * What binds a decision to the call that was shown: a mark of the tool and the exact arguments. Its recipe is published with
 * {@code holdfast.v1.Approval}, for callers make it themselves.
 */
public record CallDigest(String hex) {

    public static CallDigest of(ToolCall call) {
        MessageDigest digest = sha256();
        add(digest, call.tool());
        add(digest, call.arguments());
        return new CallDigest(HexFormat.of().formatHex(digest.digest()));
    }

    /** With its length before it, so that no two pairs of texts are the same bytes. */
    private static void add(MessageDigest digest, String text) {
        byte[] bytes = text.getBytes(UTF_8);
        digest.update(ByteBuffer.allocate(Integer.BYTES).putInt(bytes.length).flip());
        digest.update(bytes);
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every JDK has SHA-256", e);
        }
    }

    @Override
    public String toString() {
        return hex;
    }
}
