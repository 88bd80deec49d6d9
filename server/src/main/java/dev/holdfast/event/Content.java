package dev.holdfast.event;

/** A part of what somebody said. */
public sealed interface Content {

    record Text(String text) implements Content {}

    /** A picture, as an https or data URL. */
    record Image(String url) implements Content {}

    /** A file that is shown as text. */
    record File(String name, String text) implements Content {}
}
