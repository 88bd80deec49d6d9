package dev.holdfast.badinput;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.DynamicMessage;
import dev.holdfast.badinput.RawHttp.Reply;
import dev.holdfast.badinput.RawHttp.Request;
import dev.holdfast.testing.TestServer;
import io.grpc.Metadata;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jooq.Record;
import org.jooq.Result;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What belongs to another tenant is answered like what never was, byte for byte, and nothing happens to it. */
final class TenantIsolationTest {

    @RegisterExtension
    static final TestServer SERVER = new TestServer();

    private static TwoTenants tenants;

    /** What is listed here outlives its session, so that no id of one is wrong. */
    private static final Set<String> NO_SESSION_IS_WRONG =
            Set.of("holdfast.v1.WebhookService/ListWebhookDeliveries of_session_id");

    @BeforeAll
    static void makeTenants() {
        tenants = new TwoTenants(SERVER);
    }

    @Test
    void everyRpcAnswersAForeignIdLikeAnUnknownOne() {
        List<Result<Record>> before = rows();
        int compared = 0;
        for (DocumentedRpc rpc : DocumentedRpc.all()) {
            for (FieldDescriptor field : rpc.method().getInputType().getFields()) {
                for (Pair pair : pairs(field.getName())) {
                    RawCall.Answer foreign = call(rpc, field, pair.foreign());
                    RawCall.Answer unknown = call(rpc, field, pair.unknown());
                    assertThat(foreign.status().getCode())
                            .isEqualTo(unknown.status().getCode());
                    assertThat(foreign.sentence()).as("%s %s", rpc, field).isEqualTo(unknown.sentence());
                    assertThat(foreign.details()).isEqualTo(unknown.details());
                    assertThat(foreign.message()).isEqualTo(unknown.message());
                    assertThat(foreign.headers().toString())
                            .isEqualTo(unknown.headers().toString());
                    assertThat(foreign.trailers().toString())
                            .isEqualTo(unknown.trailers().toString());
                    if (NO_SESSION_IS_WRONG.contains(rpc + " " + field.getName())) {
                        assertThat(foreign.message())
                                .as("%s finds nothing", rpc)
                                .isEqualTo(ByteString.EMPTY);
                    } else {
                        assertThat(AnswerRules.refused(rpc, foreign))
                                .as("%s refuses", rpc)
                                .isTrue();
                    }
                    compared++;
                }
            }
        }
        assertThat(compared).isGreaterThan(5);
        assertThat(rows()).isEqualTo(before);
    }

    @Test
    void everyRouteAnswersAForeignIdLikeAnUnknownOne() {
        List<Result<Record>> before = rows();
        RawHttp http = new RawHttp(SERVER.httpPort());
        int compared = 0;
        for (DocumentedRoute route : DocumentedRoute.all()) {
            for (HttpCaller caller : HttpCaller.all(SERVER)) {
                for (String name : List.of("session_id", "key_id", "approval_id")) {
                    Pair pair = pairs(name).getFirst();
                    if (route.template().contains("{" + name + "}")
                            && route.served().isPresent()) {
                        Reply foreign = http.send(request(route, caller, name, pair.foreign()));
                        Reply unknown = http.send(request(route, caller, name, pair.unknown()));
                        assertThat(foreign.status())
                                .as("%s", route)
                                .isEqualTo(unknown.status())
                                .isGreaterThanOrEqualTo(400);
                        assertThat(foreign.body()).as("%s", route).isEqualTo(unknown.body());
                        assertThat(undated(foreign)).as("%s", route).isEqualTo(undated(unknown));
                        compared++;
                    }
                }
            }
        }
        assertThat(compared).isGreaterThan(20);
        assertThat(rows().subList(0, 3)).isEqualTo(before.subList(0, 3));
    }

    private record Pair(String foreign, String unknown) {}

    private static List<Pair> pairs(String field) {
        return switch (field) {
            case "session_id", "of_session_id" ->
                List.of(new Pair(tenants.stranger.sessionId(), tenants.unknownSession));
            case "key_id" -> List.of(new Pair(tenants.stranger.keyId(), tenants.unknownKey));
            case "approval_id" ->
                List.of(new Pair(tenants.stranger.waiting().getApprovalId(), tenants.unknownApproval));
            case "page_token" ->
                List.of(
                        new Pair(tenants.stranger.sessionPage(), "A".repeat(38)),
                        new Pair(tenants.stranger.keyPage(), tenants.unknownKey));
            default -> List.of();
        };
    }

    private static RawCall.Answer call(DocumentedRpc rpc, FieldDescriptor field, String value) {
        DynamicMessage request = tenants.sample(rpc.method().getInputType()).toBuilder()
                .setField(field, value)
                .build();
        Metadata metadata = RawCall.metadata("authorization", "Bearer " + tenants.caller.key(), "x-request-id", "same");
        ByteString bytes = request.toByteString();
        return RawCall.of(SERVER.channel(), rpc.path(), bytes, metadata);
    }

    private static Request request(DocumentedRoute route, HttpCaller caller, String name, String id) {
        String path = route.template().replace("{" + name + "}", id);
        String body = route.method().equals("PATCH") ? "{\"metadata\":{\"text\":\"{}\"}}" : "";
        return Request.of(route.method(), path, caller.headers(), body).with(Map.of("x-request-id", "same"));
    }

    private static Map<String, String> undated(Reply reply) {
        Map<String, String> headers = new TreeMap<>(reply.headers());
        headers.remove("date");
        return headers;
    }

    /** Everything that the stranger or anybody else has in the log, its projection, and the keys. */
    private static List<Result<Record>> rows() {
        List<Result<Record>> rows = new ArrayList<>();
        for (String table : List.of("session_head", "events", "sessions", "keys")) {
            rows.add(SERVER.database().sql().fetch("select * from " + table + " order by 1, 2"));
        }
        return rows;
    }
}
