package dev.holdfast.auth;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;

/**
 * A key's secret while it is in hand. What is stored is its digest: the secrets we make hold more than 200 random bits,
 * so a plain SHA-256 cannot be searched, and can be looked up by index.
 */
public record Secret(String text) {

    private static final String ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
    private static final int LENGTH = 40;
    private static final int HINT_BEYOND_PREFIX = 4;

    /** A new secret in the form of the style; the workspace's names its tenant. */
    static Secret random(KeyStyle style, String tenantName, SecureRandom random) {
        StringBuilder text = new StringBuilder(prefix(style, tenantName));
        for (int i = 0; i < LENGTH; i++) {
            text.append(ALPHABET.charAt(random.nextInt(ALPHABET.length())));
        }
        return new Secret(text.toString());
    }

    byte[] digest() {
        try {
            return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every JDK has SHA-256", e);
        }
    }

    /** The first characters: enough for a person to recognise the key, too few to be worth anything. */
    String hint() {
        int prefix = text.lastIndexOf('_') + 1;
        return text.substring(0, Math.min(prefix + HINT_BEYOND_PREFIX, text.length() / 2));
    }

    private static String prefix(KeyStyle style, String tenantName) {
        return switch (style) {
            case WORKSPACE -> style.prefix() + tenantName + "_";
            case NATIVE, SESSIONS, REPOSITORIES -> style.prefix();
        };
    }

    @Override
    public String toString() {
        return hint() + "…";
    }
}
