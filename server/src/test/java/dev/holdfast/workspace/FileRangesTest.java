package dev.holdfast.workspace;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.testing.TestServer;
import java.net.http.HttpResponse;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Parts of files, and requests that hold only for one state of a file. */
final class FileRangesTest {

    @RegisterExtension
    static final TestServer SERVER = new TestServer();

    private static final String PAST = "Sat, 01 Jan 2000 00:00:00 GMT";
    private static final String FUTURE = "Fri, 01 Jan 2100 00:00:00 GMT";

    private static FilesCaller caller;
    private static String session;

    @BeforeAll
    static void writeAFile() {
        caller = new FilesCaller(SERVER, "ranges");
        session = caller.session(FilesCaller.WHOLE);
        caller.put(session, "ten", "0123456789");
        caller.put(session, "empty", "");
    }

    @ParameterizedTest
    @CsvSource({
        "bytes=0-0,0,0-0",
        "bytes=2-5,2345,2-5",
        "bytes=5-,56789,5-9",
        "bytes=-3,789,7-9",
        "bytes=-99,0123456789,0-9",
        "bytes=9-99999999999999999999,9,9-9",
        "BYTES=0-1,01,0-1",
        "bytes= 0-1,01,0-1"
    })
    void aPartIsServed(String range, String bytes, String served) {
        HttpResponse<String> part = caller.get(session, "ten", "Range", range);

        assertThat(part.statusCode()).isEqualTo(206);
        assertThat(part.body()).isEqualTo(bytes);
        assertThat(part.headers().firstValue("content-range")).contains("bytes " + served + "/10");
        assertThat(part.headers().firstValue("content-length")).contains(Integer.toString(bytes.length()));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "bytes=10-",
                "bytes=5-4",
                "bytes=-0",
                "bytes=-",
                "bytes=",
                "bytes",
                "bytes=a-b",
                "bytes=--1",
                "bytes=1-2-3",
                "lines=0-1",
                "bytes=99999999999999999999-"
            })
    void whatIsNoPartIsRefused(String range) {
        HttpResponse<String> refused = caller.get(session, "ten", "Range", range);

        assertThat(refused.statusCode()).isEqualTo(416);
        assertThat(refused.headers().firstValue("content-range")).contains("bytes */10");
        assertThat(refused.body()).contains("\"error\":\"Range Not Satisfiable\"");
        assertThat(caller.get(session, "empty", "Range", "bytes=0-").statusCode())
                .isEqualTo(416);
    }

    @Test
    void severalPartsAreTheWholeFile() {
        HttpResponse<String> whole = caller.get(session, "ten", "Range", "bytes=0-1,3-4");

        assertThat(whole.statusCode()).isEqualTo(200);
        assertThat(whole.body()).isEqualTo("0123456789");
    }

    @Test
    void aPartOfAnotherStateIsTheWholeFile() {
        String tag = tag("ten");
        String date =
                caller.get(session, "ten").headers().firstValue("last-modified").orElseThrow();

        for (String current : List.of(tag, date)) {
            assertThat(caller.get(session, "ten", "Range", "bytes=0-0", "If-Range", current)
                            .statusCode())
                    .isEqualTo(206);
        }
        for (String other : List.of("\"other\"", "W/" + tag, PAST, "nonsense")) {
            assertThat(caller.get(session, "ten", "Range", "bytes=0-0", "If-Range", other)
                            .statusCode())
                    .isEqualTo(200);
        }
    }

    @Test
    void aReaderWhoHasItIsTold() {
        String tag = tag("ten");

        for (List<String> known : List.of(
                List.of("If-None-Match", tag),
                List.of("If-None-Match", "\"x\", W/" + tag),
                List.of("If-None-Match", "*"),
                List.of("If-Modified-Since", FUTURE),
                List.of("If-None-Match", tag, "If-Modified-Since", PAST))) {
            HttpResponse<String> unchanged = caller.get(session, "ten", known.toArray(String[]::new));
            assertThat(unchanged.statusCode()).as("%s", known).isEqualTo(304);
            assertThat(unchanged.body()).isEmpty();
            assertThat(unchanged.headers().firstValue("etag")).contains(tag);
        }
        for (List<String> unknown : List.of(
                List.of("If-None-Match", "\"x\""),
                List.of("If-Modified-Since", PAST),
                List.of("If-Modified-Since", "yesterday"),
                List.of("If-None-Match", "\"x\"", "If-Modified-Since", FUTURE))) {
            assertThat(caller.get(session, "ten", unknown.toArray(String[]::new))
                            .statusCode())
                    .as("%s", unknown)
                    .isEqualTo(200);
        }
    }

    @Test
    void aReaderOfOneStateGetsNoOther() {
        assertThat(caller.get(session, "ten", "If-Match", tag("ten")).statusCode())
                .isEqualTo(200);
        assertThat(caller.get(session, "ten", "If-Match", "\"x\"").statusCode()).isEqualTo(412);
        assertThat(caller.get(session, "ten", "If-Unmodified-Since", PAST).statusCode())
                .isEqualTo(412);
        assertThat(caller.get(session, "ten", "If-Unmodified-Since", FUTURE).statusCode())
                .isEqualTo(200);
    }

    @Test
    void aWriterOfOneStateChangesNoOther() {
        caller.put(session, "mine", "1");
        String first = tag("mine");

        assertThat(caller.put(session, "mine", "2", "If-Match", first).statusCode())
                .isEqualTo(201);
        assertThat(caller.put(session, "mine", "3", "If-Match", first).statusCode())
                .isEqualTo(412);
        assertThat(caller.put(session, "mine", "3", "If-None-Match", "*").statusCode())
                .isEqualTo(412);
        assertThat(caller.delete(session, "mine", "If-Match", first).statusCode())
                .isEqualTo(412);
        assertThat(caller.get(session, "mine").body()).isEqualTo("2");
        assertThat(caller.delete(session, "mine", "If-Match", tag("mine")).statusCode())
                .isEqualTo(204);
        assertThat(caller.put(session, "mine", "4", "If-Match", "*").statusCode())
                .isEqualTo(412);
        assertThat(caller.put(session, "mine", "4", "If-None-Match", "*").statusCode())
                .isEqualTo(201);
    }

    @Test
    void theTagStaysWithTheBytesAndGoesWithThem() {
        caller.put(session, "tagged", "1");
        String first = tag("tagged");

        assertThat(tag("tagged")).isEqualTo(first).matches("\"[0-9a-f]{32}\"");
        caller.put(session, "tagged", "1");
        assertThat(tag("tagged")).isNotEqualTo(first);
    }

    @Test
    void headTellsWhatGetWould() {
        HttpResponse<String> head = caller.send("HEAD", FilesCaller.path(session, "ten"), "");

        assertThat(head.statusCode()).isEqualTo(200);
        assertThat(head.body()).isEmpty();
        assertThat(head.headers().firstValue("content-length")).contains("10");
        assertThat(head.headers().firstValue("etag")).contains(tag("ten"));
        assertThat(caller.send("HEAD", FilesCaller.path(session, "ten"), "", "Range", "bytes=0-1")
                        .statusCode())
                .isEqualTo(206);
    }

    @Test
    void theContentTypeIsTheWritersElseTheNames() {
        caller.put(session, "a.csv", "1", "Content-Type", "text/x-mine; charset=utf-8");
        caller.put(session, "b.csv", "1");
        caller.put(session, "c.unknown", "1", "Content-Type", "application/x-www-form-urlencoded");

        assertThat(type("a.csv")).isIn("text/x-mine; charset=utf-8", "text/csv");
        assertThat(type("b.csv")).isEqualTo("text/csv");
        assertThat(type("c.unknown")).isEqualTo("application/octet-stream");
    }

    private static String type(String path) {
        return caller.get(session, path).headers().firstValue("content-type").orElseThrow();
    }

    private static String tag(String path) {
        return caller.get(session, path).headers().firstValue("etag").orElseThrow();
    }
}
