/**
 * The database: where it is, that it is safe to confirm writes from, and transactions on it; a Postgres of our own is
 * started where none is configured. Start at {@link dev.holdfast.storage.Storage}, then {@link
 * dev.holdfast.storage.Database}.
 */
@NullMarked
package dev.holdfast.storage;

import org.jspecify.annotations.NullMarked;
