package dev.holdfast.badinput;

import com.google.api.HttpRule;
import com.google.protobuf.Descriptors.Descriptor;
import dev.holdfast.dialect.shared.LaterPaths;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A method and a template that the documents name; without an RPC it is one of the later ones. */
record DocumentedRoute(
        String method, String template, @Nullable DocumentedRpc rpc) {

    /** Every route that exists: those of the annotations, and those of the list of later ones. */
    static List<DocumentedRoute> all() {
        List<DocumentedRoute> routes = new ArrayList<>();
        for (DocumentedRpc rpc : DocumentedRpc.all()) {
            rpc.routes().forEach(rule -> routes.add(of(rpc, rule)));
        }
        LaterPaths.documented()
                .forEach(later -> routes.add(new DocumentedRoute(later.method(), later.template(), null)));
        return routes;
    }

    Optional<DocumentedRpc> served() {
        return Optional.ofNullable(rpc);
    }

    Optional<Descriptor> request() {
        return served().map(served -> served.method().getInputType());
    }

    boolean isNative() {
        return template.startsWith("/holdfast/");
    }

    /** Its path with the tenant's own ids, or some name where it takes another. */
    String path(TwoTenants tenants) {
        TwoTenants.Owner owner =
                method.equals("DELETE") || template.endsWith(":revoke") ? tenants.spare : tenants.caller;
        return template.replace("{session_id}", owner.sessionId())
                .replace("{key_id}", owner.keyId())
                .replaceAll("\\{[a-z_]+=\\*\\*}", "some/where")
                .replaceAll("\\{[a-z_]+}", "some");
    }

    /** Whether a path is one of this route's. */
    boolean matches(String path) {
        return path.matches(template.replaceAll("\\{[a-z_]+=\\*\\*}", ".+").replaceAll("\\{[a-z_]+}", "[^/]+"));
    }

    private static DocumentedRoute of(DocumentedRpc rpc, HttpRule rule) {
        return switch (rule.getPatternCase()) {
            case GET -> new DocumentedRoute("GET", rule.getGet(), rpc);
            case PUT -> new DocumentedRoute("PUT", rule.getPut(), rpc);
            case POST -> new DocumentedRoute("POST", rule.getPost(), rpc);
            case DELETE -> new DocumentedRoute("DELETE", rule.getDelete(), rpc);
            case PATCH -> new DocumentedRoute("PATCH", rule.getPatch(), rpc);
            case CUSTOM, PATTERN_NOT_SET -> throw new AssertionError(rpc + " has a route that no walk knows");
        };
    }

    @Override
    public String toString() {
        return method + " " + template;
    }
}
