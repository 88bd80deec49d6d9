package dev.holdfast.conformance;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What has to be the same at every door: status, body, and the headers that clients may rely on, byte for byte, with ids
 * and times masked.
 */
record Seen(int status, SortedMap<String, String> headers, String body) {

    private static final Pattern COMPARED = Pattern.compile(
            "content-type|content-length|etag|last-modified|accept-ranges|content-range|content-disposition|cache-control"
                    + "|location|allow|retry-after|www-authenticate|x-request-id|x-response-id|x-turn-number|x-session-status"
                    + "|x-content-sha|x-ratelimit-.*|x-org-ratelimit-.*|access-control-.*|x-accel-buffering"
                    + "|x-content-type-options|x-frame-options|referrer-policy"
                    // And what must leave neither door.
                    + "|x-http-.*|grpc-.*|x-envoy-.*|server|via|x-powered-by");

    private static final Map<Pattern, String> MASKS = Map.of(
            Pattern.compile("\\b(ses|req|key)_[0-9a-z]{26}\\b"),
            "$1_*",
            Pattern.compile("\\b(tc|msg|evt|resp|rs|fc|fco|mcp)_[0-9a-z]+(_\\d+)*\\b"),
            "$1_*",
            Pattern.compile("\\bsess_[0-9a-f]{12}\\b"),
            "sess_*",
            Pattern.compile("\\b(hf|cnc|pk_[a-z]+|cgk_live)_[A-Za-z0-9]{40}\\b"),
            "$1_*",
            Pattern.compile("(\"secretHint\":\")[^\"]+"),
            "$1*",
            // Envoy's own answers get ids of another kind.
            Pattern.compile("\\b[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}\\b"),
            "req_*",
            Pattern.compile("\\b\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d(\\.\\d+)?Z"),
            "TIME",
            Pattern.compile("\"(created_at|last_activity|modified)\":\\d+\\.\\d{1,3}"),
            "\"$1\":SECONDS",
            // The state of a file, and when it came about.
            Pattern.compile("\"[0-9a-f]{32}\"|\\b\\w{3}, \\d\\d \\w{3} \\d{4} \\d\\d:\\d\\d:\\d\\d GMT"),
            "STATE",
            Pattern.compile("\"(created_at|created)\":\\d+(?![.\\d])"),
            "\"$1\":SECONDS");

    private static final Pattern MESSAGE = Pattern.compile("\"message\":\"(?:\\\\.|[^\"\\\\])*\"");

    private static final Pattern FRAME_ID = Pattern.compile("(?m)^id: \\d+\n");
    private static final Pattern SEQUENCE_NUMBER = Pattern.compile(",?\"sequence_number\":\\d+}\n");
    private static final Pattern PIECES = Pattern.compile(
            "(data: \\{\"(delta|content)\":\"(?:\\\\.|[^\"\\\\])*+)\"}\n\nevent: (?:output_text|text)\\.delta\ndata: \\{\"\\2\":\"");

    static Seen of(Answer answer, Variables variables) {
        boolean stream = answer.header("content-type").startsWith("text/event-stream");
        String body = mask(stream ? withoutPieces(answer.body()) : answer.body(), variables);
        TreeMap<String, String> headers = new TreeMap<>();
        answer.headers().forEach((name, value) -> {
            if (COMPARED.matcher(name).matches()) {
                headers.put(name, mask(value, variables));
            }
        });
        // Masked values have other lengths. And the edge says 0 where there is no body, which Envoy takes out.
        if (!body.equals(answer.body()) || answer.status() == 204 || answer.status() == 304) {
            headers.remove("content-length");
        }
        return new Seen(answer.status(), headers, body);
    }

    /**
     * A stream in which neighbouring deltas are one and frames have no number: how a model's words are cut depends on the moment,
     * and the numbers with it.
     */
    private static String withoutPieces(String stream) {
        String joined =
                SEQUENCE_NUMBER.matcher(FRAME_ID.matcher(stream).replaceAll("")).replaceAll("}\n");
        for (Matcher pieces = PIECES.matcher(joined); pieces.find(); pieces = PIECES.matcher(joined)) {
            joined = pieces.replaceAll("$1");
        }
        return joined;
    }

    /** Without the sentence of a refusal, for where another parser has other words. */
    Seen withoutWords() {
        TreeMap<String, String> others = new TreeMap<>(headers);
        others.remove("content-length");
        return new Seen(status, others, MESSAGE.matcher(body).replaceAll("\"message\":\"*\""));
    }

    /** What is not the same, part by part. */
    List<String> differences(Seen other) {
        List<String> differences = new ArrayList<>();
        compare("status", Integer.toString(status), Integer.toString(other.status), differences);
        TreeSet<String> names = new TreeSet<>(headers.keySet());
        names.addAll(other.headers.keySet());
        for (String name : names) {
            compare(name, headers.getOrDefault(name, "-"), other.headers.getOrDefault(name, "-"), differences);
        }
        compare("body", body, other.body, differences);
        return differences;
    }

    private static void compare(String part, String one, String other, List<String> differences) {
        if (!one.equals(other)) {
            differences.add("%s: `%s`, and `%s`".formatted(part, shortly(one), shortly(other)));
        }
    }

    private static String shortly(String text) {
        return text.length() > 400 ? text.substring(0, 400) + "…" : text;
    }

    /** The text with names in place of what differs from run to run. */
    static String mask(String text, Variables variables) {
        String masked = variables.mask(text);
        for (Map.Entry<Pattern, String> entry : MASKS.entrySet()) {
            masked = entry.getKey().matcher(masked).replaceAll(entry.getValue());
        }
        return masked;
    }
}
