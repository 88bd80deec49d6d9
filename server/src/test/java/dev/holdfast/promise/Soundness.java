package dev.holdfast.promise;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.Holdfast;
import dev.holdfast.storage.Database;
import java.util.ArrayList;
import java.util.List;

/** What {@code holdfast verify} says of a database. */
final class Soundness {

    private Soundness() {}

    static void assertVerified(Database database) {
        List<String> findings = new ArrayList<>();
        Holdfast.verifier(database).verify(finding -> findings.add(finding.session() + ": " + finding.sentence()));
        assertThat(findings).as("holdfast verify").isEmpty();
    }
}
