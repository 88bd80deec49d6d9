package dev.holdfast.testing;

import dev.holdfast.Holdfast;
import dev.holdfast.HoldfastConfig;
import dev.holdfast.agent.AgentConfig;
import dev.holdfast.auth.Grant;
import dev.holdfast.auth.KeyStyle;
import dev.holdfast.auth.NewKey;
import dev.holdfast.auth.Plan;
import dev.holdfast.auth.Secret;
import dev.holdfast.auth.Tenant;
import dev.holdfast.edge.EdgeConfig;
import dev.holdfast.model.ModelConfig;
import dev.holdfast.model.Provider;
import dev.holdfast.node.NodeConfig;
import dev.holdfast.rpc.RpcConfig;
import dev.holdfast.session.SessionConfig;
import dev.holdfast.storage.Database;
import dev.holdfast.storage.StorageConfig;
import dev.holdfast.tool.ServerTool;
import dev.holdfast.tool.Toolbox;
import dev.holdfast.turn.TurnConfig;
import dev.holdfast.webhook.WebhookConfig;
import dev.holdfast.workspace.WorkspaceConfig;
import io.grpc.CallCredentials;
import io.grpc.Grpc;
import io.grpc.InsecureChannelCredentials;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * A whole server on free ports and a database of its own, under a clock that the test moves:
 *
 * <pre>{@code
 * @RegisterExtension
 * static final TestServer SERVER = new TestServer();
 * }</pre>
 */
public final class TestServer implements BeforeAllCallback, AfterAllCallback {

    private static final String LOOPBACK = "127.0.0.1";
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    /** So that nobody who waits for a stream to be silent waits long. */
    private static final Duration SHORT_HEARTBEAT = Duration.ofMillis(200);

    private static final TurnConfig TURNS = TurnConfig.DEFAULT.withHeartbeat(SHORT_HEARTBEAT);

    public final ManualClock clock = new ManualClock();
    private final HttpClient http = HttpClient.newHttpClient();
    private final Holdfast.Capabilities capabilities;
    private final SessionConfig sessions;
    private final TurnConfig turns;
    private final ModelConfig models;
    private final WebhookConfig webhooks;
    private long maxFileBytes = WorkspaceConfig.DEFAULT_MAX_FILE_BYTES;
    private @Nullable Running running;

    public TestServer() {
        this(SessionConfig.DEFAULT, TURNS);
    }

    private TestServer(SessionConfig sessions, TurnConfig turns) {
        this(Holdfast.Capabilities.builtIn(), sessions, turns, ModelConfig.DEMO, WebhookConfig.DEFAULT);
    }

    private TestServer(
            Holdfast.Capabilities capabilities,
            SessionConfig sessions,
            TurnConfig turns,
            ModelConfig models,
            WebhookConfig webhooks) {
        this.capabilities = capabilities;
        this.sessions = sessions;
        this.turns = turns;
        this.models = models;
        this.webhooks = webhooks;
    }

    /** One whose model and tools do what a test says. */
    public static TestServer scripted(ScriptedModel model, ServerTool... tools) {
        return new TestServer(
                new Holdfast.Capabilities(Map.of(Provider.DEMO, model), new Toolbox(List.of(tools))),
                SessionConfig.DEFAULT,
                TURNS,
                ScriptedModel.catalogue(),
                WebhookConfig.DEFAULT);
    }

    /** Likewise, with other settings of turns. */
    public static TestServer with(TurnConfig turns) {
        return new TestServer(SessionConfig.DEFAULT, turns);
    }

    /** Likewise, with other settings of sessions. */
    public static TestServer with(SessionConfig sessions) {
        return new TestServer(sessions, TURNS);
    }

    /** One that tells of pauses and ends. */
    public static TestServer telling(WebhookConfig webhooks) {
        return new TestServer(
                Holdfast.Capabilities.builtIn(), SessionConfig.DEFAULT, TURNS, ModelConfig.DEMO, webhooks);
    }

    /** The same with another bound on files. */
    public TestServer withMaxFileBytes(long bytes) {
        maxFileBytes = bytes;
        return this;
    }

