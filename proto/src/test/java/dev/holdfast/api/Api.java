package dev.holdfast.api;

import com.google.api.AnnotationsProto;
import com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import com.google.protobuf.DescriptorProtos.FileDescriptorSet;
import com.google.protobuf.ExtensionRegistry;
import dev.holdfast.v1.AccessOuterClass;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Objects;

/** The descriptors of our own protos, with their comments, as they lie in the jar. */
final class Api {

    private static final String DESCRIPTOR_SET = "/holdfast.binpb";

    private Api() {}

    static List<FileDescriptorProto> files() {
        ExtensionRegistry options = ExtensionRegistry.newInstance();
        AnnotationsProto.registerAllExtensions(options);
        AccessOuterClass.registerAllExtensions(options);
        try (InputStream in = Objects.requireNonNull(
                Api.class.getResourceAsStream(DESCRIPTOR_SET), "no " + DESCRIPTOR_SET + " on the class path")) {
            return FileDescriptorSet.parseFrom(in, options).getFileList().stream()
                    .filter(file -> file.getPackage().startsWith("holdfast."))
                    .toList();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
