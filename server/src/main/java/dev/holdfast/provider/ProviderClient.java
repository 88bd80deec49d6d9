package dev.holdfast.provider;

import dev.holdfast.model.ModelRequest;

/** A provider's API, asked through its SDK. */
interface ProviderClient extends AutoCloseable {

    /**
     * Asks once, and hands on what comes until the answer is whole, the stream ends or something goes wrong, which the parts
     * are told as well. An interruption ends it soon.
     */
    void ask(ModelRequest request, AnswerParts parts);

    @Override
    void close();
}
