package dev.holdfast.edge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.api.HttpRule;
import com.google.protobuf.Message;
import dev.holdfast.edge.Routes.Route;
import dev.holdfast.error.StartupException;
import dev.holdfast.rest.v1.SharedServiceGrpc;
import dev.holdfast.v1.KeyServiceGrpc;
import dev.holdfast.v1.SessionServiceGrpc;
import io.grpc.BindableService;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Annotations that cannot be served are refused when the server starts, not when the first request comes. */
class EdgeStartTest {

    private static final ServerCallHandler<Message, Message> NOBODY = (call, headers) -> new ServerCall.Listener<>() {};

    @Test
    void everyBindingBecomesARoute() {
        assertThat(routes(EchoApi.usual()))
                .contains("GET /echo/v1/things/{id}", "GET /echo/v2/things/{id}", "PUT /raw/v1/files/{path=**}")
                .hasSize(9);
    }

    @Test
    void theProtosOfTheServerCanBeServed() {
        List<Route<Target>> routes = Stream.of(
                        new KeyServiceGrpc.KeyServiceImplBase() {},
                        new SessionServiceGrpc.SessionServiceImplBase() {},
                        new SharedServiceGrpc.SharedServiceImplBase() {})
                .map(BindableService::bindService)
                .flatMap(service -> RestMethod.routes(service).stream())
                .toList();

        assertThat(new Routes<>(routes).find("POST", "/holdfast/v1/keys/key_1:rotate"))
                .isInstanceOf(RouteMatch.Found.class);
        assertThat(new Routes<>(routes).find("DELETE", "/api/v1/sessions/ses_1"))
                .isInstanceOf(RouteMatch.Found.class);
        assertThat(new Routes<>(routes).find("HEAD", "/")).isInstanceOf(RouteMatch.Found.class);
    }

    @Test
    void customMethodsAreServed() {
        HttpRule.Builder rule = HttpRule.newBuilder();
        rule.getCustomBuilder().setKind("REPORT").setPath("/a/{id}");

        assertThat(routes(new EchoApi().unary("Report", "Thing", rule))).containsExactly("REPORT /a/{id}");
    }

    @Test
    void aPortThatIsInUseIsRefusedByNumber() throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            EdgeConfig config = EdgeConfig.at("127.0.0.1", taken.getLocalPort());

            assertThatThrownBy(() -> new EchoEdge(config, List.of()))
                    .isInstanceOf(StartupException.class)
                    .hasMessageContaining("127.0.0.1:" + taken.getLocalPort());
        }
    }

    @Test
    void aStreamIsServed() {
        assertThat(routes(new EchoApi().streaming("Watch", get("/a")))).containsExactly("GET /a");
    }

    @Test
    void aPathMustNameScalarFieldsOfTheRequest() {
        assertRefused(new EchoApi().unary("Get", "Thing", get("/a/{nobody}")), "`nobody`");
        assertRefused(new EchoApi().unary("Get", "Thing", get("/a/{tags}")), "`tags`");
        assertRefused(new EchoApi().unary("Get", "Thing", get("/a/{inner}")), "`inner`");
    }

    @Test
    void aBodyMustBeTheMessageOrRawBytes() {
        assertRefused(new EchoApi().unary("Put", "Thing", get("/a").setBody("inner")), "`inner`", "HttpBody");
        assertRefused(new EchoApi().unary("Put", "Thing", get("/a").setBody("nobody")), "`nobody`");
        assertRefused(new EchoApi().unary("Put", "Thing", get("/a").setResponseBody("id")), "response_body");
    }

    @Test
    void anAnnotationNeedsAPath() {
        assertRefused(new EchoApi().unary("Get", "Thing", HttpRule.newBuilder()), "no path");
    }

    @Test
    void twoMethodsCannotClaimOnePath() {
        EchoApi twice = new EchoApi().unary("Get", "Thing", get("/a/{id}")).raw("Read", get("/a/{path}"));

        assertThatThrownBy(() -> new Routes<>(RestMethod.routes(twice.serve(NOBODY))))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("registered twice");
    }

    @Test
    void limitsMustBePositive() {
        assertThatThrownBy(() -> new EdgeConfig("h", 0, 0, 1, java.time.Duration.ofSeconds(1)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("maxBodyBytes=0");
    }

    private static void assertRefused(EchoApi api, String... words) {
        assertThatThrownBy(() -> RestMethod.routes(api.serve(NOBODY)))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContainingAll(words);
    }

    private static List<String> routes(EchoApi api) {
        return RestMethod.routes(api.serve(NOBODY)).stream()
                .map((Route<Target> route) -> route.method() + " " + route.template())
                .toList();
    }

    private static HttpRule.Builder get(String path) {
        return HttpRule.newBuilder().setGet(path);
    }
}
