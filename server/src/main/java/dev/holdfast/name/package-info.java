/**
 * Typed ids. Start at {@link dev.holdfast.name.SessionId}; an id that exists is well-formed, whatever it names.
 */
@NullMarked
package dev.holdfast.name;

import org.jspecify.annotations.NullMarked;
