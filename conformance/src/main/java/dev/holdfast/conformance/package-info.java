/**
 * The contracts as cases, sent from outside to every door of a server: {@link dev.holdfast.conformance.Conformance} is the
 * entry point, the cases lie beside as text, a file for each section, and {@link dev.holdfast.conformance.CaseFile} says how
 * they are written. Nothing here knows a class of the server.
 */
@NullMarked
package dev.holdfast.conformance;

import org.jspecify.annotations.NullMarked;
