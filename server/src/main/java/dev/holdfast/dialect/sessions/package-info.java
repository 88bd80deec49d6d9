/**
 * The sessions dialect: durable turns over HTTP, to the letter of its document. Start at
 * {@link dev.holdfast.dialect.sessions.SessionsDialect}.
 */
@NullMarked
package dev.holdfast.dialect.sessions;

import org.jspecify.annotations.NullMarked;
