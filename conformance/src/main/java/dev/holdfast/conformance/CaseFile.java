package dev.holdfast.conformance;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/**
 * Cases as they are written, a file for each section of a contract.
 *
 * <pre>
 * as sessions                               whose key is shown from here on, unless a request says otherwise
 * == durable-turns.md §1 row 1 | a title    begins a case; a third column `alone` empties the tenant before
 * each agent | status                       the case is one for each of the rows, whose cells stand for {agent} …
 * | 1        | 400                          … and {status}; '' is the empty cell
 * POST /v1/sessions as nobody               begins a step
 * &gt; X-Request-Id: mine                      a header; an empty line after &gt; is none
 * {"agent_id":{agent}}                      the body
 * &lt; 400 sessions:invalid_agent_id via edge  status, shape and code of a refusal, and what serves it behind Envoy
 * &lt; x-request-id: mine                      a header of the answer; !name must be absent
 * {"error":…}                               the body as a {@link Template}, its lines joined without indentation
 * </pre>
 *
 * <p>A line `20 times` before a request repeats its step. Before the status, `eventually` lets a step be tried until it holds. In place of a shape, `printed` compares as {@link
 * PrintedAnswer} does, and `as-before` with the whole answer of the step before. Behind Envoy a step is served by `grpc`
 * unless it names `edge`, or `envoy` itself. Lines that begin with # are for readers.
 */
final class CaseFile {

    private static final String CASE = "== ";
    private static final String EACH = "each ";
    private static final String COLUMNS = " *\\| *";
    private static final int WITH_FLAG = 3;

    private final String name;
    private final List<Case> cases = new ArrayList<>();
    private String caller = Callers.NOBODY;

    private CaseFile(String name) {
        this.name = name;
    }

    /** The cases of a resource beside this class. */
    static List<Case> read(String resource) {
        return parse(resource, Resource.text(resource));
    }

    static List<Case> parse(String name, String text) {
        CaseFile file = new CaseFile(name);
        List<String> block = new ArrayList<>();
        Stream.concat(text.lines(), Stream.of(CASE)).forEach(line -> {
            if (line.startsWith("as ")) {
                file.finish(block);
                file.caller = line.substring("as ".length());
            } else if (line.startsWith(CASE)) {
                file.finish(block);
                block.add(line);
            } else if (!line.startsWith("#") && !line.isBlank()) {
                block.add(line);
            }
        });
        return file.cases;
    }

    private void finish(List<String> block) {
        if (!block.isEmpty()) {
            expand(List.copyOf(block));
        }
        block.clear();
    }

    private void expand(List<String> block) {
        if (block.size() < 2 || !block.get(1).startsWith(EACH)) {
            cases.add(parse(block));
            return;
        }
        List<String> columns = cells(block.get(1).substring(EACH.length()));
        List<String> rows =
                block.stream().skip(2).takeWhile(line -> line.startsWith("|")).toList();
        List<String> steps = block.subList(2 + rows.size(), block.size());
        String template = titled(block.getFirst(), columns.getFirst()) + "\n" + String.join("\n", steps);
        for (String row : rows) {
            List<String> values = cells(row.substring(1));
            if (values.size() != columns.size()) {
                throw new ConformanceException("%s: %s are not %s.".formatted(name, values, columns));
            }
            String filled = template;
            for (int i = 0; i < columns.size(); i++) {
                filled = filled.replace("{" + columns.get(i) + "}", values.get(i));
            }
            cases.add(parse(filled.lines().toList()));
        }
    }

    /** A title that does not say which row it is gets the first cell. */
    private static String titled(String headline, String column) {
        List<String> parts = new ArrayList<>(List.of(headline.split(COLUMNS, -1)));
        if (!headline.contains("{")) {
            parts.set(1, parts.get(1) + ": {" + column + "}");
        }
        return String.join(" | ", parts);
    }

    private static List<String> cells(String row) {
        return Arrays.stream(row.strip().split(COLUMNS, -1))
                .map(cell -> cell.equals("''") ? "" : cell)
                .toList();
    }

    private Case parse(List<String> block) {
        String[] headline = block.getFirst().substring(CASE.length()).split(COLUMNS, WITH_FLAG);
        if (headline.length < 2) {
            throw new ConformanceException(name + ": `" + block.getFirst() + "` needs a place and a title.");
        }
        boolean alone = headline.length == WITH_FLAG && headline[2].equals("alone");
        try {
            return new Case(headline[0], headline[1], alone, StepLines.parse(block.subList(1, block.size()), caller));
        } catch (ConformanceException | NumberFormatException e) {
            throw new ConformanceException("%s, `%s`: %s".formatted(name, headline[1], e.getMessage()), e);
        }
    }
}
