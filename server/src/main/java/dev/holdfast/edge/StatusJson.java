package dev.holdfast.edge;

import com.google.protobuf.Any;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.TypeRegistry;
import com.google.rpc.Status;
import dev.holdfast.rpc.HttpReply;
import java.util.Map;

/** The native form over HTTP: google.rpc.Status as proto3 JSON, with its details. */
final class StatusJson {

    private static final ProtoJson JSON = new ProtoJson(TypeRegistry.newBuilder()
            .add(com.google.rpc.ErrorInfo.getDescriptor().getFile().getMessageTypes())
            .build());

    private StatusJson() {}

    static HttpReply reply(int httpStatus, Map<String, String> headers, Status status) {
        return HttpReply.json(httpStatus, headers, print(status));
    }

    /** A detail of a type that we do not know cannot be printed; the rest must not be lost with it. */
    private static String print(Status status) {
        Status.Builder printable = status.toBuilder().clearDetails();
        status.getDetailsList().stream().filter(StatusJson::isPrintable).forEach(printable::addDetails);
        try {
            return JSON.print(printable.build());
        } catch (InvalidProtocolBufferException impossible) {
            throw new IllegalStateException("every detail was printable by itself", impossible);
        }
    }

    private static boolean isPrintable(Any detail) {
        try {
            JSON.print(detail);
            return true;
        } catch (InvalidProtocolBufferException unknownType) {
            return false;
        }
    }
}
