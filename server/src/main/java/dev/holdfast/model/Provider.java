package dev.holdfast.model;

import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;

/** Who answers for a model. */
public sealed interface Provider {

    Provider DEMO = new Demo();

    /** The name in the configuration. */
    String name();

    /** The model that is built in. */
    record Demo() implements Provider {

        @Override
        public String name() {
            return "demo";
        }
    }

    /**
     * One that is asked over HTTP.
     *
     * @param keyVariable the environment variable that holds the key; {@link #NO_KEY} for one that needs none
     * @param silence how long nothing may come from it before it counts as gone
     */
    record Remote(String name, Api api, String baseUrl, String keyVariable, Duration silence) implements Provider {

        public static final String NO_KEY = "none";
        public static final Duration USUAL_SILENCE = Duration.ofMinutes(2);

        public boolean needsKey() {
            return !keyVariable.equals(NO_KEY);
        }
    }

    /** The APIs that are spoken. */
    enum Api {
        OPENAI_RESPONSES("openai", "https://api.openai.com/v1", "OPENAI_API_KEY"),
        OPENAI_CHAT("openai-chat", "https://api.openai.com/v1", "OPENAI_API_KEY"),
        ANTHROPIC("anthropic", "https://api.anthropic.com", "ANTHROPIC_API_KEY");

        private final String key;
        private final String baseUrl;
        private final String keyVariable;

        Api(String key, String baseUrl, String keyVariable) {
            this.key = key;
            this.baseUrl = baseUrl;
            this.keyVariable = keyVariable;
        }

        /** The name in the configuration. */
        public String key() {
            return key;
        }

        public static Optional<Api> find(String key) {
            return Arrays.stream(values()).filter(api -> api.key.equals(key)).findFirst();
        }

        /** Whoever made the API, at their own address. */
        public Remote usual(String name) {
            return new Remote(name, this, baseUrl, keyVariable, Remote.USUAL_SILENCE);
        }
    }
}
