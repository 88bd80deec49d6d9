package dev.holdfast;

import dev.holdfast.agent.Agent;
import dev.holdfast.agent.TurnDesk;
import dev.holdfast.approval.ApprovalProjection;
import dev.holdfast.approval.ApprovalService;
import dev.holdfast.approval.Approvals;
import dev.holdfast.auth.Authenticator;
import dev.holdfast.auth.FirstStart;
import dev.holdfast.auth.KeyStore;
import dev.holdfast.auth.KnownKeys;
import dev.holdfast.auth.Tenant;
import dev.holdfast.auth.TenantStore;
import dev.holdfast.dialect.responses.ResponsesDialect;
import dev.holdfast.dialect.responses.ResponsesService;
import dev.holdfast.dialect.responses.WorkspaceResponsesService;
import dev.holdfast.dialect.sessions.SessionsDialect;
import dev.holdfast.dialect.sessions.SessionsService;
import dev.holdfast.dialect.shared.DialectChoice;
import dev.holdfast.dialect.shared.ErrorForms;
import dev.holdfast.dialect.shared.HealthReply;
import dev.holdfast.dialect.shared.LaterPaths;
import dev.holdfast.dialect.shared.SharedService;
import dev.holdfast.dialect.workspace.FilesService;
import dev.holdfast.dialect.workspace.MessagesService;
import dev.holdfast.dialect.workspace.WorkspaceDialect;
import dev.holdfast.dialect.workspace.WorkspaceService;
import dev.holdfast.edge.Backend;
import dev.holdfast.edge.Edge;
import dev.holdfast.engine.SessionEngine;
import dev.holdfast.engine.SessionState;
import dev.holdfast.error.StartupException;
import dev.holdfast.key.KeyService;
import dev.holdfast.log.EventLog;
import dev.holdfast.log.Fold;
import dev.holdfast.log.LogCleaner;
import dev.holdfast.log.LogConfig;
import dev.holdfast.log.LogVerifier;
import dev.holdfast.log.Shape;
import dev.holdfast.model.DemoModel;
import dev.holdfast.model.Model;
import dev.holdfast.model.ModelCatalogue;
import dev.holdfast.model.Provider;
import dev.holdfast.name.RequestId;
import dev.holdfast.name.TenantId;
import dev.holdfast.node.NodeLease;
import dev.holdfast.provider.ProviderModels;
import dev.holdfast.rpc.RpcServer;
import dev.holdfast.rpc.RpcService;
import dev.holdfast.session.DueWorker;
import dev.holdfast.session.SessionProjection;
import dev.holdfast.session.SessionService;
import dev.holdfast.session.Sessions;
import dev.holdfast.storage.Database;
import dev.holdfast.storage.IdSource;
import dev.holdfast.tool.Toolbox;
import dev.holdfast.turn.Responses;
import dev.holdfast.turn.TurnJournal;
import dev.holdfast.turn.TurnProjection;
import dev.holdfast.turn.TurnService;
import dev.holdfast.turn.TurnStore;
import dev.holdfast.turn.Turns;
import dev.holdfast.webhook.Endpoints;
import dev.holdfast.webhook.WebhookProjection;
import dev.holdfast.webhook.WebhookService;
import dev.holdfast.webhook.WebhookWorker;
import dev.holdfast.webhook.Webhooks;
import dev.holdfast.workspace.Workspaces;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * A server on a database: every part, made in the order of dependence and closed in reverse. The database is the
 * caller's, who opens it before and closes it after.
 */
public final class Holdfast implements AutoCloseable {

    /** What the events of a session amount to, where nobody is told of them. */
    public static final Shape<SessionState> SHAPE = shape(new WebhookProjection(Endpoints.NONE, UUID::randomUUID));

    private final ModelCatalogue models;
    private final ProviderModels providers;
    private final Engine engine;
    private final RpcServer rpc;
    private final Edge edge;
    private final DueWorker dueWorker;

    private Holdfast(
            ModelCatalogue models,
            ProviderModels providers,
            Engine engine,
            RpcServer rpc,
            Edge edge,
            DueWorker dueWorker) {
        this.models = models;
        this.providers = providers;
        this.engine = engine;
        this.rpc = rpc;
        this.edge = edge;
        this.dueWorker = dueWorker;
    }

    /** What turns run on: who owns them, where they are written, who runs them, who tells of them. */
    private record Engine(NodeLease lease, EventLog<SessionState> log, Agent agent, WebhookWorker webhooks)
            implements AutoCloseable {

        @Override
        public void close() {
            agent.close();
            log.close();
            webhooks.close();
            lease.close();
        }
    }

    /** What answers within this process, and what is run for a model. */
    public record Capabilities(Map<Provider, Model> models, Toolbox toolbox) {

        /** With the providers that are asked over the network. */
        Map<Provider, Model> with(ProviderModels providers) {
            Map<Provider, Model> all = new HashMap<>(providers.models());
            all.putAll(models);
            return all;
        }

        public static Capabilities builtIn() {
            return new Capabilities(Map.of(Provider.DEMO, new DemoModel(Thread::sleep)), Toolbox.builtIn());
        }
    }

    private static Shape<SessionState> shape(WebhookProjection webhooks) {
        return new Shape<>(
                new Fold<>(
                        new SessionState.Unborn(),
                        SessionEngine::apply,
                        SessionState::running,
                        SessionState::memorable),
                List.of(new SessionProjection(), new TurnProjection(), new ApprovalProjection(), webhooks));
    }

    /** Starts everything; the server answers when this returns. */
    public static Holdfast start(HoldfastConfig config, Database database, InstantSource clock) {
        return start(config, database, clock, Capabilities.builtIn());
    }

