/**
 * How fast the server is, as ratios to floors that are measured in the same run. {@link dev.holdfast.bench.Bench} is the
 * entry point, {@link dev.holdfast.bench.Side} what is compared; nothing here asserts a figure.
 */
@NullMarked
package dev.holdfast.bench;

import org.jspecify.annotations.NullMarked;
