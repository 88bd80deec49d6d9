package dev.holdfast.rpc;

import dev.holdfast.error.HoldfastException;
import dev.holdfast.error.Reason;
import java.util.Map;

/** How many items a page of a native list holds. */
public final class PageSize {

    private static final int DEFAULT = 50;
    private static final int MAX = 100;

    private PageSize() {}

    public static int parse(int asked) {
        if (asked < 0 || asked > MAX) {
            throw new HoldfastException(
                    Reason.PAGE_SIZE_INVALID,
                    "page_size must be 1 to " + MAX + ", or 0 for " + DEFAULT + "; it was " + asked + ".",
                    Map.of("field", "page_size"));
        }
        return asked == 0 ? DEFAULT : asked;
    }
}
