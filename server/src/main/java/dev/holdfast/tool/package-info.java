/**
 * What the server runs for a model: each tool with what the model is told of it, and whether it may be repeated. Start at
 * {@link dev.holdfast.tool.Toolbox}.
 */
@NullMarked
package dev.holdfast.tool;

import org.jspecify.annotations.NullMarked;
