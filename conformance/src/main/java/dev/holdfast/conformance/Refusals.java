package dev.holdfast.conformance;

import java.util.Map;

/** The shapes of errors, each with the place that it leaves for its code; {@code sessions:invalid_json} names one. */
final class Refusals {

    private static final Map<String, String> SHAPES = Map.of(
            "sessions",
            "{\"error\":{\"message\":\"{:text}\",\"type\":\"invalid_request_error\",\"code\":\"CODE\"},"
                    + "\"status\":\"failed\",\"code\":\"CODE\"}",
            "workspace",
            "{\"error\":\"CODE\",\"message\":\"{:text}\"}",
            "repositories",
            "{\"error\":\"{:text}\",\"code\":\"CODE\"}",
            "native",
            "{\"code\":{:int},\"message\":\"{:text}\",\"details\":"
                    + "[{\"@type\":\"type.googleapis.com/google.rpc.ErrorInfo\",\"reason\":\"CODE\","
                    + "\"domain\":\"holdfast.dev\",\"metadata\":{…}},"
                    + "{\"@type\":\"type.googleapis.com/google.rpc.RequestInfo\",\"requestId\":\"{:text}\","
                    + "\"servingData\":\"\"}]}");

    private Refusals() {}

    static boolean isShape(String word) {
        return SHAPES.containsKey(word.split(":", 2)[0]);
    }

    /** The template of a body. The workspace's code is a phrase, whose spaces are written as hyphens. */
    static String body(String word) {
        String[] parts = word.split(":", 2);
        String shape = SHAPES.get(parts[0]);
        if (shape == null || parts.length < 2) {
            throw new ConformanceException("`" + word + "` is no shape of errors with its code.");
        }
        return shape.replace("CODE", parts[0].equals("workspace") ? parts[1].replace('-', ' ') : parts[1]);
    }
}
