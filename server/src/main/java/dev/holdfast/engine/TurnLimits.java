package dev.holdfast.engine;

import java.time.Duration;

/**
 * How far a turn may go by itself.
 *
 * @param steps how often it may ask the model
 * @param runningTime how long it may run from its beginning, or from the end of its last pause
 * @param costMicros what it may cost, in millionths of a dollar, before it asks the model once more
 * @param retries how often the model may be asked again for an answer that crashes cut off
 */
public record TurnLimits(int steps, Duration runningTime, long costMicros, int retries) {}
