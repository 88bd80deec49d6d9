package dev.holdfast.api;

import static java.util.Comparator.comparing;
import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.joining;
import static java.util.stream.Collectors.toList;

import com.google.api.AnnotationsProto;
import com.google.api.HttpRule;
import com.google.protobuf.DescriptorProtos.DescriptorProto;
import com.google.protobuf.DescriptorProtos.EnumDescriptorProto;
import com.google.protobuf.DescriptorProtos.EnumValueDescriptorProto;
import com.google.protobuf.DescriptorProtos.FieldDescriptorProto;
import com.google.protobuf.DescriptorProtos.FieldDescriptorProto.Label;
import com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import com.google.protobuf.DescriptorProtos.MethodDescriptorProto;
import com.google.protobuf.DescriptorProtos.ServiceDescriptorProto;
import dev.holdfast.v1.AccessOuterClass;
import java.util.List;
import java.util.Locale;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * The API as text: everything that a program compiled against it depends on, and nothing else. What only moves within a
 * package prints the same, so a difference between two texts is one that a user could notice.
 */
final class ApiText {

    private static final Pattern AFTER_UNDERSCORE = Pattern.compile("_(.)");

    private final StringBuilder text = new StringBuilder();
    private final String packageName;

    private ApiText(String packageName) {
        this.packageName = packageName;
    }

    static String of(List<FileDescriptorProto> files) {
        return files.stream()
                .collect(groupingBy(FileDescriptorProto::getPackage, TreeMap::new, toList()))
                .entrySet()
                .stream()
                .map(members -> new ApiText(members.getKey()).print(members.getValue()))
                .collect(joining("\n"));
    }

    private String print(List<FileDescriptorProto> files) {
        line(0, "package " + packageName);
        files.stream()
                .map(file -> file.getOptions().getJavaPackage())
                .distinct()
                .sorted()
                .forEach(name -> line(1, "in Java " + name));
        files.stream()
                .flatMap(file -> file.getServiceList().stream())
                .sorted(comparing(ServiceDescriptorProto::getName))
                .forEach(this::service);
        files.stream()
                .flatMap(file -> file.getMessageTypeList().stream())
                .sorted(comparing(DescriptorProto::getName))
                .forEach(message -> message("", message));
        files.stream()
                .flatMap(file -> file.getEnumTypeList().stream())
                .sorted(comparing(EnumDescriptorProto::getName))
                .forEach(choice -> choice("", choice));
        files.stream()
                .flatMap(file -> file.getExtensionList().stream())
                .sorted(comparing(FieldDescriptorProto::getNumber))
                .forEach(this::extension);
        return text.toString();
    }

    private void service(ServiceDescriptorProto service) {
        line(
                0,
                "\nservice " + service.getName()
                        + deprecated(service.getOptions().getDeprecated()));
        service.getMethodList().stream()
                .sorted(comparing(MethodDescriptorProto::getName))
                .forEach(this::call);
    }

    private void call(MethodDescriptorProto call) {
        line(
                1,
                "rpc %s(%s%s) returns (%s%s), %s%s",
                call.getName(),
                call.getClientStreaming() ? "stream " : "",
                name(call.getInputType()),
                call.getServerStreaming() ? "stream " : "",
                name(call.getOutputType()),
                call.getOptions().getExtension(AccessOuterClass.access),
                deprecated(call.getOptions().getDeprecated()));
        HttpRule http = call.getOptions().getExtension(AnnotationsProto.http);
        path(http);
        http.getAdditionalBindingsList().forEach(this::path);
    }

    private void path(HttpRule rule) {
        String path = switch (rule.getPatternCase()) {
            case GET -> "GET " + rule.getGet();
            case PUT -> "PUT " + rule.getPut();
            case POST -> "POST " + rule.getPost();
            case DELETE -> "DELETE " + rule.getDelete();
            case PATCH -> "PATCH " + rule.getPatch();
            case CUSTOM -> rule.getCustom().getKind() + " " + rule.getCustom().getPath();
            case PATTERN_NOT_SET -> "no path";
        };
        String body = rule.getBody().isEmpty() ? "" : ", body " + rule.getBody();
        String responseBody = rule.getResponseBody().isEmpty() ? "" : ", response body " + rule.getResponseBody();
        line(2, path + body + responseBody);
    }

    private void message(String outer, DescriptorProto message) {
        String name = outer + message.getName();
        line(0, "\nmessage " + name + deprecated(message.getOptions().getDeprecated()));
        message.getFieldList().stream()
                .sorted(comparing(FieldDescriptorProto::getNumber))
                .forEach(field -> field(message, field));
        message.getReservedRangeList()
                .forEach(range -> line(1, "reserved %d to %d", range.getStart(), range.getEnd() - 1));
        message.getReservedNameList().forEach(reserved -> line(1, "reserved " + reserved));
        message.getNestedTypeList().forEach(nested -> message(name + ".", nested));
        message.getEnumTypeList().forEach(nested -> choice(name + ".", nested));
    }

    private void field(DescriptorProto message, FieldDescriptorProto field) {
        String oneof = field.hasOneofIndex() && !field.getProto3Optional()
                ? ", one of " + message.getOneofDecl(field.getOneofIndex()).getName()
                : "";
        line(1, "%d %s: %s%s%s", field.getNumber(), field.getName(), type(field), oneof, jsonName(field));
    }

    private void extension(FieldDescriptorProto field) {
        line(0, "\nextension of %s", name(field.getExtendee()));
        line(1, "%d %s: %s", field.getNumber(), field.getName(), type(field));
    }

    private void choice(String outer, EnumDescriptorProto choice) {
        line(
                0,
                "\nenum " + outer + choice.getName()
                        + deprecated(choice.getOptions().getDeprecated()));
        choice.getValueList().stream()
                .sorted(comparing(EnumValueDescriptorProto::getNumber))
                .forEach(value -> line(
                        1,
                        "%d %s%s",
                        value.getNumber(),
                        value.getName(),
                        deprecated(value.getOptions().getDeprecated())));
        choice.getReservedRangeList().forEach(range -> line(1, "reserved %d to %d", range.getStart(), range.getEnd()));
        choice.getReservedNameList().forEach(reserved -> line(1, "reserved " + reserved));
    }

    private String type(FieldDescriptorProto field) {
        String presence = "";
        if (field.getLabel() == Label.LABEL_REPEATED) {
            presence = "repeated ";
        } else if (field.getProto3Optional()) {
            presence = "optional ";
        }
        String type = field.getType().name().substring("TYPE_".length()).toLowerCase(Locale.ROOT);
        return presence
                + (field.hasTypeName() ? name(field.getTypeName()) : type)
                + deprecated(field.getOptions().getDeprecated());
    }

    /** Printed only if somebody chose it: the usual one follows from the field's name. */
    private static String jsonName(FieldDescriptorProto field) {
        String usual = AFTER_UNDERSCORE
                .matcher(field.getName())
                .replaceAll(letter -> letter.group(1).toUpperCase(Locale.ROOT));
        return field.getJsonName().equals(usual) ? "" : ", in JSON " + field.getJsonName();
    }

    private String name(String fullName) {
        String own = "." + packageName + ".";
        return fullName.startsWith(own) ? fullName.substring(own.length()) : fullName.substring(1);
    }

    private static String deprecated(boolean deprecated) {
        return deprecated ? ", deprecated" : "";
    }

    private void line(int depth, String format, Object... values) {
        text.append("  ".repeat(depth))
                .append(values.length == 0 ? format : format.formatted(values))
                .append('\n');
    }
}
