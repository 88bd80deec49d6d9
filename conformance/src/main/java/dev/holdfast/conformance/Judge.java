package dev.holdfast.conformance;

import dev.holdfast.conformance.Expectation.Anything;
import dev.holdfast.conformance.Expectation.AsBefore;
import dev.holdfast.conformance.Expectation.AsPrinted;
import dev.holdfast.conformance.Expectation.Exactly;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Sends a case's requests to a door and holds the answers against the contract. */
final class Judge {

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Duration BETWEEN_ATTEMPTS = Duration.ofMillis(50);

    private final Callers callers;
    private final Map<Door, EnvoyStatistics> statistics;

    /** @param statistics for each door that is an Envoy whose admin page can be read */
    Judge(Callers callers, Map<Door, EnvoyStatistics> statistics) {
        this.callers = callers;
        this.statistics = Map.copyOf(statistics);
    }

    Judgement judge(Case each, Door door, Optional<KnownDifference> known) {
        Variables variables = new Variables(callers.variables());
        variables.set("unique", "u" + UUID.randomUUID().toString().replace("-", ""));
        List<String> problems = new ArrayList<>();
        List<Seen> seen = new ArrayList<>();
        if (each.alone()) {
            new Tenant(callers, door).empty();
        }
        for (Step step : each.steps()) {
            boolean last = step.equals(each.steps().getLast());
            Expectation expected = last && door.isEnvoy() ? adapted(step.expected(), known) : step.expected();
            Request request = step.request().filled(variables);
            Seen before = seen.isEmpty() ? null : seen.getLast();
            problems.addAll(attempt(each, door, request, expected, variables, before, seen));
            if (!problems.isEmpty()) {
                break;
            }
        }
        return new Judgement(door, problems, seen);
    }

    private static Expectation adapted(Expectation contract, Optional<KnownDifference> known) {
        return known.filter(difference -> !difference.onlyWords())
                .map(difference -> new Expectation(
                        difference.status(), contract.upstream(), List.of(), new Anything(), contract.eventually()))
                .orElse(contract);
    }

    private List<String> attempt(
            Case each,
            Door door,
            Request request,
            Expectation expected,
            Variables variables,
            @Nullable Seen before,
            List<Seen> seen) {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (true) {
            EnvoyStatistics envoy = statistics.get(door);
            Map<String, Long> requestsBefore = envoy == null ? Map.of() : envoy.requests();
            Answer answer = door.send(request);
            List<String> problems = problems(each, request, answer, expected, variables, before);
            if (problems.isEmpty() || !expected.eventually() || System.nanoTime() > deadline) {
                if (envoy != null) {
                    String served = EnvoyStatistics.served(requestsBefore, envoy.requests());
                    check(served.equals(expected.upstream()), problems, "it was served by " + served);
                }
                seen.add(Seen.of(answer, variables));
                return problems.stream()
                        .map(problem -> request.method() + " " + shortly(request.target()) + ": " + problem)
                        .toList();
            }
            pause();
        }
    }

    private static List<String> problems(
            Case each,
            Request request,
            Answer answer,
            Expectation expected,
            Variables variables,
            @Nullable Seen before) {
        List<String> problems = new ArrayList<>(Always.problems(request, answer));
        if (expected.body() instanceof AsPrinted(String json)) {
            problems.addAll(PrintedAnswer.problems(each.title(), json, expected.status(), answer));
            if (problems.isEmpty() && PrintedStream.is(json)) {
                // What a printed pause waits for is the next step's to approve.
                Template.matches("…\"action_id\":\"{action:action}\"…", answer.body(), variables);
            }
            return problems;
        }
        check(
                answer.status() == expected.status(),
                problems,
                "the status is to be %d: %s".formatted(expected.status(), answer.shortly()));
        for (Header header : expected.headers()) {
            if (header.name().startsWith("!")) {
                String name = header.name().substring(1);
                check(!answer.headers().containsKey(name), problems, name + " is to be absent");
            } else {
                String value = answer.header(header.name());
                check(
                        Template.matches(header.value(), value, variables),
                        problems,
                        "%s is `%s`, not `%s`".formatted(header.name(), value, header.value()));
            }
        }
        if (problems.isEmpty()) {
            problems.addAll(ofBody(answer, expected, variables, before));
        }
        return problems;
    }

    private static List<String> ofBody(
            Answer answer, Expectation expected, Variables variables, @Nullable Seen before) {
        return switch (expected.body()) {
            case Anything() -> List.of();
            case Exactly(String template) ->
                Template.matches(template, answer.body(), variables)
                        ? List.of()
                        : List.of("the body is to be `%s`: %s".formatted(template, answer.shortly()));
            case AsBefore() ->
                before == null
                        ? List.of("there is no answer before")
                        : Seen.of(answer, variables).differences(before);
            case AsPrinted(String json) -> throw new IllegalStateException(json);
        };
    }

    private static void check(boolean holds, List<String> problems, String problem) {
        if (!holds) {
            problems.add(problem);
        }
    }

    private static String shortly(String target) {
        return target.length() > 120 ? target.substring(0, 120) + "…" : target;
    }

    private static void pause() {
        try {
            Thread.sleep(BETWEEN_ATTEMPTS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ConformanceException("interrupted", e);
        }
    }
}
