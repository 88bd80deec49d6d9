/**
 * The vocabulary of the log: what can happen to a session, as data. Start at {@link dev.holdfast.event.Event}.
 */
@NullMarked
package dev.holdfast.event;

import org.jspecify.annotations.NullMarked;
