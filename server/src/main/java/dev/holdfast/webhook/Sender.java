package dev.holdfast.webhook;

import dev.holdfast.webhook.Reply.Answered;
import dev.holdfast.webhook.Reply.Failure;
import dev.holdfast.webhook.Reply.Unanswered;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.ResponseInfo;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/** Sends messages over HTTP. It follows no redirect: a message goes where it was configured to go, or nowhere. */
final class Sender implements AutoCloseable {

    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(5);

    private final Duration timeout;
    private final ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor();
    private @Nullable HttpClient made;

    Sender(Duration timeout) {
        this.timeout = timeout;
    }

    /** It has a thread of its own, which nobody needs before there is something to send. */
    private synchronized HttpClient client() {
        if (made == null) {
            made = HttpClient.newBuilder()
                    .version(HttpClient.Version.HTTP_1_1)
                    .followRedirects(HttpClient.Redirect.NEVER)
                    .connectTimeout(CONNECT_TIMEOUT)
                    .executor(executor)
                    .build();
        }
        return made;
    }

    /** Sends the message of an attempt and waits for the answer, its body included, for as long as it may take in all. */
    Reply send(Endpoint endpoint, Attempt attempt, Instant now) throws InterruptedException {
        AtomicReference<@Nullable ResponseInfo> begun = new AtomicReference<>();
        CompletableFuture<HttpResponse<Void>> answer = client().sendAsync(request(endpoint, attempt, now), info -> {
            begun.set(info);
            return new UnreadBody();
        });
        try {
            answer.get(timeout.toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            return answered(begun, Failure.TIMEOUT);
        } catch (ExecutionException e) {
            if (!(e.getCause() instanceof IOException failure)) {
                throw new IllegalStateException("A message could not be sent", e.getCause());
            }
            return answered(begun, failure(failure));
        } finally {
            // Does nothing to one that is done; ends the exchange of one that is not.
            answer.cancel(true);
        }
        return answered(begun, Failure.CONNECTION);
    }

    private HttpRequest request(Endpoint endpoint, Attempt attempt, Instant now) {
        long timestamp = now.getEpochSecond();
        byte[] body = attempt.body().text().getBytes(StandardCharsets.UTF_8);
        return HttpRequest.newBuilder(endpoint.url())
                .header("content-type", "application/json")
                .header("user-agent", "Holdfast-Webhooks")
                .header("webhook-id", attempt.messageId())
                .header("webhook-timestamp", Long.toString(timestamp))
                .header("webhook-signature", endpoint.signatures(attempt.messageId(), timestamp, body))
                .POST(BodyPublishers.ofByteArray(body))
                .build();
    }

    /** The status counts as soon as it is there, whatever becomes of the rest. */
    private static Reply answered(AtomicReference<@Nullable ResponseInfo> begun, Failure otherwise) {
        ResponseInfo info = begun.get();
        return info == null
                ? new Unanswered(otherwise)
                : new Answered(info.statusCode(), info.headers().firstValue("retry-after"));
    }

    private static Failure failure(IOException failure) {
        return switch (failure) {
            case HttpTimeoutException _ -> Failure.TIMEOUT;
            case SSLException _ -> Failure.TLS;
            case IOException _ -> Failure.CONNECTION;
        };
    }

    /** Breaks off what is still under way. */
    @Override
    public synchronized void close() {
        if (made != null) {
            made.shutdownNow();
            made.close();
        }
        executor.close();
    }
}
