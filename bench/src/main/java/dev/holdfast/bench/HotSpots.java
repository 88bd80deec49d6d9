package dev.holdfast.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordedFrame;
import jdk.jfr.consumer.RecordedMethod;
import jdk.jfr.consumer.RecordedStackTrace;
import jdk.jfr.consumer.RecordingFile;

/**
 * Where the server's threads were when the flight recorder looked, for each workload: by the innermost method of ours, and
 * by the library that was at work, to which what it calls in the JDK is counted.
 */
final class HotSpots {

    /** Deep enough for the whole stack of a call through edge and gRPC. */
    static final String JVM_OPTIONS =
            "-XX:FlightRecorderOptions=stackdepth=256 -XX:StartFlightRecording=filename=%s,settings=profile,dumponexit=true";

    private static final int SHOWN = 12;
    private static final List<String> JDK = List.of("java.", "jdk.", "javax.", "sun.");
    private static final int PACKAGE_NAMES = 3;

    private final Map<String, Counts> byWorkload = new TreeMap<>();

    static HotSpots read(Path recording, Timeline timeline) {
        HotSpots spots = new HotSpots();
        try (RecordingFile file = new RecordingFile(recording)) {
            while (file.hasMoreEvents()) {
                RecordedEvent event = file.readEvent();
                RecordedStackTrace stack = event.getStackTrace();
                if (stack != null && event.getEventType().getName().equals("jdk.ExecutionSample")) {
                    timeline.labelAt(event.getStartTime())
                            .ifPresent(label -> spots.byWorkload
                                    .computeIfAbsent(label, ignored -> new Counts())
                                    .add(stack.getFrames()));
                }
            }
        } catch (IOException e) {
            throw new BenchException("The recording of the server cannot be read", e);
        }
        return spots;
    }

    @Override
    public String toString() {
        return byWorkload.entrySet().stream()
                .map(workload -> workload.getKey() + "\n" + workload.getValue())
                .collect(Collectors.joining("\n"));
    }

    /** Samples of one workload. */
    private static final class Counts {

        private final Map<String, Integer> ours = new HashMap<>();
        private final Map<String, Integer> libraries = new HashMap<>();
        private int samples;

        void add(List<RecordedFrame> frames) {
            samples++;
            String own = names(frames)
                    .filter(name -> name.startsWith("dev.holdfast.") && !name.contains(".storage.Outage"))
                    .findFirst()
                    .orElse("none of ours on the stack");
            ours.merge(own, 1, Integer::sum);
            String library = names(frames)
                    .filter(name -> JDK.stream().noneMatch(name::startsWith))
                    .findFirst()
                    .map(Counts::library)
                    .orElse("the JDK alone");
            libraries.merge(library, 1, Integer::sum);
        }

        @Override
        public String toString() {
            return "  by the innermost method of ours, of " + samples + " samples\n" + list(ours) + "  by library\n"
                    + list(libraries);
        }

        private String list(Map<String, Integer> counts) {
            return counts.entrySet().stream()
                    .sorted(Map.Entry.<String, Integer>comparingByValue().reversed())
                    .limit(SHOWN)
                    .map(entry -> "    %5.1f %%  %s%n".formatted(100.0 * entry.getValue() / samples, entry.getKey()))
                    .collect(Collectors.joining());
        }

        private static Stream<String> names(List<RecordedFrame> frames) {
            return frames.stream().map(RecordedFrame::getMethod).map(Counts::name);
        }

        private static String name(RecordedMethod method) {
            return method.getType().getName() + "." + method.getName();
        }

        private static String library(String name) {
            String[] parts = name.split("\\.", -1);
            return String.join(".", List.of(parts).subList(0, Math.min(PACKAGE_NAMES, parts.length)));
        }
    }
}
