package dev.holdfast.edge;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class AccessLogTest {

    private final BlockingQueue<String> lines = new LinkedBlockingQueue<>();
    private final Logger access = (Logger) LoggerFactory.getLogger("access");
    private final Lines appender = new Lines(lines);
    private final EchoEdge edge = EchoEdge.usual();

    @BeforeEach
    void listen() {
        access.setLevel(Level.INFO);
        appender.start();
        access.addAppender(appender);
    }

    @AfterEach
    void close() {
        access.detachAppender(appender);
        edge.close();
    }

    @Test
    void aRequestIsOneLineThatHoldsNoSecret() throws InterruptedException {
        edge.get(
                "/echo/v1/things/secret-id?display_name=secret", "CENCORI_API_KEY", "secret", "X-Session-Id", "secret");

        assertThat(lines.poll(10, TimeUnit.SECONDS))
                .matches(
                        "method=GET route=/echo/v1/things/\\{id} status=200 request_id=req_[0-9]{26} duration_us=[0-9]+");
        edge.get("/secret");
        assertThat(lines.poll(10, TimeUnit.SECONDS)).startsWith("method=GET route=- status=404 ");
        assertThat(lines).isEmpty();
    }

    @Test
    void aRequestThatIsNoneIsLoggedToo() throws Exception {
        RawHttp.exchange(edge.port(), "secret\r\n\r\n");

        assertThat(lines.poll(10, TimeUnit.SECONDS)).matches("method=- route=- status=400 request_id=req_[0-9]{26}.*");
    }

    private static final class Lines extends AppenderBase<ILoggingEvent> {

        private final BlockingQueue<String> lines;

        private Lines(BlockingQueue<String> lines) {
            this.lines = lines;
        }

        @Override
        protected void append(ILoggingEvent event) {
            lines.add(event.getFormattedMessage());
        }
    }
}