    @Override
    public void beforeAll(ExtensionContext context) {
        TestPostgres postgres = TestPostgres.open();
        Path workspaces = newDirectory();
        HoldfastConfig config = new HoldfastConfig(
                StorageConfig.below(Path.of("target")),
                NodeConfig.DEFAULT,
                new RpcConfig(LOOPBACK, 0),
                EdgeConfig.at(LOOPBACK, 0),
                sessions,
                turns,
                AgentConfig.DEFAULT,
                models,
                webhooks,
                new WorkspaceConfig(workspaces, maxFileBytes));
        webhooks.endpoints().stream()
                .flatMap(endpoint -> Stream.ofNullable(endpoint.tenant()))
                .forEach(name ->
                        Holdfast.Keys.of(postgres.database(), clock).tenants().create(name, Plan.PAID));
        Holdfast server = Holdfast.start(config, postgres.database(), clock, capabilities);
        ManagedChannel channel = Grpc.newChannelBuilder(
                        LOOPBACK + ":" + server.grpcPort(), InsecureChannelCredentials.create())
                .maxInboundMessageSize(RpcConfig.DEFAULT_MAX_MESSAGE_BYTES)
                .build();
        running = new Running(postgres, server, channel, workspaces);
    }

    @Override
    public void afterAll(ExtensionContext context) {
        running().channel().shutdownNow();
        running().server().close();
        running().postgres().close();
    }

    public Database database() {
        return running().postgres().database();
    }

    /** Where the tenants' workspaces are, each named by the tenant's id. */
    public Path workspaces() {
        return running().workspaces();
    }

    /** The workspace of a tenant, which is there when a file call of it has been answered. */
    public Path workspace(String tenant) {
        return workspaces().resolve(tenant(tenant).id().toString());
    }

    private static Path newDirectory() {
        try {
            return Files.createTempDirectory(Path.of("target"), "workspaces").toAbsolutePath();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A plaintext channel to the gRPC port. */
    public ManagedChannel channel() {
        return running().channel();
    }

    public String httpUrl() {
        return "http://" + LOOPBACK + ":" + running().server().httpPort();
    }

    public int httpPort() {
        return running().server().httpPort();
    }

    public int grpcPort() {
        return running().server().grpcPort();
    }

    /** A new key with every grant, of a tenant that is made if need be. */
    public String key(String tenant) {
        return key(tenant, KeyStyle.NATIVE, EnumSet.allOf(Grant.class));
    }

    public String key(String tenant, KeyStyle style, Set<Grant> grants) {
        Secret secret = keys().store()
                .create(tenant(tenant), new NewKey("test", style, grants))
                .secret();
        return Optional.ofNullable(secret).orElseThrow().text();
    }

    private Tenant tenant(String name) {
        return keys().tenants()
                .create(name, Plan.PAID)
                .or(() -> keys().tenants().find(name))
                .orElseThrow();
    }

    private Holdfast.Keys keys() {
        return Holdfast.Keys.of(database(), clock);
    }

    /** Opens a request to the HTTP port whose answer is read while it comes; headers as name, value, name, value. */
    public EventStream open(String method, String path, String body, String... headers) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(httpUrl() + path))
                .method(method, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body))
                .headers(headers);
        try {
            return new EventStream(http.send(request.build(), BodyHandlers.ofInputStream()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Sends a request to the HTTP port; headers as name, value, name, value. */
    public HttpResponse<String> send(String method, String path, String body, String... headers) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(httpUrl() + path))
                .timeout(PATIENCE)
                .method(method, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
        if (headers.length > 0) {
            request.headers(headers);
        }
        try {
            return http.send(request.build(), BodyHandlers.ofString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Credentials for a gRPC stub. */
    public static CallCredentials bearer(String key) {
        return new CallCredentials() {
            @Override
            public void applyRequestMetadata(RequestInfo request, Executor executor, MetadataApplier applier) {
                Metadata metadata = new Metadata();
                metadata.put(Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER), "Bearer " + key);
                applier.apply(metadata);
            }
        };
    }

    private Running running() {
        if (running == null) {
            throw new IllegalStateException("there is no server yet: register this as a static @RegisterExtension");
        }
        return running;
    }

    private record Running(TestPostgres postgres, Holdfast server, ManagedChannel channel, Path workspaces) {}
}
