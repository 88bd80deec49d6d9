package dev.holdfast.edge;

import java.util.function.IntConsumer;

/** Looks through what an HTTP/2 client sends for the streams that it resets; all else passes by. */
final class FrameScanner {

    private static final int PREFACE_BYTES = 24;
    private static final int HEADER_BYTES = 9;
    private static final int RESET = 3;

    private final IntConsumer reset;
    private final byte[] header = new byte[HEADER_BYTES];
    private int headerBytes;
    private int toSkip = PREFACE_BYTES;

    FrameScanner(IntConsumer reset) {
        this.reset = reset;
    }

    void scan(byte[] bytes) {
        int at = 0;
        while (at < bytes.length) {
            if (toSkip > 0) {
                int skipped = Math.min(toSkip, bytes.length - at);
                toSkip -= skipped;
                at += skipped;
            } else {
                header[headerBytes] = bytes[at];
                headerBytes++;
                at++;
                if (headerBytes == HEADER_BYTES) {
                    frame();
                }
            }
        }
    }

    private void frame() {
        headerBytes = 0;
        toSkip = (header[0] & 0xff) << 16 | (header[1] & 0xff) << 8 | (header[2] & 0xff);
        if (header[3] == RESET) {
            reset.accept(
                    (header[5] & 0x7f) << 24 | (header[6] & 0xff) << 16 | (header[7] & 0xff) << 8 | (header[8] & 0xff));
        }
    }
}
