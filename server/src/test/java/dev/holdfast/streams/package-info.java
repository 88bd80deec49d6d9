/**
 * Uploads, downloads and long streams through whatever door a test is given, on a small service made for it. Start at
 * {@link dev.holdfast.streams.StreamsService}; {@link dev.holdfast.streams.StreamsMain} runs it as a process.
 */
@NullMarked
package dev.holdfast.streams;

import org.jspecify.annotations.NullMarked;
