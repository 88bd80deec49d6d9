package dev.holdfast.conformance;

import dev.holdfast.conformance.Expectation.Anything;
import dev.holdfast.conformance.Expectation.AsBefore;
import dev.holdfast.conformance.Expectation.AsPrinted;
import dev.holdfast.conformance.Expectation.Body;
import dev.holdfast.conformance.Expectation.Exactly;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.regex.Pattern;

/** Reads the lines of a case's steps. */
final class StepLines {

    private static final Pattern REQUEST = Pattern.compile("[A-Z]+ [/*]\\S*(?: as [a-z-]+)?");
    private static final Pattern TIMES = Pattern.compile("\\d+ times");
    private static final String ANSWER = "< ";
    private static final String DEFAULT_UPSTREAM = "grpc";

    private final Deque<String> lines;
    private final String caller;

    private StepLines(List<String> lines, String caller) {
        this.lines = new ArrayDeque<>(lines);
        this.caller = caller;
    }

    /** The steps, with the credentials of the caller where a request names no other. */
    static List<Step> parse(List<String> lines, String caller) {
        StepLines left = new StepLines(lines, caller);
        List<Step> steps = new ArrayList<>();
        while (!left.lines.isEmpty()) {
            int times = left.times();
            Request request = left.request();
            steps.addAll(Collections.nCopies(times, new Step(request, left.expectation())));
        }
        return steps;
    }

    private int times() {
        return TIMES.matcher(next()).matches()
                ? Integer.parseInt(lines.removeFirst().replace(" times", ""))
                : 1;
    }

    private Request request() {
        String line = lines.removeFirst();
        if (!REQUEST.matcher(line).matches()) {
            throw new ConformanceException("`" + line + "` is no request.");
        }
        String[] words = line.split(" ", -1);
        List<Header> headers = new ArrayList<>(Callers.headers(words.length > 2 ? words[3] : caller));
        while (next().startsWith(">")) {
            String header = lines.removeFirst().substring(1).strip();
            if (!header.isEmpty()) {
                headers.add(Header.parse(header));
            }
        }
        List<String> body = new ArrayList<>();
        while (!next().startsWith(ANSWER)) {
            body.add(lines.removeFirst());
        }
        return new Request(words[0], words[1], headers, String.join("\n", body));
    }

    private Expectation expectation() {
        Deque<String> words = new ArrayDeque<>(
                Arrays.asList(lines.removeFirst().substring(ANSWER.length()).split(" +", -1)));
        boolean eventually = words.removeFirstOccurrence("eventually");
        int status = Integer.parseInt(words.removeFirst());
        String shape = words.isEmpty() || words.getFirst().equals("via") ? "" : words.removeFirst();
        String upstream = DEFAULT_UPSTREAM;
        if (words.removeFirstOccurrence("via")) {
            upstream = words.removeFirst();
        }
        List<Header> headers = new ArrayList<>();
        while (!lines.isEmpty() && next().startsWith(ANSWER)) {
            String header = lines.removeFirst().substring(ANSWER.length());
            headers.add(header.startsWith("!") ? new Header(header, "") : Header.parse(header));
        }
        return new Expectation(status, upstream, headers, body(shape), eventually);
    }

    private Body body(String shape) {
        List<String> printed = new ArrayList<>();
        while (!lines.isEmpty() && !begins(next())) {
            printed.add(lines.removeFirst().strip());
        }
        String body = String.join("", printed);
        if (Refusals.isShape(shape)) {
            return new Exactly(Refusals.body(shape));
        }
        return switch (shape) {
            case "" -> body.isEmpty() ? new Anything() : new Exactly(body);
            case "empty" -> new Exactly("");
            case "printed" -> new AsPrinted(PrintedStream.is(body) ? String.join("\n", printed) : body);
            case "as-before" -> new AsBefore();
            default -> throw new ConformanceException("Nothing is known about `" + shape + "`.");
        };
    }

    private static boolean begins(String line) {
        return REQUEST.matcher(line).matches() || TIMES.matcher(line).matches();
    }

    private String next() {
        String next = lines.peekFirst();
        if (next == null) {
            throw new ConformanceException("A request without its answer.");
        }
        return next;
    }
}
