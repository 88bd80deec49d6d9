/**
 * The command line: {@code serve}, {@code keys}, {@code verify}. Start at {@link dev.holdfast.cli.Main}.
 */
@NullMarked
package dev.holdfast.cli;

import org.jspecify.annotations.NullMarked;
