package dev.holdfast.bench;

/** What is said of a round. */
enum Measure {
    SERVER_CPU("server CPU, µs a call", 1),
    CLIENT_CPU("client CPU, µs a call", 1),
    P50("p50, ms", 3),
    P99("p99, ms", 3),
    RATE("calls a second", 0);

    private final String title;
    private final int decimals;

    Measure(String title, int decimals) {
        this.title = title;
        this.decimals = decimals;
    }

    String title() {
        return title;
    }

    String print(double value) {
        return ("%." + decimals + "f").formatted(value);
    }
}
