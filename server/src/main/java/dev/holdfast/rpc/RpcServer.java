package dev.holdfast.rpc;

import dev.holdfast.auth.Authenticator;
import dev.holdfast.error.StartupException;
import dev.holdfast.name.RequestId;
import io.grpc.Channel;
import io.grpc.ManagedChannel;
import io.grpc.Server;
import io.grpc.ServerInterceptors;
import io.grpc.ServerServiceDefinition;
import io.grpc.inprocess.InProcessChannelBuilder;
import io.grpc.inprocess.InProcessServerBuilder;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.grpc.protobuf.services.HealthStatusManager;
import io.grpc.protobuf.services.ProtoReflectionServiceV1;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * The gRPC server: one set of services behind two doors, a port for the world and a channel within the process for the
 * edge. Calls run on virtual threads, so services block as they please.
 */
public final class RpcServer implements AutoCloseable {

    private static final int KEEP_ALIVE_SECONDS = 10;
    private static final int DRAIN_SECONDS = 10;

    /** Beyond the bound on metadata the transport still reads on this far, so that the refusal has a reason. */
    private static final int METADATA_SLACK = 4;

    private final ExecutorService calls = Executors.newVirtualThreadPerTaskExecutor();
    private final LiveCalls liveCalls = new LiveCalls(calls);
    private final HealthStatusManager health = new HealthStatusManager();
    private final List<ServerServiceDefinition> definitions;
    private final Server network;
    private final Server inProcess;
    private final ManagedChannel channel;
    private final String address;

    public RpcServer(
            RpcConfig config, List<RpcService> services, Authenticator authenticator, Supplier<RequestId> freshIds) {
        List<RpcService> standard = List.of(
                RpcService.open(health.getHealthService()), RpcService.open(ProtoReflectionServiceV1.newInstance()));
        this.definitions = Stream.concat(services.stream(), standard.stream())
                .map(service -> ServerInterceptors.intercept(
                        RequestMarshaller.in(service.definition()),
                        new CallInterceptor(service, authenticator, freshIds, config.maxMetadataBytes(), liveCalls)))
                .toList();
        this.address = config.host() + ":" + config.port();
        String name = InProcessServerBuilder.generateName();
        this.inProcess = InProcessServerBuilder.forName(name)
                .executor(calls)
                .addServices(definitions)
                .build();
        this.network = NettyServerBuilder.forAddress(new InetSocketAddress(config.host(), config.port()))
                .executor(calls)
                .addServices(definitions)
                .maxInboundMessageSize(config.maxMessageBytes())
                .maxInboundMetadataSize(config.maxMetadataBytes() * METADATA_SLACK)
                // Envoy keeps its connections alive by pings, also while no call is under way.
                .permitKeepAliveTime(KEEP_ALIVE_SECONDS, TimeUnit.SECONDS)
                .permitKeepAliveWithoutCalls(true)
                .build();
        this.channel = InProcessChannelBuilder.forName(name).executor(calls).build();
    }

    public void start() {
        try {
            inProcess.start();
            network.start();
        } catch (IOException e) {
            throw new StartupException(
                    "The gRPC port %s cannot be opened: %s. Stop what uses it, or choose another with --grpc."
                            .formatted(address, causeOf(e)),
                    e);
        }
    }

    /** The innermost cause, which is the operating system's word. */
    private static String causeOf(Throwable failure) {
        Throwable cause = failure;
        while (cause.getCause() != null) {
            cause = cause.getCause();
        }
        return String.valueOf(cause.getMessage());
    }

    public int port() {
        return network.getPort();
    }

    /** The way in for the edge. */
    public Channel channel() {
        return channel;
    }

    /** What is served, for the edge to make routes of. */
    public List<ServerServiceDefinition> definitions() {
        return definitions;
    }

    /** Ends the streams that wait, of themselves perhaps for ever. Done first, each still ends well at both doors. */
    public void endStreams() {
        liveCalls.stop();
    }

    /** Refuses new calls, lets those under way finish for a while, then ends them. */
    @Override
    public void close() {
        health.enterTerminalState();
        endStreams();
        channel.shutdown();
        network.shutdown();
        inProcess.shutdown();
        try {
            if (!network.awaitTermination(DRAIN_SECONDS, TimeUnit.SECONDS)) {
                network.shutdownNow();
            }
            inProcess.shutdownNow();
            channel.shutdownNow();
        } catch (InterruptedException e) {
            network.shutdownNow();
            inProcess.shutdownNow();
            Thread.currentThread().interrupt();
        }
        calls.close();
    }
}
