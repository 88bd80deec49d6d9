package dev.holdfast.rpc;

import dev.holdfast.error.HoldfastException;

/** A dialect's shape of errors: one exhaustive switch from the reasons to its statuses, codes and bodies. */
@FunctionalInterface
public interface Form {

    HttpReply print(HoldfastException failure);
}
