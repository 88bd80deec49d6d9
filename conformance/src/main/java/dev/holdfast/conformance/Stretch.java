package dev.holdfast.conformance;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** One part of the walk: many requests, and one line of the report when it is closed. */
final class Stretch implements AutoCloseable {

    private static final int REFUSED = 400;
    private static final int FAILED = 500;

    private final List<Door> doors;
    private final Report report;
    private final String title;
    private final boolean typed;
    private final Map<Door, List<String>> problems = new LinkedHashMap<>();
    private final List<String> differences = new ArrayList<>();
    private final Map<String, Integer> known = new TreeMap<>();
    private int requests;

    /** @param typed whether bodies are JSON of a message, which Envoy parses itself */
    Stretch(List<Door> doors, Report report, String title, boolean typed) {
        this.doors = doors;
        this.report = report;
        this.title = title;
        this.typed = typed;
        doors.forEach(door -> problems.put(door, new ArrayList<>()));
    }

    /** Whatever comes is no failure, and in the caller's form. */
    void send(Request request, String caller) {
        statuses(request, Optional.of(caller), Optional.empty());
    }

    void send(Request request, String caller, int status) {
        statuses(request, Optional.of(caller), Optional.of(status));
    }

    /** Whose form the answer has is not said. */
    void sendFromAnybody(Request request, int status) {
        statuses(request, Optional.empty(), Optional.of(status));
    }

    /** The forged request is to be answered as the honest one. */
    void sendForged(Request honest, Request forged, String caller) {
        for (Door door : doors) {
            Variables none = new Variables(Map.of());
            Seen expected = Seen.of(door.send(honest), none);
            Seen actual = Seen.of(door.send(forged), none);
            actual.differences(expected).forEach(difference -> problem(door, forged, difference));
        }
        send(forged, caller);
    }

    private void statuses(Request request, Optional<String> caller, Optional<Integer> status) {
        requests++;
        List<Integer> statuses = new ArrayList<>();
        for (Door door : doors) {
            Answer answer = door.send(request);
            Always.problems(request, answer).forEach(problem -> problem(door, request, problem));
            if (answer.status() == 503) {
                problem(door, request, "it is not available");
            }
            if (answer.status() >= 400 && !request.method().equals("HEAD")) {
                caller.flatMap(who -> Forms.of(path(request), who).problem(answer))
                        .ifPresent(problem -> problem(door, request, problem));
            }
            if (status.isPresent() && answer.status() != status.get() && !mayTakeIt(door, status.get(), answer)) {
                problem(door, request, "the status is to be " + status.get() + ": " + answer.shortly());
            }
            statuses.add(answer.status());
            compare(request, door, statuses);
        }
    }

    private void compare(Request request, Door door, List<Integer> statuses) {
        int first = statuses.getFirst();
        int here = statuses.getLast();
        if (first == here) {
            return;
        }
        boolean refused = (first == REFUSED || here == REFUSED) && Math.max(first, here) < FAILED;
        Optional<String> reason = door.isEnvoy() && refused ? known(request) : Optional.empty();
        reason.ifPresentOrElse(
                why -> known.merge(why, 1, Integer::sum),
                () -> differences.add("%s: %d, and %d".formatted(shortly(request), first, here)));
    }

    /** Why Envoy may refuse what the edge does not, or the other way round. */
    private Optional<String> known(Request request) {
        if (!request.target().startsWith("/")) {
            return Optional.of("to Envoy a target that is no path is no HTTP");
        }
        if (!typed) {
            return Optional.empty();
        }
        if (!request.body().isEmpty()) {
            return Optional.of("the transcoder's parser of JSON takes and refuses other bodies");
        }
        return request.target().contains("?")
                ? Optional.of("the transcoder refuses an optional field that comes twice in the query")
                : Optional.empty();
    }

    private boolean mayTakeIt(Door door, int status, Answer answer) {
        return door.isEnvoy() && typed && status == REFUSED && answer.status() < FAILED;
    }

    private void problem(Door door, Request request, String problem) {
        problems.getOrDefault(door, new ArrayList<>()).add(shortly(request) + ": " + problem);
    }

    private static String path(Request request) {
        return request.target().replaceAll("\\?.*", "");
    }

    private static String shortly(Request request) {
        String text = request.method() + " " + request.target() + " " + request.body();
        return text.length() > 200 ? text.substring(0, 200) + "…" : text;
    }

    @Override
    public void close() {
        List<Judgement> judgements = problems.entrySet().stream()
                .map(entry -> new Judgement(entry.getKey(), entry.getValue(), List.of()))
                .toList();
        report.line(
                "walk",
                title + ", " + requests + " requests",
                judgements,
                differences,
                String.join(
                        "; ",
                        known.entrySet().stream()
                                .map(entry -> entry.getKey() + ", " + entry.getValue() + " times")
                                .toList()));
    }
}
