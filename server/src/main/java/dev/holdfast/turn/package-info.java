/**
 * Turns: what is asked of one, and later its running, following and approvals. Start at {@link dev.holdfast.turn.TurnDraft}.
 */
@NullMarked
package dev.holdfast.turn;

import org.jspecify.annotations.NullMarked;
