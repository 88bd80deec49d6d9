/**
 * The repositories dialect, of which the form of its errors is here. Start at
 * {@link dev.holdfast.dialect.repositories.RepositoriesForm}.
 */
@NullMarked
package dev.holdfast.dialect.repositories;

import org.jspecify.annotations.NullMarked;
