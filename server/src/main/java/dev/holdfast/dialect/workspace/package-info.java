/**
 * The workspace dialect: sessions with a scope, to the letter of its documents. Start at
 * {@link dev.holdfast.dialect.workspace.WorkspaceDialect}.
 */
@NullMarked
package dev.holdfast.dialect.workspace;

import org.jspecify.annotations.NullMarked;
