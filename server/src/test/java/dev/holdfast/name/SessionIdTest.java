package dev.holdfast.name;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class SessionIdTest {

    private static final long SEED = 20_261_121;

    @Test
    void everyIdHasOneTextAndEveryTextOneId() {
        Random random = new Random(SEED);
        for (int i = 0; i < 10_000; i++) {
            SessionId id = new SessionId(new UUID((random.nextLong() & ~0xF000L) | 0x7000L, random.nextLong()));
            assertThat(SessionId.parse(id.toString())).contains(id);
            assertThat(id.toString()).matches("ses_[0-7][0-9a-hjkmnp-tv-z]{25}");
        }
    }

    @Test
    void textsSortLikeTheirIds() {
        Random random = new Random(SEED);
        List<SessionId> ids = new ArrayList<>();
        for (int i = 0; i < 1_000; i++) {
            ids.add(new SessionId(new UUID((random.nextLong() & ~0xF000L) | 0x7000L, random.nextLong())));
        }
        Comparator<SessionId> byBits = Comparator.comparing(id -> id.value().toString());

        assertThat(ids.stream().sorted(byBits))
                .containsExactlyElementsOf(ids.stream()
                        .sorted(Comparator.comparing(SessionId::toString))
                        .toList());
    }

    @Test
    void theKnownExampleOfTheTypeIdSpecificationIsReadAndPrinted() {
        UUID value = UUID.fromString("01890a5d-ac96-774b-bcce-b302099a8057");
        assertThat(new SessionId(value)).hasToString("ses_01h455vb4pex5vsknk084sn02q");
        assertThat(SessionId.parse("ses_01h455vb4pex5vsknk084sn02q")).contains(new SessionId(value));
    }

    @Test
    void aResponsesSessionHasTheResponsesIdAndNoOther() {
        SessionId id = SessionId.ofResponse(UUID.fromString("01890a5d-ac96-774b-bcce-b302099a8057"));

        assertThat(id).hasToString("resp_01890a5dac96b302099a8057");
        assertThat(SessionId.parseResponse(id.toString())).contains(id);
        assertThat(SessionId.parse(id.toString())).isEmpty();
        assertThat(SessionId.parse(TypeId.print("ses", id.value()))).isEmpty();
        assertThat(SessionId.parseResponse("resp_01890A5DAC96B302099A8057")).isEmpty();
        assertThat(SessionId.parseResponse("sess_a86118c06688")).isEmpty();
    }

    @Test
    void aWorkspaceIdIsReadAndPrintedToo() {
        SessionId id = SessionId.parse("sess_a86118c06688").orElseThrow();
        assertThat(id).hasToString("sess_a86118c06688");
        assertThat(SessionId.parse(TypeId.print("ses", id.value())))
                .as("the same id in the other text")
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "ses_",
                "ses_01h455vb4pex5vsknk084sn02",
                "ses_01h455vb4pex5vsknk084sn02qq",
                "ses_81h455vb4pex5vsknk084sn02q",
                "ses_01H455VB4PEX5VSKNK084SN02Q",
                "ses_01h455vb4pex5vsknk084sn02u",
                "ses-01h455vb4pex5vsknk084sn02q",
                "key_01h455vb4pex5vsknk084sn02q",
                "ses_THJ9Dht__5cfs_HKFAnZt",
                "sess_a86118c0668",
                "sess_a86118c066888",
                "sess_A86118C06688",
                "sess_g86118c06688",
                " ses_01h455vb4pex5vsknk084sn02q"
            })
    void whatIsNoIdIsNotRead(String text) {
        assertThat(SessionId.parse(text)).isEmpty();
    }
}
