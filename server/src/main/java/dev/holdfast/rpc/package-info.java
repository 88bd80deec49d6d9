/**
 * The gRPC server and what every call passes through on its way in: request id, caller, access, failures. Start at
 * {@link dev.holdfast.rpc.RpcServer}, then {@link dev.holdfast.rpc.CallInterceptor}.
 */
@NullMarked
package dev.holdfast.rpc;

import org.jspecify.annotations.NullMarked;
