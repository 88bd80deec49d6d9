package dev.holdfast.auth;

/**
 * The form of a key's secret. Every style works everywhere; the prefix only tells dialects apart where nothing else
 * does.
 */
public enum KeyStyle {
    NATIVE("hf_"),
    SESSIONS("cnc_"),
    WORKSPACE("pk_"),
    REPOSITORIES("cgk_live_");

    private final String prefix;

    KeyStyle(String prefix) {
        this.prefix = prefix;
    }

    public String prefix() {
        return prefix;
    }

    /** The style that a secret chosen elsewhere looks like; the native one if it looks like none. */
    static KeyStyle ofSecret(String secret) {
        for (KeyStyle style : values()) {
            if (secret.startsWith(style.prefix)) {
                return style;
            }
        }
        return NATIVE;
    }
}
