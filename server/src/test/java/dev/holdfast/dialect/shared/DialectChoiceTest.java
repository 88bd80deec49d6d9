package dev.holdfast.dialect.shared;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.testing.HeaderLines;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** durable-turns.md §0, "Which dialect answers", row by row. */
final class DialectChoiceTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                                                                        | SESSIONS
            cencori_api_key: cnc_key_abc123                             | SESSIONS
            cencori_api_key: pk_acme_1                                  | SESSIONS
            cencori_api_key: cnc_key_abc123; authorization: Bearer pk_a | SESSIONS
            cencori_api_key: ; authorization: Bearer pk_a               | WORKSPACE
            authorization: Bearer pk_acme_1                             | WORKSPACE
            authorization: bearer pk_acme_1                             | WORKSPACE
            authorization: Bearer cnc_key_abc123                        | SESSIONS
            authorization: Bearer cgk_live_1                            | SESSIONS
            authorization: Basic dXNlcjpwa19h                           | SESSIONS
            x-api-key: cgk_live_1                                       | SESSIONS
            x-api-key: pk_acme_1                                        | SESSIONS
            x-session-id: ses_THJ9Dht__5cfs_HKFAnZt                     | SESSIONS
            x-session-id: ses_a; authorization: Bearer pk_a             | WORKSPACE
            """)
    void onASharedPathTheCredentialsDecide(@Nullable String headers, Dialect dialect) {
        assertThat(DialectChoice.forSharedPath(HeaderLines.parse(headers).credentials()))
                .isEqualTo(dialect);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                                                                                 | SESSIONS
            cencori_api_key: k                                                   | SESSIONS
            x-api-key: k                                                         | REPOSITORIES
            authorization: Bearer pk_a                                           | WORKSPACE
            authorization: Bearer cnc_a                                          | SESSIONS
            authorization: Basic dXNlcjpr                                        | REPOSITORIES
            cencori_api_key: k; x-api-key: k; authorization: Bearer pk_a         | SESSIONS
            x-api-key: k; authorization: Bearer pk_a                             | REPOSITORIES
            x-session-id: ses_THJ9Dht__5cfs_HKFAnZt                              | REPOSITORIES
            x-session-id: ses_THJ9Dht__5cfs_HKFAnZt; cencori_api_key: k          | SESSIONS
            x-session-id: ses_THJ9Dht__5cfs_HKFAnZt; authorization: Bearer pk_a  | WORKSPACE
            """)
    void anUnknownPathIsRefusedInTheFormOfTheCredential(@Nullable String headers, Dialect dialect) {
        assertThat(DialectChoice.forRefusal(
                        "/v1/nothing", HeaderLines.parse(headers).credentials()))
                .isEqualTo(dialect);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            /v1/sessions/ses_a/turns              | authorization: Bearer pk_a | SESSIONS
            /v1/sessions/ses_a/events             | x-api-key: k               | SESSIONS
            /v1/sessions/ses_a/stream             | authorization: Bearer pk_a | SESSIONS
            /v1/sessions/ses_a/approve            | authorization: Bearer pk_a | SESSIONS
            /v1/sessions/ses_a/reject             | authorization: Bearer pk_a | SESSIONS
            /v1/sessions/ses_a/cancel             | authorization: Bearer pk_a | SESSIONS
            /api/v1/sessions/ses_a/turns          | authorization: Bearer pk_a | SESSIONS
            /v1/sessions/ses_a/messages           | cencori_api_key: k         | WORKSPACE
            /v1/sessions/ses_a/tool_results       | cencori_api_key: k         | WORKSPACE
            /v1/sessions/ses_a/files              | cencori_api_key: k         | WORKSPACE
            /v1/sessions/ses_a/files/a/turns      | cencori_api_key: k         | WORKSPACE
            /v1/sessions/s/responses/r/cancel     | cencori_api_key: k         | WORKSPACE
            /v1/skills/pdf                        | cencori_api_key: k         | WORKSPACE
            /v1/session                           | authorization: Bearer pk_a | REPOSITORIES
            /v1/repos/my-repo                     | cencori_api_key: k         | REPOSITORIES
            /v1/search                            | cencori_api_key: k         | REPOSITORIES
            /v1/tokens                            | authorization: Bearer pk_a | REPOSITORIES
            /v1/orgs/acme/repos                   |                            | REPOSITORIES
            /v1/usage/details                     | authorization: Bearer pk_a | REPOSITORIES
            """)
    void aPathOfOneDialectAloneIsRefusedInItsFormWhateverTheKey(
            String path, @Nullable String headers, Dialect dialect) {
        assertThat(DialectChoice.forRefusal(path, HeaderLines.parse(headers).credentials()))
                .isEqualTo(dialect);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            /v1/sessions           | x-api-key: k               | SESSIONS
            /v1/sessions/ses_a     | x-api-key: k               | SESSIONS
            /v1/sessions/ses_a     | authorization: Bearer pk_a | WORKSPACE
            /api/v1/sessions       | x-api-key: k               | SESSIONS
            /v1/usage              | authorization: Bearer pk_a | WORKSPACE
            /v1/usage              | x-api-key: k               | REPOSITORIES
            /v1/usage              | cencori_api_key: k         | REPOSITORIES
            /workspace/v1/sessions | cencori_api_key: k         | WORKSPACE
            /workspace/v1/nothing  | x-api-key: k               | WORKSPACE
            /workspaces            | cencori_api_key: k         | SESSIONS
            """)
    void aSharedPathIsRefusedInTheFormOfWhoeverWouldAnswerIt(String path, String headers, Dialect dialect) {
        assertThat(DialectChoice.forRefusal(path, HeaderLines.parse(headers).credentials()))
                .isEqualTo(dialect);
    }
}
