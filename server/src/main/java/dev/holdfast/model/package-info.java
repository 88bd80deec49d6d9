/**
 * Models: the catalogue of those that can be named, what they cost, and what answers for them. Start at
 * {@link dev.holdfast.model.Model} and {@link dev.holdfast.model.ModelCatalogue}.
 */
@NullMarked
package dev.holdfast.model;

import org.jspecify.annotations.NullMarked;
