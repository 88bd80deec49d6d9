/**
 * What nobody should send, sent to everything that is served: the walks go over the descriptors, so that a new RPC or
 * route is walked without being named. Start at {@link dev.holdfast.badinput.BadGrpcInputTest}.
 */
@NullMarked
package dev.holdfast.badinput;

import org.jspecify.annotations.NullMarked;
