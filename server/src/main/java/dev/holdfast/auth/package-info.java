/**
 * Who calls: tenants, their keys, and the one way from credentials to a caller. Start at
 * {@link dev.holdfast.auth.Authenticator}.
 */
@NullMarked
package dev.holdfast.auth;

import org.jspecify.annotations.NullMarked;
