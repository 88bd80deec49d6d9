/**
 * What the dialects' request bodies have in common, and their common words for tools and scopes. Start at
 * {@link dev.holdfast.dialect.body.SessionBody}.
 */
@NullMarked
package dev.holdfast.dialect.body;

import org.jspecify.annotations.NullMarked;
