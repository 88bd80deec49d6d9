/**
 * The models of others: each API as a {@link dev.holdfast.provider.ProviderClient}, and what they have in common, from retries to
 * the wording of what went wrong, in {@link dev.holdfast.provider.ProviderModel}. Start at
 * {@link dev.holdfast.provider.ProviderModels}.
 */
@NullMarked
package dev.holdfast.provider;

import org.jspecify.annotations.NullMarked;
