package dev.holdfast.conformance;

import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** Bodies that go wrong somewhere. */
final class WrongBodies {

    private static final int DEEPEST = 64;
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
            deep(DEEPEST - 6));

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

    private static final List<String> TURN = List.of(
            "{\"input\":%s}",
            "{\"input\":[%s]}",
            "{\"input\":[{\"type\":%s}]}",
            "{\"input\":[{\"role\":%s,\"content\":\"x\"}]}",
            "{\"input\":[{\"role\":\"user\",\"content\":%s}]}",
            "{\"input\":[{\"role\":\"user\",\"content\":[%s]}]}",
            "{\"input\":[{\"role\":\"user\",\"content\":[{\"type\":%s}]}]}",
            "{\"input\":[{\"role\":\"user\",\"content\":[{\"type\":\"input_image\",\"image_url\":%s}]}]}",
            "{\"input\":[{\"type\":\"function_call\",\"call_id\":%s,\"name\":\"f\",\"arguments\":\"{}\"}]}",
            "{\"input\":[{\"type\":\"function_call\",\"call_id\":\"1\",\"name\":%s,\"arguments\":\"{}\"}]}",
            "{\"input\":[{\"type\":\"function_call\",\"call_id\":\"1\",\"name\":\"f\",\"arguments\":%s}]}",
            "{\"input\":[{\"type\":\"function_call_output\",\"call_id\":\"1\",\"output\":%s}]}",
            "{\"input\":[{\"type\":\"file\",\"filename\":%s,\"content\":\"x\"}]}",
            "{\"input\":[{\"type\":\"file\",\"filename\":\"x\",\"content\":%s}]}",
            "{\"input\":\"x\",\"tool_choice\":%s}",
            "{\"input\":\"x\",\"tool_choice\":{\"type\":\"function\",\"name\":%s}}",
            "{\"input\":\"x\",\"temperature\":%s}",
            "{\"input\":\"x\",\"top_p\":%s}",
            "{\"input\":\"x\",\"max_output_tokens\":%s}",
            "{\"input\":\"x\",\"pause_on_tool_calls\":%s}",
            "{\"input\":\"x\",\"response_format\":%s}",
            "{\"input\":\"x\",\"response_format\":{\"type\":\"json_schema\",\"json_schema\":%s}}",
            "{\"input\":\"x\",\"response_format\":{\"type\":\"json_schema\",\"json_schema\":{\"name\":\"n\",\"schema\":%s}}}",
            "{\"input\":\"x\",\"model\":%s}",
            "{\"input\":\"x\",\"instructions\":%s}",
            "{\"input\":\"x\",\"tools\":[%s]}");

    private static final List<String> DECISION = List.of(
            "{\"action_id\":%s}",
            "{\"action_id\":\"tc_01jd0000000000000000000000\",\"reason\":%s}",
            "{\"action_id\":\"tc_01jd0000000000000000000000\",\"tool_results\":%s}",
            "{\"action_id\":\"tc_01jd0000000000000000000000\",\"tool_results\":[%s]}",
            "{\"action_id\":\"tc_01jd0000000000000000000000\",\"tool_results\":[{\"action_id\":%s,\"output\":\"\"}]}",
            "{\"action_id\":\"tc_01jd0000000000000000000000\",\"tool_results\":[{\"action_id\":\"tc_a\",\"output\":%s}]}");

    /** What is no JSON, or is more of it than one value, or nests too deep. */
    static final List<String> NO_JSON = List.of(
            "{",
            "}",
            "]",
            "[1,]",
            "{\"a\":}",
            "{\"a\":1}x",
            "{}{}",
            "{'a':1}",
            "{a:1}",
            "{\"a\":NaN}",
            "{\"a\":-Infinity}",
            "{\"a\":01}",
            "{\"a\":.5}",
            "{\"a\":\"\0\"}",
            "{\"a\":\"\\x\"}",
            "{\"a\":\"\\u12\"}",
            "// {}",
            "\ufeff{}",
            "{\"a\":" + deep(DEEPEST) + "}",
            "{\"a\":" + deep(100_000) + "}",
            "[".repeat(100_000),
            "{\"a\":".repeat(100_000));

    /** JSON, and no object. */
    static final List<String> NO_OBJECTS = List.of("true", "7", "\"text\"", "[]", "[{}]", "9".repeat(10_000));

    /** Odd, and JSON objects all the same. */
    static final List<String> ODD_OBJECTS = List.of(
            "{\"a\":1,\"a\":2}",
            "{\"\":{\"\":\"\"}}",
            "{\"a\":\"\\u0000\\ud800\"}",
            "{\"\\u0000\":0}",
            "{\"__proto__\":{}}",
            "{\"a\":-0,\"b\":1e400,\"c\":1E-9999}",
            "{\"a\":" + "9".repeat(10_000) + "}",
            "{\"a\":" + deep(DEEPEST - 1) + "}",
            " \t\r\n{ } ");

    /** Arrays in arrays, so many of them. */
    static String deep(int depth) {
        return "[".repeat(depth) + "]".repeat(depth);
    }

    /** No UTF-8. */
    static final List<String> NO_TEXT = List.of("\\xff\\xfe{\\x00}\\x00", "\"\\xc3\\x28\"", "{\"\\xed\\xa0\\x80\":1}");

    private WrongBodies() {}

    /** JSON objects with one field of a wrong type or value. */
    static List<String> of(Route route) {
        Optional<Descriptor> request = route.request();
        List<String> forms = new ArrayList<>(dialectForms(route.template()));
        if (route.typed() && request.isPresent()) {
            forms.clear();
            forms.add("{\"whatNobodyKnows\":%s}");
            fields(request.get(), form -> form, forms, DEEPEST_FIELD);
        }
        return forms.stream()
                .flatMap(form -> VALUES.stream().map(value -> form.replace("%s", value)))
                .toList();
    }

    private static List<String> dialectForms(String template) {
        if (template.endsWith("/turns")) {
            return TURN;
        }
        return template.endsWith("/approve") || template.endsWith("/reject") ? DECISION : SESSIONS_DIALECT;
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
