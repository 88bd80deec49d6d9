/**
 * Everything that can go wrong, by name. Start at {@link dev.holdfast.error.Reason}; each door and dialect has one
 * exhaustive switch over it.
 */
@NullMarked
package dev.holdfast.error;

import org.jspecify.annotations.NullMarked;
