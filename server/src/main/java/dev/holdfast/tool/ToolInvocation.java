package dev.holdfast.tool;

import dev.holdfast.name.SessionId;
import dev.holdfast.name.TenantId;

/**
 * One run of a tool.
 *
 * @param arguments the JSON text that the model gave, which may be no JSON at all
 * @param effectKey names the call over all attempts, for effects that can tell a repetition
 */
public record ToolInvocation(TenantId tenant, SessionId session, String arguments, String effectKey) {}
