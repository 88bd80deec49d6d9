package dev.holdfast.edge;

import com.google.protobuf.ByteString;
import java.util.Optional;

/** What an answer sends after its first bytes. Each piece goes out as it comes. */
interface Pieces extends AutoCloseable {

    /** Waits for the next piece, which may be empty; nothing at the end. */
    Optional<ByteString> next();

    /** The rest, if there is any, is not wanted. */
    @Override
    void close();
}
