/**
 * JSON at the door: strict parsing that keeps the text of free-form values, and printing in a fixed order. Start at
 * {@link dev.holdfast.json.JsonValue}.
 */
@NullMarked
package dev.holdfast.json;

import org.jspecify.annotations.NullMarked;
