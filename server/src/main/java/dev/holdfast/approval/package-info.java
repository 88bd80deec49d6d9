/**
 * What waits, or waited, for a person: the record of each approval, its projection, and the door of whoever decides. Start at
 * {@link dev.holdfast.approval.Approvals}; the rules are the engine's.
 */
@NullMarked
package dev.holdfast.approval;

import org.jspecify.annotations.NullMarked;
