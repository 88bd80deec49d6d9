package dev.holdfast.model;

import java.time.Duration;

/** Waits; handed in, so that tests need not. */
public interface Pause {
    void pause(Duration duration) throws InterruptedException;
}
