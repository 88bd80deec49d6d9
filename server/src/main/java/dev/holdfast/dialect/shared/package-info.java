/**
 * The paths that several dialects document, and the choice between them. Start at
 * {@link dev.holdfast.dialect.shared.DialectChoice}.
 */
@NullMarked
package dev.holdfast.dialect.shared;

import org.jspecify.annotations.NullMarked;
