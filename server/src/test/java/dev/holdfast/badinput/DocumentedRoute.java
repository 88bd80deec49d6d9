package dev.holdfast.badinput;

import com.google.api.HttpRule;
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
