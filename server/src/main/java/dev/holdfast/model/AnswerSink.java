package dev.holdfast.model;

/** Takes an answer while it comes. It may block, and so slow the model down. */
public interface AnswerSink {

    /** The next piece of the answer's text. */
    void text(String delta);

    /** The next piece of what the model thinks before it answers. */
    void thinking(String delta);
}
