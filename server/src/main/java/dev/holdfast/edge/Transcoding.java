package dev.holdfast.edge;

import com.google.api.HttpBody;
import com.google.protobuf.ByteString;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Message;
import dev.holdfast.rpc.Text;
import java.util.List;
import java.util.Optional;

/** The request message of a call, put together from the path, the body and the query. The path wins. */
final class Transcoding {

    private Transcoding() {}

    static Message request(RestMethod method, List<PathValue> path, String rawQuery, RawBody body) {
        Message.Builder request = method.prototype().newBuilderForType();
        setQuery(request, QueryParameter.parse(rawQuery));
        switch (method.body()) {
            case RestMethod.Body.Ignored ignored -> {}
            case RestMethod.Body.WholeMessage ignored ->
                addBody(request, JsonBody.parse(body.bytes(), method.prototype()));
            case RestMethod.Body.RawField raw ->
                request.setField(
                        raw.field(),
                        HttpBody.newBuilder()
                                .setContentType(body.contentType())
                                .setData(body.bytes())
                                .build());
        }
        setPath(request, method.prototype().getDescriptorForType(), path);
        Message built = request.build();
        Text.check(built);
        return built;
    }

    /** A piece of a body after the first, which had everything else. */
    static Message piece(RestMethod method, RestMethod.Body.RawField body, ByteString bytes) {
        return method.prototype()
                .newBuilderForType()
                .setField(body.field(), HttpBody.newBuilder().setData(bytes).build())
                .build();
    }

    /** A body as it came, with its content type; empty text for none. */
    record RawBody(String contentType, ByteString bytes) {}

    private static void setQuery(Message.Builder request, List<QueryParameter> parameters) {
        for (QueryParameter parameter : parameters) {
            find(request.getDescriptorForType(), parameter.name()).ifPresent(field -> {
                Object value = FieldText.parse(field, parameter.value());
                if (field.isRepeated()) {
                    request.addRepeatedField(field, value);
                } else {
                    request.setField(field, value);
                }
            });
        }
    }

    /** A field may come in the query or in the body. Envoy takes neither of two, so neither do we. */
    private static void addBody(Message.Builder request, Message body) {
        body.getAllFields().keySet().stream()
                .filter(request.getAllFields()::containsKey)
                .findFirst()
                .ifPresent(twice -> {
                    throw Refusal.json(
                            "The field `" + twice.getJsonName() + "` is in the query and in the body. Give it once.");
                });
        request.mergeFrom(body);
    }

    /** A parameter that no scalar field answers to is not ours to judge: clients and proxies add their own. */
    private static Optional<FieldDescriptor> find(Descriptor message, String name) {
        return message.getFields().stream()
                .filter(field ->
                        field.getName().equals(name) || field.getJsonName().equals(name))
                .filter(field -> field.getJavaType() != FieldDescriptor.JavaType.MESSAGE)
                .findFirst();
    }

    private static void setPath(Message.Builder request, Descriptor message, List<PathValue> path) {
        for (PathValue value : path) {
            String name = value.field();
            String text = value.decoded()
                    .orElseThrow(() -> Refusal.field(name, "`" + name + "` in the path is not percent-encoded UTF-8."));
            FieldDescriptor field = message.findFieldByName(name);
            request.setField(field, FieldText.parse(field, text));
        }
    }
}
