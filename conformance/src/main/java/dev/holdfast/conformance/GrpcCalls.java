package dev.holdfast.conformance;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Some gRPC calls, straight and through Envoy: it must pass them on as they are. Needs grpcurl on the PATH. */
final class GrpcCalls {

    private static final String SESSIONS = "holdfast.v1.SessionService/";
    private static final Map<String, List<String>> CALLS = calls();

    private final Callers callers;
    private final int port;
    private final OwnEnvoy envoy;
    private final Report report;

    GrpcCalls(Callers callers, int port, OwnEnvoy envoy, Report report) {
        this.callers = callers;
        this.port = port;
        this.envoy = envoy;
        this.report = report;
    }

    void compare() {
        CALLS.forEach((title, call) -> report.check("envoy.md", "gRPC through Envoy: " + title, problems(call)));
    }

    private List<String> problems(List<String> call) {
        String straight = answer(port, call);
        Map<String, Long> before = envoy.statistics().requests();
        String through = answer(envoy.port(), call);
        String served = EnvoyStatistics.served(before, envoy.statistics().requests());
        List<String> problems = new ArrayList<>();
        if (!straight.equals(through)) {
            problems.add("straight `%s`, through Envoy `%s`".formatted(straight, through));
        }
        if (!served.equals("grpc")) {
            problems.add("it was served by " + served);
        }
        return problems;
    }

    private String answer(int to, List<String> call) {
        List<String> command = new ArrayList<>(List.of(
                "grpcurl",
                "-plaintext",
                "-H",
                "authorization: Bearer " + callers.keys().get("native"),
                "-H",
                "x-request-id: mine"));
        command.addAll(call.subList(0, call.size() - 1));
        command.addAll(List.of("127.0.0.1:" + to, call.getLast()));
        try {
            Process process =
                    new ProcessBuilder(command).redirectErrorStream(true).start();
            String output = new String(process.getInputStream().readAllBytes(), UTF_8);
            return process.waitFor() + " " + Seen.mask(output, new Variables(callers.variables()));
        } catch (IOException e) {
            throw new ConformanceException("grpcurl cannot be started: " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ConformanceException("interrupted", e);
        }
    }

    private static Map<String, List<String>> calls() {
        Map<String, List<String>> calls = new LinkedHashMap<>();
        calls.put("create", List.of("-d", "{\"agent_id\":\"grpc\"}", SESSIONS + "CreateSession"));
        calls.put("list", List.of("-d", "{\"page_size\":1}", SESSIONS + "ListSessions"));
        calls.put("an error", List.of("-d", "{\"session_id\":\"ses_x\"}", SESSIONS + "GetSession"));
        calls.put(
                "a dialect's RPC",
                List.of("-d", "{\"session_id\":\"ses_x\"}", "holdfast.rest.v1.SharedService/GetSession"));
        calls.put("health", List.of("grpc.health.v1.Health/Check"));
        calls.put("reflection", List.of("list"));
        return calls;
    }
}
