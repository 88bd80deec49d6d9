package dev.holdfast.bench;

import dev.holdfast.name.SessionId;
import java.io.IOException;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.Map;

/** Sessions with a million events, and with a thousand, for comparison. */
record LongSessions(Map<Shape, Filled> huge, Map<Shape, Filled> small) {

    private static final int HUGE = 1_000_000;
    private static final int SMALL = 1_000;
    private static final int EVENTS_PER_TURN = 50;

    enum Shape {
        MANY_TURNS,
        ONE_TURN;

        private int eventsPerTurn(int events) {
            return switch (this) {
                case MANY_TURNS -> EVENTS_PER_TURN;
                case ONE_TURN -> events;
            };
        }
    }

    record Filled(String id, int events, int turns) {

        @Override
        public String toString() {
            return "a session of %,d events in %,d turns".formatted(events, turns);
        }
    }

    /** Makes them; that takes a minute or two. */
    static LongSessions fill(ServerProcess server, GrpcDoor grpc, Path home) throws IOException {
        Map<Shape, Filled> huge = new EnumMap<>(Shape.class);
        Map<Shape, Filled> small = new EnumMap<>(Shape.class);
        try (OwnLog log = OwnLog.open(server.database(), home)) {
            for (Shape shape : Shape.values()) {
                System.err.println("bench: filling sessions, " + shape);
                huge.put(shape, fill(log, grpc.create(), HUGE, shape));
                small.put(shape, fill(log, grpc.create(), SMALL, shape));
            }
        }
        return new LongSessions(huge, small);
    }

    /** Makes a session of one turn that has ended. */
    static Filled turn(ServerProcess server, GrpcDoor grpc, Path home) throws IOException {
        try (OwnLog log = OwnLog.open(server.database(), home)) {
            return fill(log, grpc.create(), SMALL, Shape.ONE_TURN);
        }
    }

    private static Filled fill(OwnLog log, String id, int events, Shape shape) {
        int eventsPerTurn = shape.eventsPerTurn(events);
        int turns = events / eventsPerTurn;
        log.fill(SessionId.parse(id).orElseThrow(), turns, eventsPerTurn);
        return new Filled(id, events, turns);
    }

    Filled huge(Shape shape) {
        return find(huge, shape);
    }

    Filled small(Shape shape) {
        return find(small, shape);
    }

    private static Filled find(Map<Shape, Filled> sessions, Shape shape) {
        Filled found = sessions.get(shape);
        if (found == null) {
            throw new IllegalStateException("Every shape is filled: " + shape);
        }
        return found;
    }
}
