package dev.holdfast.conformance;

import java.net.URI;

/** A way in: the edge itself, or what stands in front of it. */
record Door(String name, URI address) {

    /** A door of this name is held to what Envoy is known to do otherwise. */
    static final String ENVOY = "envoy";

    static Door parse(String text) {
        int equals = text.indexOf('=');
        URI address = URI.create(text.substring(equals + 1));
        if (equals < 1 || !"http".equals(address.getScheme()) || address.getPort() < 0) {
            throw new ConformanceException("A door is NAME=http://HOST:PORT; it was `" + text + "`.");
        }
        return new Door(text.substring(0, equals), address);
    }

    boolean isEnvoy() {
        return name.equals(ENVOY);
    }

    Answer send(Request request) {
        return Exchange.of(address.getHost(), address.getPort(), request);
    }
}
