package dev.holdfast.auth;

import dev.holdfast.error.HoldfastException;
import dev.holdfast.error.Reason;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;

/**
 * The one way from credentials to a caller, for every door. A pin that is not live falls through to the key, and the
 * answer says so.
 */
public final class Authenticator {

    /** A pin's id, which has other characters and another length than a session's. */
    private static final Pattern PIN = Pattern.compile("ses_[A-Za-z0-9_-]{21}");

    private final Function<String, Optional<Caller>> keys;

    /** @param keys the caller whose key it is, from its secret: {@link KeyStore#find} */
    public Authenticator(Function<String, Optional<Caller>> keys) {
        this.keys = keys;
    }

    public Authentication authenticate(Credentials credentials) {
        boolean deadPin =
                credentials.pin() != null && PIN.matcher(credentials.pin()).matches();
        Optional<Caller> caller = credentials.key() == null ? Optional.empty() : keys.apply(credentials.key());
        if (caller.isPresent()) {
            return new Authentication(caller.get(), deadPin ? PinStatus.UNKNOWN : PinStatus.ABSENT);
        }
        if (deadPin) {
            throw new HoldfastException(
                    Reason.PIN_INVALID, "The pin is expired, closed or unknown. Open another, or send a key.");
        }
        if (credentials.key() == null) {
            throw new HoldfastException(
                    Reason.KEY_MISSING, "The request carries no key. Send one as `Authorization: Bearer <key>`.");
        }
        throw new HoldfastException(
                Reason.KEY_INVALID, "The key is unknown or revoked. Check that it is whole, or ask for another.");
    }

    /** Who calls, and what became of the pin that the call carried. */
    public record Authentication(Caller caller, PinStatus pin) {}

    /** What became of a pin. */
    public enum PinStatus {
        ABSENT,
        UNKNOWN
    }
}
