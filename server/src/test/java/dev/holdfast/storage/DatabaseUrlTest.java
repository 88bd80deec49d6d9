package dev.holdfast.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.error.StartupException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class DatabaseUrlTest {

    @ParameterizedTest
    @CsvSource({
        "postgres://ann:secret@db/app, jdbc:postgresql://db/app, ann, secret",
        "postgresql://ann:secret@db:6432/app, jdbc:postgresql://db:6432/app, ann, secret",
        "jdbc:postgresql://db:5432/app?user=ann&password=secret, jdbc:postgresql://db:5432/app, ann, secret",
        "jdbc:postgresql://ann:secret@db/app, jdbc:postgresql://db/app, ann, secret",
        "postgres://db/app?user=ann&password=secret, jdbc:postgresql://db/app, ann, secret",
        "postgres://ann@db/app, jdbc:postgresql://db/app, ann, ''",
        "postgres://a%40b:s%2Fe%3Ac@db/app, jdbc:postgresql://db/app, a@b, s/e:c",
        "postgres://ann:se:cr@et@db/app, jdbc:postgresql://db/app, ann, se:cr@et",
        "postgres://ann:a+b@db/app, jdbc:postgresql://db/app, ann, a+b",
        "jdbc:postgresql://db/app?user=ann&password=a+b, jdbc:postgresql://db/app, ann, a b",
        "postgres://ann:s@[::1]:5432/app, jdbc:postgresql://[::1]:5432/app, ann, s",
        "'postgres://ann:s@one:1,two:2/app', 'jdbc:postgresql://one:1,two:2/app', ann, s",
        "postgres://ann:s@db/app?sslmode=require&channel_binding=require,"
                + " jdbc:postgresql://db/app?sslmode=require&channelBinding=require, ann, s",
        "jdbc:postgresql://db/app?user=ann&prepareThreshold=0, jdbc:postgresql://db/app?prepareThreshold=0, ann, ''",
        "' postgres://ann:s@db/app\n', jdbc:postgresql://db/app, ann, s",
    })
    void bothFormsAreUnderstood(String text, String url, String user, String password) {
        assertThat(DatabaseAddress.parse(text)).isEqualTo(new DatabaseAddress(url, user, password));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "secret",
                "mysql://ann:secret@db/app",
                "postgres:ann:secret@db/app",
                "postgres://ann:secret@db",
                "postgres://ann:secret@db/",
                "postgres://ann:secret@/app",
                "postgres://:secret@db/app",
                "postgres://db/app?password=secret",
                "postgres://ann:secret@db:port/app",
                "postgres://ann:secret@db:0/app",
                "postgres://ann:secret@db:65536/app",
                "postgres://ann:sec/ret@db/app",
                "postgres://ann:sec?ret@db/app",
                "postgres://ann:secret%zz@db/app",
                "postgres://ann:secret@db/app/more",
                "postgres://ann:secret@db/app?secret",
                "postgres://ann:secret@db/app?secret=1",
                "postgres://ann:secret@one,/app",
                "postgres://ann:secret@%2Frun%2Fpostgresql/app",
            })
    void whatIsNotOneIsRefusedWithoutRepeatingIt(String text) {
        assertThatThrownBy(() -> DatabaseAddress.parse(text))
                .isInstanceOf(StartupException.class)
                .hasMessageStartingWith("The database URL is not understood")
                .hasMessageNotContainingAny("secret", "sec/ret", "sec?ret")
                .hasNoCause();
    }

    @Test
    void anAddressIsPrintedWithoutItsPassword() {
        DatabaseAddress address = DatabaseAddress.parse("postgres://ann:secret@db:1/app?sslmode=require");

        assertThat(address).hasToString("ann@db:1/app");
        assertThat(address.withDatabase("other").url()).isEqualTo("jdbc:postgresql://db:1/other?sslmode=require");
    }
}
