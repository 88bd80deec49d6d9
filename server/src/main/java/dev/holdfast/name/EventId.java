package dev.holdfast.name;

/**
 * The id of an event: the session's own characters and the event's number. It is a pure function of the two, so that an
 * event has one id wherever and however often it is printed.
 */
public record EventId(SessionId session, long sequence) {

    /** The id of the message that the event brings with it. */
    public String message() {
        return text("msg");
    }

    @Override
    public String toString() {
        return text("evt");
    }

    private String text(String prefix) {
        String id = session.toString();
        return prefix + id.substring(id.indexOf('_')) + "_" + sequence;
    }
}
