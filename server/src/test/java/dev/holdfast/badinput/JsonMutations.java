package dev.holdfast.badinput;

import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** Bodies that are JSON objects with one field of a wrong type or value. */
final class JsonMutations {

    private static final int DEEPEST_FIELD = 4;

    private static final List<String> VALUES = List.of(
            "null",
            "true",
            "0",
            "-1",
            "1.5",
            "1e400",
            "9".repeat(10_000),
            "\"\"",
            "\"x\"",
            "\"a\\u0000b\"",
            "\"\\ud800\"",
            "\"" + "a".repeat(1024 * 1024) + "\"",
            "[]",
            "[null]",
            "[[]]",
            "[" + "0,".repeat(9_999) + "0]",
            "{}",
            "{\"a\":{\"b\":[]}}",
            "{\"text\":7}",
            BadText.deep(BadText.DEEPEST - 6));

    /** The fields of the sessions dialect, which its proto does not know. */
    private static final List<String> SESSIONS_DIALECT = List.of(
            "{\"agent_id\":%s}",
            "{\"metadata\":%s}",
            "{\"model\":%s}",
            "{\"instructions\":%s}",
            "{\"ttl\":%s}",
            "{\"persistent\":%s}",
            "{\"file_access\":%s}",
            "{\"file_access\":{\"read\":%s}}",
            "{\"file_access\":{\"read\":[%s]}}",
            "{\"file_access\":{\"write\":%s}}",
            "{\"tools\":%s}",
            "{\"tools\":[%s]}",
            "{\"tools\":[{\"type\":%s}]}",
            "{\"tools\":[{\"type\":\"function\",\"function\":%s}]}",
            "{\"tools\":[{\"type\":\"function\",\"name\":%s}]}",
            "{\"tools\":[{\"type\":\"function\",\"name\":\"f\",\"description\":%s}]}",
            "{\"tools\":[{\"type\":\"function\",\"name\":\"f\",\"parameters\":%s}]}",
            "{\"tools\":[{\"type\":\"workspace\",\"needsApproval\":%s}]}",
            "{\"what nobody knows\":%s}");

    private JsonMutations() {}

    static List<String> of(DocumentedRoute route) {
        Optional<Descriptor> request = route.request();
        List<String> forms = new ArrayList<>(SESSIONS_DIALECT);
        if (route.isNative() && request.isPresent()) {
            forms.clear();
            forms.add("{\"whatNobodyKnows\":%s}");
            fields(request.get(), form -> form, forms, DEEPEST_FIELD);
        }
        return forms.stream()
                .flatMap(form -> VALUES.stream().map(value -> form.replace("%s", value)))
                .toList();
    }

    private static void fields(Descriptor type, UnaryOperator<String> within, List<String> forms, int depth) {
        for (FieldDescriptor field : type.getFields()) {
            UnaryOperator<String> here = value -> within.apply("{\"" + field.getJsonName() + "\":" + value + "}");
            forms.add(here.apply("%s"));
            UnaryOperator<String> item = field.isRepeated() ? value -> here.apply("[" + value + "]") : here;
            if (field.isRepeated()) {
                forms.add(item.apply("%s"));
            }
            // What has a text of its own in JSON has no fields there.
            boolean own = field.getJavaType() == FieldDescriptor.JavaType.MESSAGE
                    && !field.getMessageType().getFullName().startsWith("google.protobuf.");
            if (own && depth > 0) {
                fields(field.getMessageType(), item, forms, depth - 1);
            }
        }
    }
}
