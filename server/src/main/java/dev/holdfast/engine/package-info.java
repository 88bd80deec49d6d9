/**
 * The rules of a session, pure: what its events make of it and which events answer a command. Start at
 * {@link dev.holdfast.engine.SessionEngine}.
 */
@NullMarked
package dev.holdfast.engine;

import org.jspecify.annotations.NullMarked;
