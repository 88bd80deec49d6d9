package dev.holdfast.bench;

import java.time.Duration;

/** One side of a comparison: ours or a floor. */
interface Side {

    String name();

    /** Works for so long with so many callers at once, each of which calls again as soon as it is answered. */
    Round measure(int callers, Duration length);
}
