package dev.holdfast.streams;

/** Bytes that tell their position, so that a missing or a repeated one shows. */
final class Pattern {

    private static final int PERIOD = 251;
    private static final int LONGEST = 1 << 20;
    private static final byte[] BYTES = new byte[LONGEST + PERIOD];

    static {
        for (int i = 0; i < BYTES.length; i++) {
            BYTES[i] = (byte) (i % PERIOD);
        }
    }

    private Pattern() {}

    static byte[] bytes(long from, int length) {
        byte[] bytes = new byte[length];
        System.arraycopy(BYTES, (int) (from % PERIOD), bytes, 0, length);
        return bytes;
    }

    /** Whether these bytes of an array are those of the file at a position. */
    static boolean matches(byte[] bytes, int length, long from) {
        int offset = (int) (from % PERIOD);
        return java.util.Arrays.equals(bytes, 0, length, BYTES, offset, offset + length);
    }
}
