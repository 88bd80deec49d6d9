/**
 * Sessions: made, read, listed, changed, ended by time and deleted. Start at {@link dev.holdfast.session.Sessions}; the
 * gRPC service is {@link dev.holdfast.session.SessionService}.
 */
@NullMarked
package dev.holdfast.session;

import org.jspecify.annotations.NullMarked;
