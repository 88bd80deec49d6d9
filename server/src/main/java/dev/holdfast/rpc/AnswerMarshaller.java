package dev.holdfast.rpc;

import com.google.api.HttpBody;
import io.grpc.MethodDescriptor.PrototypeMarshaller;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/** Writes answers, but for one that cannot be written: sending it breaks the stream off. */
final class AnswerMarshaller<A> implements PrototypeMarshaller<A> {

    /** Equal to others, so that only the object itself is meant. */
    static final HttpBody UNWRITABLE = HttpBody.newBuilder().build();

    private final PrototypeMarshaller<A> generated;

    AnswerMarshaller(PrototypeMarshaller<A> generated) {
        this.generated = generated;
    }

    @Override
    @SuppressWarnings("ReferenceEquality")
    public InputStream stream(A answer) {
        if (answer == UNWRITABLE) {
            throw new CallerGoneException("the answer is broken off");
        }
        return generated.stream(answer);
    }

    @Override
    public A parse(InputStream bytes) {
        return generated.parse(bytes);
    }

    @Override
    public @Nullable A getMessagePrototype() {
        return generated.getMessagePrototype();
    }

    @Override
    public Class<A> getMessageClass() {
        return generated.getMessageClass();
    }
}
