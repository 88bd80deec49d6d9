/**
 * The requests and answers that the documents print, as tests: the data lies beside, an example a file. Start at
 * {@code SpecExamplesTest}.
 */
@NullMarked
package dev.holdfast.spec;

import org.jspecify.annotations.NullMarked;
