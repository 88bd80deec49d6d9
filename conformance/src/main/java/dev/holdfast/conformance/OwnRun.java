package dev.holdfast.conformance;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The whole suite against a server that it starts, through its edge and, if wanted, through an Envoy in front of it. */
final class OwnRun {

    private final Path root;
    private final Report report;
    private final String only;

    /**
     * @param root the project's directory
     * @param only part of a case's place or title; empty for all, and for what is no case
     */
    OwnRun(Path root, Report report, String only) {
        this.root = root;
        this.report = report;
        this.only = only;
    }

    void edge() {
        inScratch(scratch -> {
            try (OwnServer server = OwnServer.start(root, scratch)) {
                Callers callers = server.callers();
                Judge judge = new Judge(callers, Map.of());
                new Suite(judge, List.of(server.door()), report).run(Sections.ofOwnServer(only));
                walk(callers, List.of(server.door()));
                finish(server);
            }
        });
    }

    void edgeAndEnvoy() {
        inScratch(scratch -> {
            try (OwnServer server = OwnServer.start(root, scratch);
                    OwnEnvoy envoy = OwnEnvoy.start(root, scratch, server)) {
                Callers callers = server.callers();
                Judge judge = new Judge(callers, Map.of(envoy.door(), envoy.statistics()));
                new Suite(judge, List.of(server.door(), envoy.door()), report).run(Sections.ofOwnServer(only));
                walk(callers, List.of(server.door(), envoy.door()));
                if (only.isEmpty()) {
                    EnvoyChecks checks = new EnvoyChecks(root, envoy, callers, report);
                    checks.everyServiceIsTranscoded();
                    new GrpcCalls(callers, server.grpcPort(), envoy, report).compare();
                    finish(server);
                    server.stop();
                    new Suite(judge, List.of(envoy.door()), report).run(Sections.withoutServer());
                    checks.logs();
                }
            }
        });
    }

    private void walk(Callers callers, List<Door> doors) {
        if ("walk".contains(only)) {
            new Walk(callers, doors, report, Descriptors.read(root)).run();
        }
    }

    private void finish(OwnServer server) {
        if (only.isEmpty()) {
            report.check("README.md First calls", "after all this every row follows from the log", server.findings());
        }
    }

    private interface Use {
        void of(Path scratch);
    }

    private static void inScratch(Use use) {
        try {
            Path scratch = Files.createTempDirectory("holdfast-conformance-");
            try {
                use.of(scratch);
            } finally {
                delete(scratch);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void delete(Path scratch) throws IOException {
        Files.walkFileTree(scratch, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Files.delete(file);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path directory, @Nullable IOException e) throws IOException {
                Files.delete(directory);
                return FileVisitResult.CONTINUE;
            }
        });
    }
}
