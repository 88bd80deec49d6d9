/**
 * Turns under every crash and race: a log, a model and tools in memory, and random schedules of what happens to them. Start
 * at {@link dev.holdfast.simulation.CrashAnywhereTest}.
 */
@NullMarked
package dev.holdfast.simulation;

import org.jspecify.annotations.NullMarked;
