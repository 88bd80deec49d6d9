package dev.holdfast.streams;

import com.google.protobuf.Message;
import dev.holdfast.error.HoldfastException;
import dev.holdfast.error.Reason;
import dev.holdfast.rpc.Stream;
import io.grpc.BindableService;
import io.grpc.ServerServiceDefinition;
import io.grpc.stub.ServerCalls;
import io.grpc.stub.StreamObserver;
import java.util.Map;

/** A typed stream: so many numbers, and a failure after some of them. */
final class NumbersService implements BindableService {

    @Override
    public ServerServiceDefinition bindService() {
        return StreamsApi.bind("Numbers", Map.of("Count", ServerCalls.asyncServerStreamingCall(NumbersService::count)));
    }

    private static void count(Message request, StreamObserver<Message> answer) {
        int count = number(request, "count");
        int failAfter = number(request, "fail_after");
        if (failAfter < 0) {
            throw HoldfastException.ofField(Reason.FIELD_INVALID, "fail_after", "It fails at once.");
        }
        Stream<Message> stream = Stream.to(answer);
        for (int i = 1; i <= count; i++) {
            stream.send(StreamsApi.message("Number", Map.of("value", i, "text", "number <" + i + ">")));
            if (i == failAfter) {
                throw new HoldfastException(Reason.DATABASE_UNAVAILABLE, "The numbers ran out.");
            }
        }
    }

    private static int number(Message message, String field) {
        return (Integer) message.getField(message.getDescriptorForType().findFieldByName(field));
    }
}
