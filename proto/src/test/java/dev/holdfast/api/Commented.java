package dev.holdfast.api;

import com.google.protobuf.DescriptorProtos.DescriptorProto;
import com.google.protobuf.DescriptorProtos.EnumDescriptorProto;
import com.google.protobuf.DescriptorProtos.FieldDescriptorProto;
import com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import com.google.protobuf.DescriptorProtos.ServiceDescriptorProto;
import com.google.protobuf.DescriptorProtos.SourceCodeInfo.Location;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * An element of the API with the comment that leads it, empty if there is none.
 *
 * @param within the name of the message, enum or service that holds it; its own if it stands alone
 */
record Commented(Kind kind, String within, String name, String comment) {

    enum Kind {
        SERVICE,
        RPC,
        MESSAGE,
        /** A field outside of a oneof. */
        FIELD,
        ONEOF,
        /** A field that is one of several; the oneof's comment says whether it is required. */
        CHOICE,
        ENUM,
        ENUM_VALUE,
        EXTENSION
    }

    static List<Commented> in(FileDescriptorProto file) {
        return new Walk(file).elements;
    }

    @Override
    public String toString() {
        return within.equals(name) ? name : within + "." + name;
    }

    /** Goes through a file with the paths by which its descriptor numbers the places of comments. */
    private static final class Walk {

        private final Map<List<Integer>, String> comments;
        private final List<Commented> elements = new ArrayList<>();

        private Walk(FileDescriptorProto file) {
            comments = file.getSourceCodeInfo().getLocationList().stream()
                    .collect(Collectors.toMap(
                            Location::getPathList, Location::getLeadingComments, (first, second) -> first));
            for (int i = 0; i < file.getServiceCount(); i++) {
                service(List.of(FileDescriptorProto.SERVICE_FIELD_NUMBER, i), file.getService(i));
            }
            for (int i = 0; i < file.getMessageTypeCount(); i++) {
                message(List.of(FileDescriptorProto.MESSAGE_TYPE_FIELD_NUMBER, i), file.getMessageType(i));
            }
            for (int i = 0; i < file.getEnumTypeCount(); i++) {
                choice(List.of(FileDescriptorProto.ENUM_TYPE_FIELD_NUMBER, i), file.getEnumType(i));
            }
            for (int i = 0; i < file.getExtensionCount(); i++) {
                String name = file.getExtension(i).getName();
                add(Kind.EXTENSION, name, name, List.of(FileDescriptorProto.EXTENSION_FIELD_NUMBER, i));
            }
        }

        private void service(List<Integer> path, ServiceDescriptorProto service) {
            add(Kind.SERVICE, service.getName(), service.getName(), path);
            for (int i = 0; i < service.getMethodCount(); i++) {
                List<Integer> place = at(path, ServiceDescriptorProto.METHOD_FIELD_NUMBER, i);
                add(Kind.RPC, service.getName(), service.getMethod(i).getName(), place);
            }
        }

        private void message(List<Integer> path, DescriptorProto message) {
            if (message.getOptions().getMapEntry()) {
                return;
            }
            String name = message.getName();
            add(Kind.MESSAGE, name, name, path);
            for (int i = 0; i < message.getFieldCount(); i++) {
                FieldDescriptorProto field = message.getField(i);
                Kind kind = field.hasOneofIndex() && !field.getProto3Optional() ? Kind.CHOICE : Kind.FIELD;
                add(kind, name, field.getName(), at(path, DescriptorProto.FIELD_FIELD_NUMBER, i));
            }
            for (int i = 0; i < message.getOneofDeclCount(); i++) {
                if (isWritten(message, i)) {
                    String oneof = message.getOneofDecl(i).getName();
                    add(Kind.ONEOF, name, oneof, at(path, DescriptorProto.ONEOF_DECL_FIELD_NUMBER, i));
                }
            }
            for (int i = 0; i < message.getNestedTypeCount(); i++) {
                message(at(path, DescriptorProto.NESTED_TYPE_FIELD_NUMBER, i), message.getNestedType(i));
            }
            for (int i = 0; i < message.getEnumTypeCount(); i++) {
                choice(at(path, DescriptorProto.ENUM_TYPE_FIELD_NUMBER, i), message.getEnumType(i));
            }
        }

        private void choice(List<Integer> path, EnumDescriptorProto choice) {
            add(Kind.ENUM, choice.getName(), choice.getName(), path);
            for (int i = 0; i < choice.getValueCount(); i++) {
                List<Integer> place = at(path, EnumDescriptorProto.VALUE_FIELD_NUMBER, i);
                add(Kind.ENUM_VALUE, choice.getName(), choice.getValue(i).getName(), place);
            }
        }

        private void add(Kind kind, String within, String name, List<Integer> path) {
            elements.add(new Commented(
                    kind, within, name, comments.getOrDefault(path, "").strip()));
        }

        /** The compiler adds a oneof of its own around each optional field. */
        private static boolean isWritten(DescriptorProto message, int oneof) {
            return message.getFieldList().stream()
                    .anyMatch(field ->
                            field.hasOneofIndex() && field.getOneofIndex() == oneof && !field.getProto3Optional());
        }

        private static List<Integer> at(List<Integer> path, int number, int index) {
            List<Integer> place = new ArrayList<>(path);
            place.add(number);
            place.add(index);
            return List.copyOf(place);
        }
    }
}
