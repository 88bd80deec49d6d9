package dev.holdfast.testing;

import com.google.api.AnnotationsProto;
import com.google.api.HttpRule;
import com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import com.google.protobuf.DescriptorProtos.FileDescriptorSet;
import com.google.protobuf.DescriptorProtos.MethodDescriptorProto;
import com.google.protobuf.ExtensionRegistry;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * A method and a path that an RPC is annotated with.
 *
 * @param packageName the proto package that the RPC is in
 * @param rpc the RPC, for sentences about it
 */
public record HttpBinding(String packageName, String rpc, String method, String template) {

    private static final String DESCRIPTOR_SET = "/holdfast.binpb";

    /** What all our own protos declare. */
    public static List<HttpBinding> declared() {
        ExtensionRegistry options = ExtensionRegistry.newInstance();
        AnnotationsProto.registerAllExtensions(options);
        try (InputStream in = Objects.requireNonNull(
                HttpBinding.class.getResourceAsStream(DESCRIPTOR_SET), "no " + DESCRIPTOR_SET + " on the class path")) {
            return FileDescriptorSet.parseFrom(in, options).getFileList().stream()
                    .filter(file -> file.getPackage().startsWith("holdfast."))
                    .flatMap(HttpBinding::of)
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Stream<HttpBinding> of(FileDescriptorProto file) {
        return file.getServiceList().stream()
                .flatMap(service -> service.getMethodList().stream()
                        .filter(rpc -> rpc.getOptions().hasExtension(AnnotationsProto.http))
                        .flatMap(rpc -> of(file.getPackage(), service.getName(), rpc)));
    }

    private static Stream<HttpBinding> of(String packageName, String service, MethodDescriptorProto rpc) {
        HttpRule rule = rpc.getOptions().getExtension(AnnotationsProto.http);
        return Stream.concat(Stream.of(rule), rule.getAdditionalBindingsList().stream())
                .map(binding -> of(packageName, service + "." + rpc.getName(), binding));
    }

    private static HttpBinding of(String packageName, String rpc, HttpRule rule) {
        return switch (rule.getPatternCase()) {
            case GET -> new HttpBinding(packageName, rpc, "GET", rule.getGet());
            case PUT -> new HttpBinding(packageName, rpc, "PUT", rule.getPut());
            case POST -> new HttpBinding(packageName, rpc, "POST", rule.getPost());
            case DELETE -> new HttpBinding(packageName, rpc, "DELETE", rule.getDelete());
            case PATCH -> new HttpBinding(packageName, rpc, "PATCH", rule.getPatch());
            case CUSTOM ->
                new HttpBinding(
                        packageName,
                        rpc,
                        rule.getCustom().getKind(),
                        rule.getCustom().getPath());
            case PATTERN_NOT_SET -> throw new IllegalStateException(rpc + " has an annotation without a path");
        };
    }
}
