package dev.holdfast.badinput;

import com.google.protobuf.ByteString;
import com.google.protobuf.CodedOutputStream;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Duration;
import com.google.protobuf.DynamicMessage;
import dev.holdfast.v1.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;

/**
 * Requests on the wire that are wrong in one place. A field that is written again after a whole message takes its place, in
 * nested messages too, so a mutation is a good request with something appended.
 */
final class WireMutations {

    /** What must become of a request. */
    enum Verdict {
        REFUSED,
        /** Some are good where others are not; the answer need only keep the rules. */
        JUDGED
    }

    record Mutation(String name, ByteString bytes, Verdict verdict) {

        @Override
        public String toString() {
            return name;
        }
    }

    private static final int MANY = 10_000;
    private static final int DEEPEST_FIELD = 4;
    private static final int UNKNOWN_FIELD = 536_870_911;
    private static final ByteString NO_UTF_8 = ByteString.copyFrom(new byte[] {(byte) 0xc3, 0x28});
    private static final ByteString HALF_A_PAIR =
            ByteString.copyFrom(new byte[] {(byte) 0xed, (byte) 0xa0, (byte) 0x80});

    private final TwoTenants tenants;
    private final List<Mutation> mutations = new ArrayList<>();
    private final ByteString sample;

    private WireMutations(TwoTenants tenants, ByteString sample) {
        this.tenants = tenants;
        this.sample = sample;
    }

    static List<Mutation> of(Descriptor type, TwoTenants tenants) {
        DynamicMessage sample = tenants.sample(type);
        WireMutations all = new WireMutations(tenants, sample.toByteString());
        all.whole(sample);
        all.fields(type, "", field -> field, DEEPEST_FIELD);
        return all.mutations;
    }

    private void whole(DynamicMessage sample) {
        mutations.add(new Mutation("the sample", sample.toByteString(), Verdict.JUDGED));
        mutations.add(new Mutation("nothing", ByteString.EMPTY, Verdict.JUDGED));
        for (FieldDescriptor field : sample.getAllFields().keySet()) {
            ByteString rest = sample.toBuilder().clearField(field).build().toByteString();
            mutations.add(new Mutation("no " + field.getName(), rest, Verdict.JUDGED));
        }
        add("an unknown field", Verdict.JUDGED, text(UNKNOWN_FIELD, ByteString.copyFromUtf8("?")));
        add("a field number of 0", Verdict.REFUSED, bytes(0x00));
        add("half a varint", Verdict.REFUSED, bytes(0x08, 0xff));
        add("an endless varint", Verdict.REFUSED, bytes(0x08, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255));
        add("a length beyond the end", Verdict.REFUSED, bytes(0x0a, 0x7f));
        add("a negative length", Verdict.REFUSED, bytes(0x0a, 255, 255, 255, 255, 255, 255, 255, 255, 255, 1));
        add("a group without an end", Verdict.REFUSED, bytes(0x0b));
        add("an end without a group", Verdict.REFUSED, bytes(0x0c));
        add("an unknown wire type", Verdict.REFUSED, bytes(0x0f));
        add(
                "groups 10,000 deep",
                Verdict.REFUSED,
                bytes(IntStream.generate(() -> 0x0b).limit(MANY).toArray()));
    }

    private void fields(Descriptor type, String prefix, UnaryOperator<ByteString> within, int depth) {
        for (FieldDescriptor field : type.getFields()) {
            String name = prefix + field.getName();
            switch (field.getJavaType()) {
                case STRING -> strings(field, name, within);
                case INT -> numbers(field, name, within, List.of(-1L, (long) Integer.MIN_VALUE, 101L, 2147483647L));
                case LONG -> numbers(field, name, within, List.of(-1L, 0L, Long.MIN_VALUE, Long.MAX_VALUE));
                case ENUM -> numbers(field, name, within, List.of(-1L, 0L, 99L, 2147483647L));
                case BOOLEAN -> numbers(field, name, within, List.of(0L, 1L, 2L, -1L));
                case FLOAT, DOUBLE -> {}
                case BYTE_STRING -> bodies(field, name, within);
                case MESSAGE -> messages(field, name, within, depth);
            }
            if (field.isRepeated()) {
                ByteString one =
                        field.isPackable() ? varint(field.getNumber(), 1) : text(field.getNumber(), ByteString.EMPTY);
                List<ByteString> many = new ArrayList<>();
                for (int i = 0; i < MANY; i++) {
                    many.add(one);
                }
                add(name + " 10,000 times", Verdict.JUDGED, within.apply(ByteString.copyFrom(many)));
            }
            add(name + " of the wrong wire type", Verdict.JUDGED, within.apply(wrongWireType(field)));
        }
    }

