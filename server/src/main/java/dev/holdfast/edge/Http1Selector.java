package dev.holdfast.edge;

import io.helidon.common.buffers.BufferData;
import io.helidon.webserver.ConnectionContext;
import io.helidon.webserver.http1.Http1Config;
import io.helidon.webserver.http1.Http1ConnectionSelector;
import io.helidon.webserver.http2.Http2Config;
import io.helidon.webserver.spi.ServerConnection;
import io.helidon.webserver.spi.ServerConnectionSelector;
import java.nio.charset.StandardCharsets;
import java.util.Set;

/**
 * Takes every connection that does not open with HTTP/2's preface. The web server's own selector drops a connection
 * whose first line it does not know; here it becomes HTTP/1.1, so that the client is told what was wrong.
 */
final class Http1Selector implements ServerConnectionSelector {

    private static final byte[] HTTP2_PREFACE = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(StandardCharsets.US_ASCII);

    private final Http1ConnectionSelector http1;

    Http1Selector(Http1Config http1, Http2Config http2) {
        this.http1 = Http1ConnectionSelector.builder()
                .config(http1)
                .addUpgrader(new H2cUpgrade(http2))
                .build();
    }

    @Override
    public int bytesToIdentifyConnection() {
        return 0;
    }

    @Override
    public Support supports(BufferData data) {
        int seen = Math.min(data.available(), HTTP2_PREFACE.length);
        for (int i = 0; i < seen; i++) {
            if (data.get(i) != HTTP2_PREFACE[i]) {
                return Support.SUPPORTED;
            }
        }
        return seen == HTTP2_PREFACE.length ? Support.UNSUPPORTED : Support.UNKNOWN;
    }

    @Override
    public Set<String> supportedApplicationProtocols() {
        return http1.supportedApplicationProtocols();
    }

    @Override
    public ServerConnection connection(ConnectionContext context) {
        ClientWatch watch = new ClientWatch(context);
        ConnectionContext watched =
                new WatchedContext(context, watch.reader(), context.dataWriter(), context.remotePeer());
        return new Http1Connection(http1.connection(watched), watched, watch);
    }
}
