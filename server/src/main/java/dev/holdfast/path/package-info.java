/**
 * Paths within a workspace and the scopes made of them. Start at {@link dev.holdfast.path.Scope}.
 */
@NullMarked
package dev.holdfast.path;

import org.jspecify.annotations.NullMarked;
