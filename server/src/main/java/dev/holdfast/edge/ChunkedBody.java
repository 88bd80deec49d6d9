package dev.holdfast.edge;

import io.helidon.common.buffers.DataReader;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;

/**
 * A chunked body as it comes. The web server's own reader holds each chunk whole before it hands it on, and a chunk may be
 * as large as its sender likes. The last chunk is left to that reader, so that it knows where the next request begins.
 */
final class ChunkedBody extends InputStream {

    /** A size and what extensions anybody sends. */
    private static final int MAX_SIZE_LINE = 256;

    private static final int HEX = 16;

    private final DataReader reader;
    private final InputStream end;
    private final long maxBytes;
    private long announced;
    private long leftOfChunk;
    private boolean inChunk;
    private boolean ended;

    /**
     * @param end the web server's reader of this body, from which nothing was read yet
     * @param maxBytes a chunk that goes beyond is refused before it comes
     */
    ChunkedBody(DataReader reader, InputStream end, long maxBytes) {
        this.reader = reader;
        this.end = end;
        this.maxBytes = maxBytes;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
        if (length == 0) {
            return 0;
        }
        if (ended || !findBytes()) {
            return -1;
        }
        reader.ensureAvailable();
        int count = (int) Math.min(Math.min(length, leftOfChunk), reader.available());
        System.arraycopy(reader.readBytes(count), 0, bytes, offset, count);
        leftOfChunk -= count;
        return count;
    }

    /** Goes to the next byte of the body, and says whether there is one. */
    private boolean findBytes() throws IOException {
        if (leftOfChunk > 0) {
            return true;
        }
        if (inChunk) {
            if (!reader.startsWithNewLine()) {
                throw new IllegalArgumentException("a chunk is longer than it says");
            }
            reader.skip(2);
            inChunk = false;
        }
        int lineLength = reader.findNewLine(MAX_SIZE_LINE);
        leftOfChunk = size(lineLength);
        if (leftOfChunk == 0) {
            ended = true;
            if (end.read() >= 0) {
                throw new IllegalStateException("the last chunk holds bytes");
            }
            return false;
        }
        announced += leftOfChunk;
        if (announced > maxBytes) {
            throw Refusal.bodyTooLarge(maxBytes);
        }
        reader.skip(lineLength + 2);
        inChunk = true;
        return true;
    }

    private long size(int lineLength) {
        if (lineLength == 0 || lineLength >= MAX_SIZE_LINE) {
            throw new IllegalArgumentException("a chunk has no size");
        }
        byte[] line = new byte[lineLength];
        reader.getBuffer(lineLength).read(line);
        String text = new String(line, StandardCharsets.ISO_8859_1);
        int extension = text.indexOf(';');
        String digits = (extension < 0 ? text : text.substring(0, extension)).strip();
        if (!digits.matches("[0-9A-Fa-f]{1,15}")) {
            throw new IllegalArgumentException("a chunk's size is no number");
        }
        return Long.parseLong(digits, HEX);
    }
}
