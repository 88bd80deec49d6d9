package dev.holdfast.badinput;

import java.util.List;

/** Texts that go wrong somewhere. */
final class BadText {

    static final String NUL = "a\0b";
    static final int DEEPEST = 64;
    private static final int MEBIBYTE = 1024 * 1024;

    private BadText() {}

    /** For a field that holds text. */
    static final List<String> TEXTS = List.of(
            "",
            " ",
            "a".repeat(MEBIBYTE),
            "\u0001\u001b[31m\u007f\u0085\r\nx-injected: yes",
            "\ufeff\u202e\ufffe𝄞",
            "%00%2e%2e%2f",
            "../../../../etc/passwd",
            "' or '1'='1'; drop table sessions; --",
            "${jndi:ldap://localhost/a}",
            "{{7*7}}",
            "null",
            "-1",
            "AAAA====",
            "////////////////////////////////////////");

    /** What is no JSON, or is more of it than one value, or nests too deep. */
    static final List<String> NO_JSON = List.of(
            "{",
            "}",
            "]",
            "[1,]",
            "{\"a\":}",
            "{\"a\":1}x",
            "{}{}",
            "{'a':1}",
            "{a:1}",
            "{\"a\":NaN}",
            "{\"a\":-Infinity}",
            "{\"a\":01}",
            "{\"a\":.5}",
            "{\"a\":\"\0\"}",
            "{\"a\":\"\\x\"}",
            "{\"a\":\"\\u12\"}",
            "// {}",
            "\ufeff{}",
            "{\"a\":" + deep(DEEPEST) + "}",
            "{\"a\":" + deep(100_000) + "}",
            "[".repeat(100_000),
            "{\"a\":".repeat(100_000));

    /** JSON, and no object. */
    static final List<String> NO_OBJECTS = List.of("true", "7", "\"text\"", "[]", "[{}]", "9".repeat(10_000));

    /** Odd, and JSON objects all the same. */
    static final List<String> ODD_OBJECTS = List.of(
            "{\"a\":1,\"a\":2}",
            "{\"\":{\"\":\"\"}}",
            "{\"a\":\"\\u0000\\ud800\"}",
            "{\"\\u0000\":0}",
            "{\"__proto__\":{}}",
            "{\"a\":-0,\"b\":1e400,\"c\":1E-9999}",
            "{\"a\":" + "9".repeat(10_000) + "}",
            "{\"a\":" + deep(DEEPEST - 1) + "}",
            " \t\r\n{ } ");

    /** Arrays in arrays, so many of them. */
    static String deep(int depth) {
        return "[".repeat(depth) + "]".repeat(depth);
    }
}
