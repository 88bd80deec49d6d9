package dev.holdfast.conformance;

/** A request, and what must come back. */
record Step(Request request, Expectation expected) {}
