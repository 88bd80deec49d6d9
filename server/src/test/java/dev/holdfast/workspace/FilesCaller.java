package dev.holdfast.workspace;

import dev.holdfast.auth.Grant;
import dev.holdfast.auth.KeyStyle;
import dev.holdfast.json.JsonParser;
import dev.holdfast.json.JsonValue.JsonObject;
import dev.holdfast.json.JsonValue.JsonString;
import dev.holdfast.testing.TestServer;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;

/** A tenant's program that works with files over HTTP, in the session that it made last. */
final class FilesCaller {

    static final String WHOLE = "{}";

    private final TestServer server;
    private final String tenant;
    private final String key;

    FilesCaller(TestServer server, String tenant) {
        this.server = server;
        this.tenant = tenant;
        this.key = server.key(tenant, KeyStyle.WORKSPACE, EnumSet.allOf(Grant.class));
    }

    /** Makes a session; the access is as the dialect writes it. */
    String session(String access) {
        String body = send("POST", "/workspace/v1/sessions", access).body();
        JsonObject record = (JsonObject) JsonParser.parse(body);
        return ((JsonString) record.find("id").orElseThrow()).value();
    }

    String session(List<String> read, List<String> write) {
        return session("{\"file_access\":{\"read\":" + strings(read) + ",\"write\":" + strings(write) + "}}");
    }

    private static String strings(List<String> texts) {
        return "[\"" + String.join("\",\"", texts) + "\"]";
    }

    void end(String session) {
        send("DELETE", "/workspace/v1/sessions/" + session, "");
    }

    HttpResponse<String> list(String session, String query) {
        return send("GET", "/workspace/v1/sessions/" + session + "/files" + query, "");
    }

    HttpResponse<String> get(String session, String rawPath, String... headers) {
        return send("GET", path(session, rawPath), "", headers);
    }

    HttpResponse<String> put(String session, String rawPath, String bytes, String... headers) {
        return send("PUT", path(session, rawPath), bytes, headers);
    }

    HttpResponse<String> delete(String session, String rawPath, String... headers) {
        return send("DELETE", path(session, rawPath), "", headers);
    }

    HttpResponse<String> send(String method, String path, String body, String... headers) {
        List<String> all = new ArrayList<>(List.of("authorization", "Bearer " + key));
        all.addAll(List.of(headers));
        return server.send(method, path, body, all.toArray(String[]::new));
    }

    /** The tenant's workspace on the disk. */
    Path directory() {
        return server.workspace(tenant);
    }

    String key() {
        return key;
    }

    static String path(String session, String rawPath) {
        return "/workspace/v1/sessions/" + session + "/files/" + rawPath;
    }
}
