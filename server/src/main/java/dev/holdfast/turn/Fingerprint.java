package dev.holdfast.turn;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.holdfast.engine.TurnCommand;
import dev.holdfast.event.Event.TurnStarted;
import dev.holdfast.log.EventCodec;
import dev.holdfast.name.SessionId;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;

/** What tells a repeated request from another one that has the same idempotency key. */
final class Fingerprint {

    private final MessageDigest digest;

    private Fingerprint() {
        try {
            digest = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every JDK has SHA-256", e);
        }
    }

    static String of(SessionId session, TurnCommand command) {
        Fingerprint print = new Fingerprint().add(session.toString());
        switch (command) {
            case TurnCommand.Submit submit ->
                print.add("submit").add(EventCodec.payload(new TurnStarted(0, submit.key(), submit.request())));
            case TurnCommand.Approve approve -> {
                print.add("approve").add(approve.action().toString()).add(approve.results());
                if (approve.digest() != null) {
                    print.add(approve.digest().hex());
                }
            }
            case TurnCommand.SubmitResults submit -> print.add("results").add(submit.results());
            case TurnCommand.Reject reject ->
                print.add("reject").add(reject.action().toString()).add(reject.reason() == null ? "" : reject.reason());
            case TurnCommand.Decide _ -> throw new IllegalStateException("A decision tells its repeats by itself");
            case TurnCommand.Cancel _ -> print.add("cancel");
            case TurnCommand.CancelTurn cancel -> print.add("cancel").add(Integer.toString(cancel.turnNumber()));
        }
        return HexFormat.of().formatHex(print.digest.digest());
    }

    private Fingerprint add(List<TurnCommand.Result> results) {
        for (TurnCommand.Result result : results) {
            add(result.action().toString()).add(result.output());
            if (result.failed()) {
                add("failed");
            }
        }
        return this;
    }

    private Fingerprint add(String text) {
        return add(text.getBytes(UTF_8));
    }

    /** With its length before it, so that no two lists of pieces are the same bytes. */
    private Fingerprint add(byte[] piece) {
        digest.update(ByteBuffer.allocate(Integer.BYTES).putInt(piece.length).flip());
        digest.update(piece);
        return this;
    }
}
