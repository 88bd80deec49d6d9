package dev.holdfast.name;

import java.util.Optional;

/**
 * The id of an approval: the characters of the action that it is about and, if a crash put the action in doubt, how often it had
 * been run by then. It is a pure function of the two, so that whoever folds a log finds the same ids.
 *
 * @param attempt 0 for the approval of the call itself
 */
public record ApprovalId(ActionId action, int attempt) {

    private static final String PREFIX = "apr";
    private static final int ACTION_LENGTH = PREFIX.length() + 1 + 26;
    private static final int MAX_DIGITS = 9;

    public static Optional<ApprovalId> parse(String text) {
        String action = text.substring(0, Math.min(text.length(), ACTION_LENGTH));
        String rest = text.substring(action.length());
        if (!rest.isEmpty() && !isAttempt(rest)) {
            return Optional.empty();
        }
        int attempt = rest.isEmpty() ? 0 : Integer.parseInt(rest.substring(1));
        return TypeId.parse(PREFIX, action).map(id -> new ApprovalId(new ActionId(id), attempt));
    }

    /** Every id has one text: no zero before the number, and none in place of it. */
    private static boolean isAttempt(String rest) {
        String digits = rest.substring(1);
        return rest.charAt(0) == '_'
                && !digits.isEmpty()
                && digits.length() <= MAX_DIGITS
                && digits.chars().allMatch(digit -> digit >= '0' && digit <= '9')
                && digits.charAt(0) != '0';
    }

    @Override
    public String toString() {
        return TypeId.print(PREFIX, action.value()) + (attempt == 0 ? "" : "_" + attempt);
    }
}
