package dev.holdfast.provider;

import dev.holdfast.event.Content;
import dev.holdfast.event.Message;
import dev.holdfast.json.Json;
import java.util.List;

/** The words that all providers are shown alike. */
final class Said {

    /** The parameters of a tool that has none. */
    static final Json NO_PARAMETERS = new Json("{\"type\":\"object\",\"properties\":{}}");

    private Said() {}

    /** A file is shown as text. */
    static String file(Content.File file) {
        return "File " + file.name() + ":\n" + file.text();
    }

    /** The names that providers have for those who speak. */
    static String role(Message.Role role) {
        return switch (role) {
            case USER -> "user";
            case ASSISTANT -> "assistant";
            case SYSTEM -> "system";
        };
    }

    /** All of it as one text; a picture, which only users can show, by its address. */
    static String plain(List<Content> content) {
        StringBuilder text = new StringBuilder();
        for (Content part : content) {
            text.append(text.isEmpty() ? "" : "\n");
            text.append(
                    switch (part) {
                        case Content.Text words -> words.text();
                        case Content.Image image -> image.url();
                        case Content.File file -> file(file);
                    });
        }
        return text.toString();
    }
}
