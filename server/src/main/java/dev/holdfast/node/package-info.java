/**
 * This process among those that work on the same database: its name, its lease, and what others that died have left
 * behind. Start at {@link dev.holdfast.node.NodeLease}.
 */
@NullMarked
package dev.holdfast.node;

import org.jspecify.annotations.NullMarked;