    /** Likewise, with other models and tools than the built-in ones. */
    public static Holdfast start(
            HoldfastConfig config, Database database, InstantSource clock, Capabilities capabilities) {
        IdSource ids = new IdSource(clock, new SecureRandom());
        Keys tenantsAndKeys = Keys.of(database, clock);
        KeyStore keys = tenantsAndKeys.store();
        Function<String, Optional<TenantId>> tenants =
                name -> tenantsAndKeys.tenants().find(name).map(Tenant::id);
        ModelCatalogue models = ModelCatalogue.of(config.models(), tenants);
        Endpoints endpoints = Endpoints.of(config.webhooks(), System::getenv, tenants);

        ProviderModels providers = ProviderModels.open(config.models(), System::getenv, Thread::sleep);

        NodeLease lease = NodeLease.take(database, config.storage().home(), config.node());
        EventLog<SessionState> log = EventLog.start(
                database, shape(new WebhookProjection(endpoints, ids::next)), lease, clock, LogConfig.DEFAULT);
        Sessions sessions = new Sessions(database, log, models, config.session(), new Sessions.Time(clock, ids));
        TurnStore turnStore = new TurnStore(database);
        Turns turns = new Turns(sessions, log, turnStore, models, config.turn());
        Approvals approvals = new Approvals(database, sessions, log, clock);
        TurnDesk desk = new TurnDesk(
                new TurnJournal(log),
                turnStore,
                models,
                capabilities.with(providers),
                capabilities.toolbox(),
                clock,
                ids);
        Agent agent = new Agent(desk, lease, config.agent());
        log.runBy(agent);
        WebhookWorker webhookWorker = new WebhookWorker(
                endpoints, config.webhooks(), database, lease, new WebhookWorker.Chance(clock, new SecureRandom()));
        log.heardBy(webhookWorker);
        Engine engine = new Engine(lease, log, agent, webhookWorker);
        Workspaces workspaces = Workspaces.open(config.workspace(), lease.id().toString());
        SessionsDialect sessionsDialect = new SessionsDialect(sessions, config.session());
        WorkspaceDialect workspaceDialect = new WorkspaceDialect(sessions, models, config.session(), clock);
        ResponsesDialect responses =
                new ResponsesDialect(new Responses(sessions, turns, models, config.turn()), turns, config.turn());
        HealthReply health = new HealthReply(database::answers);
        Supplier<RequestId> requestIds = () -> RequestId.of(ids.next());
        ErrorForms forms = new ErrorForms();

        List<RpcService> services = List.of(
                RpcService.typed(new SessionService(sessions, config.session())),
                RpcService.typed(new TurnService(turns, config.turn())),
                RpcService.typed(new ApprovalService(approvals, config.turn().heartbeat())),
                RpcService.typed(new KeyService(keys)),
                RpcService.typed(
                        new WebhookService(new Webhooks(endpoints, database, webhookWorker, clock, ids::next))),
                RpcService.dialect(
                        new SharedService(sessionsDialect, workspaceDialect, health, version()), forms::forSharedPath),
                RpcService.dialect(new SessionsService(turns, config.turn().heartbeat()), forms::forSessions),
                RpcService.dialect(new MessagesService(sessions, turns, config.turn(), clock), forms::forWorkspace),
                RpcService.dialect(new FilesService(sessions, workspaces), forms::forWorkspace),
                RpcService.dialect(new WorkspaceService(workspaceDialect, health), forms::forWorkspace),
                RpcService.dialect(new ResponsesService(responses, DialectChoice::readerOf), forms::forAll),
                RpcService.dialect(new WorkspaceResponsesService(responses), forms::forWorkspace));
        RpcServer rpc = new RpcServer(config.rpc(), services, new Authenticator(new KnownKeys(keys)::find), requestIds);
        rpc.start();
        Edge edge;
        try {
            Backend backend = new Backend(rpc.channel(), rpc.definitions());
            edge = Edge.start(config.edge(), backend, forms, LaterPaths.documented(), requestIds);
        } catch (StartupException e) {
            rpc.close();
            engine.close();
            providers.close();
            throw e;
        }
        agent.start();
        webhookWorker.start();
        DueWorker dueWorker = new DueWorker(
                sessions,
                List.of(new LogCleaner(database, clock, workspaces::forget)::clean, approvals::clean),
                config.session());
        dueWorker.start();
        return new Holdfast(models, providers, engine, rpc, edge, dueWorker);
    }

    /** Tenants and keys on a database; the command line manages them without a server. */
    public record Keys(TenantStore tenants, KeyStore store, FirstStart firstStart) {

        public static Keys of(Database database, InstantSource clock) {
            SecureRandom random = new SecureRandom();
            IdSource ids = new IdSource(clock, random);
            TenantStore tenants = new TenantStore(database, clock, ids);
            KeyStore store = new KeyStore(database, clock, ids, random);
            return new Keys(tenants, store, new FirstStart(database, tenants, store));
        }
    }

    /** What proves that a database's state is the fold of its events. */
    public static LogVerifier<SessionState> verifier(Database database) {
        return new LogVerifier<>(database, SHAPE);
    }

    /** Which models there are, in a line for an operator. */
    public String models() {
        return models.summary();
    }

    public static String version() {
        String version = Holdfast.class.getPackage().getImplementationVersion();
        return version == null ? "development" : version;
    }

    public int grpcPort() {
        return rpc.port();
    }

    public int httpPort() {
        return edge.port();
    }

    @Override
    public void close() {
        rpc.endStreams();
        edge.close();
        rpc.close();
        dueWorker.close();
        engine.close();
        providers.close();
    }
}
