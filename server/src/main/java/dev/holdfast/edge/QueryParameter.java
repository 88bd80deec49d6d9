package dev.holdfast.edge;

import java.util.ArrayList;
import java.util.List;

/** One name and value of a query, decoded as browsers and the common clients encode them: a plus is a space. */
record QueryParameter(String name, String value) {

    static List<QueryParameter> parse(String rawQuery) {
        List<QueryParameter> parameters = new ArrayList<>();
        for (String pair : rawQuery.split("&", -1)) {
            if (pair.isEmpty()) {
                continue;
            }
            int equals = pair.indexOf('=');
            String rawName = equals < 0 ? pair : pair.substring(0, equals);
            String rawValue = equals < 0 ? "" : pair.substring(equals + 1);
            String name = decode(rawName, "query");
            parameters.add(new QueryParameter(name, decode(rawValue, name)));
        }
        return parameters;
    }

    private static String decode(String raw, String field) {
        return PercentDecoder.decode(raw.replace('+', ' '))
                .orElseThrow(() -> Refusal.field(field, "The query is not percent-encoded UTF-8."));
    }
}
