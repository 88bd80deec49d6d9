package dev.holdfast.cli;

import dev.holdfast.Holdfast;
import dev.holdfast.log.LogVerifier.Count;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicLong;
import picocli.CommandLine.Command;

/** {@code holdfast verify}: rebuilds every session from its events and compares. Findings go to standard output. */
@Command(
        name = "verify",
        description = "Prove that every session's state is the fold of its events.",
        mixinStandardHelpOptions = true)
final class VerifyCommand extends SettingOptions implements Callable<Integer> {

    @Override
    public Integer call() {
        AtomicLong findings = new AtomicLong();
        try (CommandStorage storage = CommandStorage.open(settings().storage())) {
            Count count = Holdfast.verifier(storage.database()).verify(finding -> {
                findings.incrementAndGet();
                System.out.println(finding.session() + ": " + finding.sentence());
            });
            System.err.println("verified " + count.sessions() + " sessions, " + count.events() + " events: "
                    + (findings.get() == 0 ? "all as the log says" : findings.get() + " findings"));
        }
        return findings.get() == 0 ? 0 : 1;
    }
}