    private void strings(FieldDescriptor field, String name, UnaryOperator<ByteString> within) {
        int number = field.getNumber();
        boolean json = field.getContainingType()
                .getFullName()
                .equals(Json.getDescriptor().getFullName());
        if (json) {
            BadText.NO_JSON.forEach(bad -> text(name, Verdict.REFUSED, bad, number, within));
            BadText.NO_OBJECTS.forEach(bad -> text(name, Verdict.REFUSED, bad, number, within));
            BadText.ODD_OBJECTS.forEach(odd -> text(name, Verdict.JUDGED, odd, number, within));
        } else {
            BadText.TEXTS.forEach(odd -> text(name, Verdict.JUDGED, odd, number, within));
            tenants.foreignIds().forEach(id -> text(name, Verdict.JUDGED, id, number, within));
        }
        text(name, Verdict.REFUSED, BadText.NUL, number, within);
        add(name + " not in UTF-8", Verdict.REFUSED, within.apply(text(number, NO_UTF_8)));
        add(name + " with half a pair", Verdict.REFUSED, within.apply(text(number, HALF_A_PAIR)));
    }

    private void bodies(FieldDescriptor field, String name, UnaryOperator<ByteString> within) {
        List<String> texts = new ArrayList<>(BadText.NO_JSON);
        texts.addAll(BadText.NO_OBJECTS);
        texts.addAll(BadText.ODD_OBJECTS);
        texts.forEach(text -> text(name, Verdict.JUDGED, text, field.getNumber(), within));
        add(name + " not in UTF-8", Verdict.JUDGED, within.apply(text(field.getNumber(), NO_UTF_8)));
    }

    private void messages(FieldDescriptor field, String name, UnaryOperator<ByteString> within, int depth) {
        UnaryOperator<ByteString> inside = content -> within.apply(text(field.getNumber(), content));
        add(name + " without content", Verdict.JUDGED, inside.apply(ByteString.EMPTY));
        add(name + " that is no message", Verdict.REFUSED, inside.apply(bytes(0x0a, 0x7f)));
        if (field.getMessageType().getFullName().equals(Duration.getDescriptor().getFullName())) {
            long[] seconds = {1, 0, -1, Long.MIN_VALUE, Long.MAX_VALUE, 315_576_000_001L};
            for (long second : seconds) {
                add(name + " of " + second + " s", Verdict.JUDGED, inside.apply(varint(1, second)));
                add(
                        name + " of " + second + " s and a half",
                        Verdict.REFUSED,
                        inside.apply(varint(1, second).concat(varint(2, 500_000_000))));
                add(
                        name + " of " + second + " s and too many nanos",
                        Verdict.REFUSED,
                        inside.apply(varint(1, second).concat(varint(2, 1_000_000_000))));
            }
        }
        if (depth > 0) {
            fields(field.getMessageType(), name + ".", inside, depth - 1);
        }
    }

    private void numbers(FieldDescriptor field, String name, UnaryOperator<ByteString> within, List<Long> values) {
        for (long value : values) {
            add(name + " = " + value, Verdict.JUDGED, within.apply(varint(field.getNumber(), value)));
        }
    }

    private void text(String name, Verdict verdict, String text, int number, UnaryOperator<ByteString> within) {
        String shown = text.length() > 40 ? text.substring(0, 40) + "… (" + text.length() + ")" : text;
        add(name + " = `" + shown + "`", verdict, within.apply(text(number, ByteString.copyFromUtf8(text))));
    }

    private void add(String name, Verdict verdict, ByteString appended) {
        mutations.add(new Mutation(name, sample.concat(appended), verdict));
    }

    private static ByteString wrongWireType(FieldDescriptor field) {
        return switch (field.getJavaType()) {
            case STRING, BYTE_STRING, MESSAGE -> varint(field.getNumber(), 1);
            case INT, LONG, ENUM, BOOLEAN, FLOAT, DOUBLE -> text(field.getNumber(), ByteString.copyFromUtf8("é"));
        };
    }

    private static ByteString varint(int field, long value) {
        return written(out -> out.writeInt64(field, value));
    }

    private static ByteString text(int field, ByteString content) {
        return written(out -> out.writeBytes(field, content));
    }

    private static ByteString bytes(int... values) {
        byte[] bytes = new byte[values.length];
        for (int i = 0; i < values.length; i++) {
            bytes[i] = (byte) values[i];
        }
        return ByteString.copyFrom(bytes);
    }

    private interface Writing {
        void to(CodedOutputStream out) throws IOException;
    }

    private static ByteString written(Writing writing) {
        ByteString.Output bytes = ByteString.newOutput();
        try {
            CodedOutputStream out = CodedOutputStream.newInstance(bytes);
            writing.to(out);
            out.flush();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteString();
    }
}
