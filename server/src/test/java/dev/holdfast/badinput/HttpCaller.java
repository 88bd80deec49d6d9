package dev.holdfast.badinput;

import dev.holdfast.auth.Grant;
import dev.holdfast.auth.KeyStyle;
import dev.holdfast.badinput.HttpRules.Form;
import dev.holdfast.testing.TestServer;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;

/**
 * Somebody who shows the same key in one of the documented ways.
 *
 * @param shared the form of errors on the paths that two dialects share
 * @param elsewhere the form on paths that are served by none of the two
 */
record HttpCaller(Map<String, String> headers, Form shared, Form elsewhere) {

    static List<HttpCaller> all(TestServer server) {
        String key = server.key("caller");
        String workspace = server.key("caller", KeyStyle.WORKSPACE, EnumSet.allOf(Grant.class));
        String basic = Base64.getEncoder().encodeToString(("git:" + key).getBytes(StandardCharsets.UTF_8));
        return List.of(
                new HttpCaller(Map.of("cencori_api_key", key), Form.SESSIONS, Form.SESSIONS),
                new HttpCaller(Map.of("Authorization", "Bearer " + key), Form.SESSIONS, Form.SESSIONS),
                new HttpCaller(Map.of("Authorization", "Bearer " + workspace), Form.WORKSPACE, Form.WORKSPACE),
                new HttpCaller(Map.of("x-api-key", key), Form.SESSIONS, Form.REPOSITORIES),
                new HttpCaller(Map.of("Authorization", "Basic " + basic), Form.SESSIONS, Form.REPOSITORIES));
    }

    /** The form in which this caller is refused on a path. */
    Form form(DocumentedRoute route, String path) {
        if (path.startsWith("/holdfast/")) {
            return Form.NATIVE;
        }
        if (path.startsWith("/workspace/")) {
            return Form.WORKSPACE;
        }
        return route.served().isPresent() && route.matches(path) ? shared : elsewhere;
    }
}
