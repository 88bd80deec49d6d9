package dev.holdfast.auth;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.auth.Credentials.Source;
import dev.holdfast.testing.HeaderLines;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which of several credentials counts: durable-turns.md §0, "Which dialect answers". */
final class CredentialsTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            cencori_api_key: k1; x-api-key: k2; authorization: Bearer k3         | SESSIONS_HEADER     | k1
            cencori_api_key: k1; authorization: Bearer k3                        | SESSIONS_HEADER     | k1
            x-api-key: k2; authorization: Bearer k3                              | REPOSITORIES_HEADER | k2
            authorization: Bearer k3                                             | BEARER              | k3
            authorization: Basic dXNlcjprNA==                                    | BASIC               | k4
            cencori_api_key: ; x-api-key: k2                                     | REPOSITORIES_HEADER | k2
            cencori_api_key: ; x-api-key: ; authorization: Bearer k3             | BEARER              | k3
            x-agent-id: ag_1                                                     | NONE                |
            """)
    void theFirstPresentKeyCounts(String headers, Source source, @Nullable String key) {
        Credentials credentials = HeaderLines.parse(headers).credentials();

        assertThat(credentials.source()).isEqualTo(source);
        assertThat(credentials.key()).isEqualTo(key);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            authorization: bearer k  | BEARER
            authorization: BEARER k  | BEARER
            authorization: Bearer  k | BEARER
            authorization: basic dTpr | BASIC
            authorization: BASIC dTpr | BASIC
            """)
    void aSchemeMayBeWrittenInAnyCase(String headers, Source source) {
        Credentials credentials = HeaderLines.parse(headers).credentials();

        assertThat(credentials.source()).isEqualTo(source);
        assertThat(credentials.key()).isEqualTo("k");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            authorization: Bearer          | a scheme without a key
            authorization: Bearerk         | no space
            authorization: Digest k        | a scheme that nobody documents
            authorization: Basic dXNlcg==  | no colon
            authorization: Basic dXNlcjo=  | no password
            authorization: Basic %%%       | no base64
            """)
    void whatHoldsNoKeyIsAbsent(String headers, String why) {
        assertThat(HeaderLines.parse(headers).credentials())
                .as(why)
                .extracting(Credentials::source, Credentials::key)
                .containsExactly(Source.NONE, null);
    }

    @Test
    void aPinStandsBesideTheKeyAndHidesNone() {
        Credentials credentials =
                HeaderLines.parse("x-session-id: ses_p; cencori_api_key: k").credentials();

        assertThat(credentials.pin()).isEqualTo("ses_p");
        assertThat(credentials.key()).isEqualTo("k");
    }

    @Test
    void anEmptyPinIsAbsent() {
        assertThat(HeaderLines.parse("x-session-id: ").credentials().pin()).isNull();
    }

    @Test
    void spaceAroundAKeyIsNoPartOfIt() {
        Credentials credentials = Credentials.of(name -> name.equals("cencori_api_key") ? " \tk " : "");

        assertThat(credentials.key()).isEqualTo("k");
    }

    @Test
    void theirTextHoldsNoSecret() {
        String text = HeaderLines.parse("x-session-id: ses_pin; cencori_api_key: secret")
                .credentials()
                .toString();

        assertThat(text).doesNotContain("ses_pin").doesNotContain("secret");
    }
}
