package dev.holdfast.event;

import java.util.List;

/** One entry of the conversation that a model is shown. */
public sealed interface Message {

    /** Somebody said something. */
    record Said(Role role, List<Content> content) implements Message {

        public Said {
            content = List.copyOf(content);
        }
    }

    /** A model of this server answered. */
    record Answered(ModelStep step) implements Message {}

    /** A function was called, as the caller tells it; its id is the caller's word. */
    record Called(String callId, String tool, String arguments) implements Message {}

    /** A call came back. */
    record Returned(String callId, String output, boolean failed) implements Message {}

    /** Who speaks. */
    enum Role {
        USER,
        ASSISTANT,
        SYSTEM
    }
}
