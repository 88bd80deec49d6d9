package dev.holdfast.workspace;

import dev.holdfast.path.FileStatus;

/** A file or directory in a listing. */
public record FileEntry(String name, FileStatus status) {}
