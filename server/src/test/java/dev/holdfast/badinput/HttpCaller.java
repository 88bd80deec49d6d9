package dev.holdfast.badinput;

import dev.holdfast.auth.Grant;
import dev.holdfast.auth.KeyStyle;
import dev.holdfast.testing.TestServer;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;

/** Somebody who shows the same key in one of the documented ways. */
record HttpCaller(Map<String, String> headers) {

    static List<HttpCaller> all(TestServer server) {
        String key = server.key("caller");
        String workspace = server.key("caller", KeyStyle.WORKSPACE, EnumSet.allOf(Grant.class));
        String basic = Base64.getEncoder().encodeToString(("git:" + key).getBytes(StandardCharsets.UTF_8));
        return List.of(
                new HttpCaller(Map.of("cencori_api_key", key)),
                new HttpCaller(Map.of("authorization", "Bearer " + key)),
                new HttpCaller(Map.of("authorization", "Bearer " + workspace)),
                new HttpCaller(Map.of("x-api-key", key)),
                new HttpCaller(Map.of("authorization", "Basic " + basic)));
    }
}
