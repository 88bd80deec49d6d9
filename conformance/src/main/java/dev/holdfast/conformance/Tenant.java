package dev.holdfast.conformance;

import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** The tenant whose keys the suite was given: it is the suite's own, and everything in it may go. */
record Tenant(Callers callers, Door door) {

    private static final Pattern ID = Pattern.compile("\"sessionId\":\"([^\"]+)\"");

    /** Deletes every session, whichever API made it. */
    void empty() {
        while (true) {
            Answer page = send("GET", "/holdfast/v1/sessions?pageSize=100");
            List<String> ids = ID.matcher(page.body())
                    .results()
                    .map((MatchResult id) -> id.group(1))
                    .toList();
            if (ids.isEmpty()) {
                return;
            }
            ids.forEach(id -> send("DELETE", "/holdfast/v1/sessions/" + id));
        }
    }

    private Answer send(String method, String target) {
        Request request = new Request(method, target, Callers.headers("native"), "");
        Answer answer = door.send(request.filled(new Variables(callers.variables())));
        if (answer.status() != 200) {
            throw new ConformanceException("The tenant cannot be emptied: " + answer.shortly());
        }
        return answer;
    }
}
