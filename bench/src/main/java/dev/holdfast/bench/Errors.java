package dev.holdfast.bench;

import java.util.List;

/** Calls that failed, and what the first of them said. */
record Errors(long count, String first) {

    static final Errors NONE = new Errors(0, "");

    Errors plus(Errors other) {
        return new Errors(count + other.count, first.isEmpty() ? other.first : first);
    }

    static Errors sum(List<Errors> all) {
        return all.stream().reduce(NONE, Errors::plus);
    }
}
