/**
 * Who runs turns: claims them, asks the model, runs tools, and reports what happened through the same door as everyone.
 * Start at {@link dev.holdfast.agent.Agent}, then {@link dev.holdfast.agent.TurnWorker}.
 */
@NullMarked
package dev.holdfast.agent;

import org.jspecify.annotations.NullMarked;
