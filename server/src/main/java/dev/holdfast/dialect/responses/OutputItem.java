package dev.holdfast.dialect.responses;

import dev.holdfast.json.JsonWriter;

/** An entry of a response's output, as it grows. */
sealed interface OutputItem permits SpokenItem, CallItem {

    String id();

    /** Its place in the output, from 0. */
    int index();

    void print(JsonWriter json);

    enum Status {
        IN_PROGRESS("in_progress"),
        COMPLETED("completed"),
        INCOMPLETE("incomplete"),
        FAILED("failed");

        private final String word;

        Status(String word) {
            this.word = word;
        }

        @Override
        public String toString() {
            return word;
        }
    }
}
