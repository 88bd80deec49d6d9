/**
 * The catalogue of models that sessions and turns may name. Start at {@link dev.holdfast.model.ModelCatalogue}.
 */
@NullMarked
package dev.holdfast.model;

import org.jspecify.annotations.NullMarked;
