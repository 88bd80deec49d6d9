package dev.holdfast.edge;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpClient;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class EdgeAnswersTest {

    private final EchoEdge edge = EchoEdge.usual();

    @AfterEach
    void close() {
        edge.close();
    }

    @Test
    void aTypedCallIsJsonBothWays() {
        HttpResponse<String> response = edge.send(
                "POST", "/echo/v1/things", "{\"displayName\":\"é\",\"page_size\":3,\"revision\":\"9007199254740993\"}");

        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        assertThat(response.headers().firstValue("content-type")).hasValue("application/json");
        assertThat(response.body())
                .isEqualTo(
                        "{\"id\":\"\",\"displayName\":\"é\",\"pageSize\":3,\"revision\":\"9007199254740993\","
                                + "\"loud\":false,\"tags\":[],\"colour\":\"COLOUR_UNSPECIFIED\",\"weight\":0.0,\"colours\":[]}");
    }

    @Test
    void bothProtocolsAnswerTheSame() {
        for (HttpClient.Version version : HttpClient.Version.values()) {
            if (version == HttpClient.Version.HTTP_1_1 || version == HttpClient.Version.HTTP_2) {
                HttpResponse<String> response = edge.send(
                        version, "PATCH", "/echo/v1/things/a%2Fb", BodyPublishers.ofString("{\"id\":\"no\"}"));
                assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
                assertThat(response.body()).contains("\"id\":\"a/b\"");
            }
        }
    }
}
