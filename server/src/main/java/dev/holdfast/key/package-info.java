/**
 * Keys over gRPC and typed REST. Start at {@link dev.holdfast.key.KeyService}; the keys themselves live in
 * {@code auth}.
 */
@NullMarked
package dev.holdfast.key;

import org.jspecify.annotations.NullMarked;
