package dev.holdfast.edge;

import io.helidon.common.buffers.BufferData;
import io.helidon.webserver.ConnectionContext;
import io.helidon.webserver.http2.Http2Config;
import io.helidon.webserver.http2.Http2ConnectionSelector;
import io.helidon.webserver.spi.ServerConnection;
import io.helidon.webserver.spi.ServerConnectionSelector;
import java.util.Set;

/** The web server's own HTTP/2, with a watch over each connection. */
final class Http2Selector implements ServerConnectionSelector {

    private final Http2ConnectionSelector http2;

    Http2Selector(Http2Config config) {
        this.http2 = Http2ConnectionSelector.builder().http2Config(config).build();
    }

    @Override
    public int bytesToIdentifyConnection() {
        return http2.bytesToIdentifyConnection();
    }

    @Override
    public Support supports(BufferData data) {
        return http2.supports(data);
    }

    @Override
    public Set<String> supportedApplicationProtocols() {
        return http2.supportedApplicationProtocols();
    }

    @Override
    public ServerConnection connection(ConnectionContext context) {
        return http2.connection(Http2Watch.over(context));
    }
}
