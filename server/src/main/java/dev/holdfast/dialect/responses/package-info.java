/**
 * Responses for callers of every dialect, in the vocabulary of OpenAI's API. Start at
 * {@link dev.holdfast.dialect.responses.ResponsesDialect}; {@link dev.holdfast.dialect.responses.ResponseFold} is what they
 * look like.
 */
@NullMarked
package dev.holdfast.dialect.responses;

import org.jspecify.annotations.NullMarked;
