package dev.holdfast.log;

/** An event as the columns of its row. Two are equal if they are the same array. */
@SuppressWarnings("ArrayRecordComponent")
record EncodedEvent(short kind, byte[] payload) {}
