/**
 * The server as a whole: {@link dev.holdfast.Holdfast} puts the parts together, in the order in which they depend on
 * each other.
 */
@NullMarked
package dev.holdfast;

import org.jspecify.annotations.NullMarked;
