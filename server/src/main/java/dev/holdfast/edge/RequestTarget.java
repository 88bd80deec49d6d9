package dev.holdfast.edge;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The path of a request target: clients of proxies write the whole address, which means the same (RFC 9112, 3.2.2). */
final class RequestTarget {

    private static final Pattern ABSOLUTE = Pattern.compile("(?i)https?://[^/]+(?<path>/.*)?");

    private RequestTarget() {}

    static String path(String target) {
        Matcher absolute = ABSOLUTE.matcher(target);
        if (!absolute.matches()) {
            return target;
        }
        String path = absolute.group("path");
        return path == null ? "/" : path;
    }
}
