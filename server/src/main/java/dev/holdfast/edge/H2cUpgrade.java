package dev.holdfast.edge;

import io.helidon.http.HeaderName;
import io.helidon.http.HeaderNames;
import io.helidon.http.HttpPrologue;
import io.helidon.http.WritableHeaders;
import io.helidon.webserver.ConnectionContext;
import io.helidon.webserver.http1.spi.Http1Upgrader;
import io.helidon.webserver.http2.Http2Config;
import io.helidon.webserver.http2.Http2Upgrader;
import io.helidon.webserver.spi.ServerConnection;
import java.nio.ByteBuffer;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/**
 * An upgrade to HTTP/2, if it is asked for rightly; else the request stays HTTP/1.1, where the web server would fail.
 */
final class H2cUpgrade implements Http1Upgrader {

    private static final HeaderName SETTINGS = HeaderNames.create("HTTP2-Settings");
    private static final int BYTES_PER_SETTING = 6;

    private final Http2Upgrader upgrader;

    H2cUpgrade(Http2Config config) {
        this.upgrader = Http2Upgrader.create(config);
    }

    @Override
    public String supportedProtocol() {
        return upgrader.supportedProtocol();
    }

    @Override
    public @Nullable ServerConnection upgrade(
            ConnectionContext context, HttpPrologue prologue, WritableHeaders<?> headers) {
        if (!headers.contains(SETTINGS) || !areSettings(headers.get(SETTINGS).get())) {
            return null;
        }
        return upgrader.upgrade(Http2Watch.over(context), prologue, headers);
    }

    private static boolean areSettings(String encoded) {
        ByteBuffer settings;
        try {
            settings = ByteBuffer.wrap(Base64.getUrlDecoder().decode(encoded));
        } catch (IllegalArgumentException noBase64) {
            return false;
        }
        if (settings.remaining() % BYTES_PER_SETTING != 0) {
            return false;
        }
        while (settings.hasRemaining()) {
            if (!isSetting(settings.getShort(), settings.getInt() & 0xffff_ffffL)) {
                return false;
            }
        }
        return true;
    }

    /** The bounds of RFC 9113, 6.5.2; unknown settings are ignored. */
    private static boolean isSetting(short name, long value) {
        return switch (name) {
            case 2 -> value <= 1;
            case 4 -> value <= Integer.MAX_VALUE;
            case 5 -> value >= 1 << 14 && value < 1 << 24;
            default -> true;
        };
    }
}
