package dev.holdfast.auth;

import dev.holdfast.name.KeyId;
import dev.holdfast.name.TenantId;
import java.util.Set;

/** Who calls: a tenant, through one of its keys, with the name that a person gave it and what it may do. */
public record Caller(TenantId tenant, KeyId key, String keyName, Plan plan, Set<Grant> grants) {

    public Caller {
        grants = Set.copyOf(grants);
    }

    public boolean may(Grant grant) {
        return grants.contains(grant);
    }
}
