/**
 * HTTP in, gRPC out: the routes come from the annotations of the protos, the answers from the server behind the
 * channel, and nothing here knows a service. Start at {@link dev.holdfast.edge.Edge}, then {@code Exchange}.
 */
@NullMarked
package dev.holdfast.edge;

import org.jspecify.annotations.NullMarked;
