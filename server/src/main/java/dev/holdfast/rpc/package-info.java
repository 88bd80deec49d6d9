/**
 * The gRPC server and what every call passes through on its way in: request id, caller, access, failures. Start at
 * {@code RpcServer}.
 */
@NullMarked
package dev.holdfast.rpc;

import org.jspecify.annotations.NullMarked;
