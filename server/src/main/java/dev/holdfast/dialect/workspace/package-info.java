/**
 * The workspace dialect, of which the form of its errors is here. Start at
 * {@link dev.holdfast.dialect.workspace.WorkspaceForm}.
 */
@NullMarked
package dev.holdfast.dialect.workspace;

import org.jspecify.annotations.NullMarked;
