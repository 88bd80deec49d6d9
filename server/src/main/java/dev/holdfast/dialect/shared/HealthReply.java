package dev.holdfast.dialect.shared;

import dev.holdfast.json.JsonWriter;
import dev.holdfast.rpc.HttpReply;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** Whether the server can work, for every dialect in the same words: 200, or 503 with the part that does not. */
public record HealthReply(BooleanSupplier databaseAnswers) implements Supplier<HttpReply> {

    @Override
    public HttpReply get() {
        return databaseAnswers.getAsBoolean() ? reply(200, "ok", "ok") : reply(503, "degraded", "unavailable");
    }

    private static HttpReply reply(int status, String whole, String database) {
        return HttpReply.json(
                status, JsonWriter.object(json -> json.field("status", whole).field("db", database)));
    }
}
