package dev.holdfast.conformance;

import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * What Envoy's admin page says. A proxy that handed everything to the edge would answer rightly and prove nothing, so its
 * own figures have to show who served each request.
 */
record EnvoyStatistics(URI admin) {

    private static final Pattern SERVED = Pattern.compile("cluster\\.(grpc|edge)\\.upstream_rq_total: (\\d+)");

    /** Requests so far by cluster; health checks do not count. */
    Map<String, Long> requests() {
        return SERVED.matcher(page("/stats?filter=^cluster%5C.(grpc|edge)%5C.upstream_rq_total$"))
                .results()
                .collect(Collectors.toMap(
                        line -> line.group(1), line -> Long.valueOf(line.group(2)), (one, other) -> one, TreeMap::new));
    }

    /** Who served what came since: a cluster, several, or Envoy itself. */
    static String served(Map<String, Long> before, Map<String, Long> after) {
        String clusters = after.entrySet().stream()
                .filter(now -> now.getValue() > before.getOrDefault(now.getKey(), 0L))
                .map(Map.Entry::getKey)
                .collect(Collectors.joining("+"));
        return clusters.isEmpty() ? "envoy" : clusters;
    }

    /** The services that it was told to transcode. */
    SortedSet<String> services() {
        Matcher services =
                Pattern.compile("holdfast[.\\w]*\\.v1\\.\\w+Service\\b").matcher(page("/config_dump"));
        return services.results().map(MatchResult::group).collect(Collectors.toCollection(TreeSet::new));
    }

    private String page(String path) {
        Request request = new Request("GET", path, List.of(), "");
        Answer answer = Exchange.of(admin.getHost(), admin.getPort(), request);
        if (answer.status() != 200) {
            throw new ConformanceException("Envoy's admin page answers " + answer.shortly());
        }
        return answer.body();
    }
}
