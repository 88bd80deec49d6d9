/**
 * What the tests of every package stand on: a real Postgres, and fakes written by hand. Start at {@link
 * dev.holdfast.testing.TestPostgres}.
 */
@NullMarked
package dev.holdfast.testing;

import org.jspecify.annotations.NullMarked;
