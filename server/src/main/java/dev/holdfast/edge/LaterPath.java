package dev.holdfast.edge;

/** A documented path that this version does not serve yet: it exists, and is answered with 501. */
public record LaterPath(String method, String template) {}
