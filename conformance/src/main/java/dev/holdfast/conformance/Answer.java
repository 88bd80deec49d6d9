package dev.holdfast.conformance;

import java.util.SortedMap;

/** What came back; the names of headers are in lower case, and one that came twice has both values. */
record Answer(int status, SortedMap<String, String> headers, String body) {

    String header(String name) {
        return headers.getOrDefault(name, "");
    }

    String shortly() {
        return status + " " + (body.length() > 300 ? body.substring(0, 300) + "…" : body);
    }
}
