package dev.holdfast.dialect.responses;

import dev.holdfast.json.JsonWriter;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;

/** What the model said or thought, in pieces that an answer which is asked for again may void. */
final class SpokenItem implements OutputItem {

    private final Kind kind;
    private final String id;
    private final int index;
    private final NavigableMap<Long, String> pieces = new TreeMap<>();
    private Status status = Status.IN_PROGRESS;

    SpokenItem(Kind kind, String digits, int index) {
        this.kind = kind;
        this.id = kind.prefix + digits + String.format("%02x", index);
        this.index = index;
    }

    enum Kind {
        MESSAGE("msg_"),
        REASONING("rs_");

        private final String prefix;

        Kind(String prefix) {
            this.prefix = prefix;
        }
    }

    @Override
    public String id() {
        return id;
    }

    @Override
    public int index() {
        return index;
    }

    Kind kind() {
        return kind;
    }

    void add(long sequence, String delta) {
        pieces.put(sequence, delta);
    }

    /** Takes out what is void; whether anything was. */
    boolean cut(long from, long to) {
        NavigableMap<Long, String> voided = pieces.subMap(from, true, to, true);
        boolean cut = !voided.isEmpty();
        voided.clear();
        return cut;
    }

    void end(Status how) {
        status = how;
    }

    String text() {
        return String.join("", pieces.values());
    }

    @Override
    public void print(JsonWriter json) {
        boolean begun = status != Status.IN_PROGRESS || !pieces.isEmpty();
        List<String> parts = begun ? List.of(text()) : List.of();
        json.field("id", id);
        switch (kind) {
            case MESSAGE ->
                json.field("type", "message")
                        .field("status", status.toString())
                        .field("role", "assistant")
                        .array("content", parts, SpokenItem::textPart);
            case REASONING ->
                json.field("type", "reasoning")
                        .field("status", status.toString())
                        .array("summary", parts.equals(List.of("")) ? List.of() : parts, SpokenItem::summaryPart);
        }
    }

    static void textPart(JsonWriter json, String text) {
        json.field("type", "output_text")
                .field("text", text)
                .field("annotations", List.of())
                .field("logprobs", List.of());
    }

    static void summaryPart(JsonWriter json, String text) {
        json.field("type", "summary_text").field("text", text);
    }
}
