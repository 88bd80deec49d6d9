package dev.holdfast.model;

/** Something that answers a conversation. */
public interface Model {

    /**
     * Asks for one answer and blocks until it is whole; its text goes to the sink while it comes. An interruption ends the
     * call soon, with the exception; what the sink throws ends it as well.
     */
    ModelOutcome answer(ModelRequest request, AnswerSink sink) throws InterruptedException;
}
