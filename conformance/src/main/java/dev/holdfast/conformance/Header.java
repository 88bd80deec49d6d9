package dev.holdfast.conformance;

/** A line of a request's head, or what the head of an answer must say. */
record Header(String name, String value) {

    static Header parse(String line) {
        int colon = line.indexOf(':');
        if (colon < 0) {
            throw new ConformanceException("`" + line + "` is not a header's name, a colon and a value.");
        }
        return new Header(line.substring(0, colon), line.substring(colon + 1).strip());
    }
}
