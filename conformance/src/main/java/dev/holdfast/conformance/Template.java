package dev.holdfast.conformance;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A text with holes: {@code {name:kind}} takes and keeps a value of a kind, {@code {:kind}} takes one, {@code {name}} is a
 * variable's value, and {@code …} is anything. All else has to be there byte for byte.
 */
final class Template {

    private static final Map<String, String> KINDS = Map.ofEntries(
            Map.entry("ses", "ses_[0-9a-z]{26}"),
            Map.entry("sess", "sess_[0-9a-f]{12}"),
            Map.entry("key", "key_[0-9a-z]{26}"),
            Map.entry("secret", "[A-Za-z_]+_[A-Za-z0-9]{40}"),
            Map.entry("action", "tc_[0-9a-z]+(?:_\\d+)*"),
            Map.entry("event", "evt_[0-9a-z]+(?:_\\d+)*"),
            Map.entry("msg", "msg_[0-9a-f]{24}"),
            Map.entry("hex", "[0-9a-f]{12}"),
            Map.entry("request", "req_[0-9a-z]{26}"),
            Map.entry("time", "\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d(?:\\.\\d{1,9})?Z"),
            Map.entry("seconds", "\\d+\\.\\d{1,3}"),
            Map.entry("blank", "\\s*"),
            Map.entry("int", "\\d+"),
            Map.entry("text", "(?:[^\"\\\\]|\\\\.)+"));

    private static final Pattern HOLE =
            Pattern.compile("(?<any>…)|\\{(?<kept>[a-z_]*):(?<kind>[a-z]+)}|\\{(?<variable>[a-z][a-z_.]*|.\\*\\d+)}");

    private Template() {}

    /** Whether the text is as the template says; what is kept becomes a variable. */
    static boolean matches(String template, String text, Variables variables) {
        StringBuilder regex = new StringBuilder();
        Map<String, String> kept = new LinkedHashMap<>();
        Matcher holes = HOLE.matcher(template);
        int end = 0;
        while (holes.find()) {
            regex.append(Pattern.quote(template.substring(end, holes.start())));
            regex.append(regex(holes, kept, variables));
            end = holes.end();
        }
        regex.append(Pattern.quote(template.substring(end)));
        Matcher match = Pattern.compile(regex.toString(), Pattern.DOTALL).matcher(text);
        if (!match.matches()) {
            return false;
        }
        kept.forEach((name, group) -> variables.set(name, match.group(group)));
        return true;
    }

    private static String regex(Matcher hole, Map<String, String> kept, Variables variables) {
        if (hole.group("any") != null) {
            return ".*";
        }
        if (hole.group("variable") != null) {
            String again = kept.get(hole.group("variable"));
            return again == null ? Pattern.quote(variables.fill(hole.group())) : "\\k<" + again + ">";
        }
        String kind = Optional.ofNullable(KINDS.get(hole.group("kind")))
                .orElseThrow(() -> new ConformanceException("No kind of value is called " + hole.group() + "."));
        String name = hole.group("kept");
        if (name.isEmpty()) {
            return "(?:" + kind + ")";
        }
        String group = "kept" + kept.size();
        kept.put(name, group);
        return "(?<" + group + ">" + kind + ")";
    }
}
