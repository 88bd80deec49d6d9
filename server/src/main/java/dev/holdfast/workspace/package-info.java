/**
 * The files of a tenant's workspace as one session sees them: listed, read, written and deleted, over handles alone. Start at
 * {@link dev.holdfast.workspace.Workspaces}.
 */
@NullMarked
package dev.holdfast.workspace;

import org.jspecify.annotations.NullMarked;
