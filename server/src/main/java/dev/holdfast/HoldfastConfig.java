package dev.holdfast;

import dev.holdfast.agent.AgentConfig;
import dev.holdfast.edge.EdgeConfig;
import dev.holdfast.model.ModelConfig;
import dev.holdfast.node.NodeConfig;
import dev.holdfast.rpc.RpcConfig;
import dev.holdfast.session.SessionConfig;
import dev.holdfast.storage.StorageConfig;
import dev.holdfast.turn.TurnConfig;
import dev.holdfast.webhook.WebhookConfig;
import dev.holdfast.workspace.WorkspaceConfig;

/** All settings of a server, one record for each part that has some. */
public record HoldfastConfig(
        StorageConfig storage,
        NodeConfig node,
        RpcConfig rpc,
        EdgeConfig edge,
        SessionConfig session,
        TurnConfig turn,
        AgentConfig agent,
        ModelConfig models,
        WebhookConfig webhooks,
        WorkspaceConfig workspace) {}
