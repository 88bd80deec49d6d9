package dev.holdfast.edge;

import java.util.List;
import java.util.SortedSet;

/** What a method and a raw path lead to. */
sealed interface RouteMatch<T> {

    /** A route, and what its variables hold, as they came. */
    record Found<T>(Routes.Route<T> route, List<PathValue> values) implements RouteMatch<T> {}

    /** The path exists for other methods only. */
    record WrongMethod<T>(SortedSet<String> allowed) implements RouteMatch<T> {}

    /** No route has this path. */
    record NoPath<T>() implements RouteMatch<T> {}
}
