package dev.holdfast.edge;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.StringValue;
import com.google.protobuf.TypeRegistry;
import dev.holdfast.v1.ListKeysResponse;
import org.junit.jupiter.api.Test;

/** The other half of this promise is conformance/run, which holds both doors' answers side by side. */
class ProtoJsonTest {

    private final ProtoJson json = new ProtoJson(TypeRegistry.getEmptyTypeRegistry());

    @Test
    void whatJavaEscapesForHtmlAndEnvoyDoesNotIsPlain() throws InvalidProtocolBufferException {
        assertThat(print("another tenant's a=b&c")).isEqualTo("\"another tenant's a=b&c\"");
    }

    @Test
    void whatEnvoyEscapesForBrowsersIsEscaped() throws InvalidProtocolBufferException {
        assertThat(print("<b>\u2028\u200b\u00ad\u007f\ufeff"))
                .isEqualTo("\"\\u003cb\\u003e\\u2028\\u200b\\u00ad\\u007f\\ufeff\"");
    }

    @Test
    void otherEscapesStayAsTheyAre() throws InvalidProtocolBufferException {
        assertThat(print("\"\\\n\t\u0001 \\u0027 é")).isEqualTo("\"\\\"\\\\\\n\\t\\u0001 \\\\u0027 é\"");
    }

    @Test
    void emptyListsAndTextArePrinted() throws InvalidProtocolBufferException {
        assertThat(json.print(ListKeysResponse.getDefaultInstance())).isEqualTo("{\"keys\":[],\"nextPageToken\":\"\"}");
    }

    private String print(String text) throws InvalidProtocolBufferException {
        return json.print(StringValue.of(text));
    }
}
