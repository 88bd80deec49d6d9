/**
 * The log of events: the only place that writes one, and the transaction in which every projection follows. Start at
 * {@link dev.holdfast.log.EventLog}.
 */
@NullMarked
package dev.holdfast.log;

import org.jspecify.annotations.NullMarked;
