package dev.holdfast.edge;

import io.grpc.Channel;
import io.grpc.ServerServiceDefinition;
import java.util.List;

/** What the edge calls: the services whose annotations are its routes, and the channel that reaches them. */
public record Backend(Channel channel, List<ServerServiceDefinition> services) {

    public Backend {
        services = List.copyOf(services);
    }
}
