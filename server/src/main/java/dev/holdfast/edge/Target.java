package dev.holdfast.edge;

/** What a route leads to. */
sealed interface Target permits RestMethod, Target.Later {

    /** A documented path that is not served yet. */
    record Later() implements Target {}
}
