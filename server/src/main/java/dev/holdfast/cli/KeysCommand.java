package dev.holdfast.cli;

import dev.holdfast.Holdfast;
import dev.holdfast.auth.Grant;
import dev.holdfast.auth.IssuedKey;
import dev.holdfast.auth.Key;
import dev.holdfast.auth.KeyStyle;
import dev.holdfast.auth.NewKey;
import dev.holdfast.auth.Plan;
import dev.holdfast.auth.Tenant;
import dev.holdfast.error.HoldfastException;
import dev.holdfast.error.Reason;
import dev.holdfast.name.KeyId;
import java.time.InstantSource;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code holdfast keys …}: the keys of a tenant, straight in the database; a running server sees changes at once. */
@Command(
        name = "keys",
        description = "Make, list, rotate and revoke keys.",
        mixinStandardHelpOptions = true,
        subcommands = {
            KeysCommand.Create.class,
            KeysCommand.ListAll.class,
            KeysCommand.Rotate.class,
            KeysCommand.Revoke.class
        })
final class KeysCommand implements Runnable {

    @Spec
    @Nullable
    CommandSpec spec;

    @Override
    public void run() {
        if (spec == null) {
            throw new IllegalStateException("picocli sets the specification");
        }
        throw new CommandLine.ParameterException(
                spec.commandLine(), "Name what to do: create, list, rotate or revoke.");
    }

    /** What every subcommand needs: a database and a tenant. */
    abstract static class OnTenant extends SettingOptions implements Callable<Integer> {

        @Option(names = "--tenant", paramLabel = "NAME", description = "The tenant (default: default).")
        String tenantName = Tenant.DEFAULT_NAME;

        @Override
        public Integer call() {
            try (CommandStorage storage = CommandStorage.open(settings().storage())) {
                run(Holdfast.Keys.of(storage.database(), InstantSource.system()));
            }
            return 0;
        }

        abstract void run(Holdfast.Keys keys);

        Tenant require(Holdfast.Keys keys) {
            return keys.tenants()
                    .find(tenantName)
                    .orElseThrow(() -> new HoldfastException(
                            Reason.KEY_NOT_FOUND,
                            "There is no tenant `" + tenantName + "`. `holdfast keys create --tenant " + tenantName
                                    + "` makes it."));
        }
    }

    @Command(
            name = "create",
            description = "Make a key, and its tenant if there is none. Prints the secret, this once.",
            mixinStandardHelpOptions = true)
    static final class Create extends OnTenant {

        @Option(
                names = "--plan",
                description = "The plan of a tenant that is made: ${COMPLETION-CANDIDATES} (default: paid).")
        Plan plan = Plan.PAID;

        @Option(names = "--style", description = "The form of the secret: ${COMPLETION-CANDIDATES} (default: native).")
        KeyStyle style = KeyStyle.NATIVE;

        @Option(
                names = "--grants",
                split = ",",
                description = "What the key may do: ${COMPLETION-CANDIDATES} (default: read,write,approve).")
        Set<Grant> grants = EnumSet.of(Grant.READ, Grant.WRITE, Grant.APPROVE);

        @Option(names = "--name", description = "What a person calls it (default: command-line).")
        String name = "command-line";

        @Override
        void run(Holdfast.Keys keys) {
            String usable = Tenant.parseName(tenantName)
                    .orElseThrow(() -> HoldfastException.ofField(
                            Reason.FIELD_INVALID,
                            "tenant",
                            "A tenant's name is 1 to 63 lower-case letters, digits and single hyphens, and not a word that"
                                    + " begins one of the server's paths; it was `" + tenantName + "`."));
            Tenant tenant = keys.tenants().create(usable, plan).orElseGet(() -> require(keys));
            IssuedKey issued = keys.store().create(tenant, new NewKey(name, style, grants));
            System.err.println("key " + issued.key().id() + " of the tenant `" + tenant.name() + "`");
            System.out.println(KeysFile.secret(issued));
        }
    }

    @Command(name = "list", description = "List the tenant's keys.", mixinStandardHelpOptions = true)
    static final class ListAll extends OnTenant {

        private static final int PAGE = 100;

        @Override
        void run(Holdfast.Keys keys) {
            Tenant tenant = require(keys);
            List<Key> page = keys.store().list(tenant.id(), null, PAGE);
            while (!page.isEmpty()) {
                page.forEach(ListAll::print);
                page = keys.store().list(tenant.id(), page.getLast().id(), PAGE);
            }
        }

        private static void print(Key key) {
            System.out.printf(
                    "%s  %-12s  %-26s  %s…  %s%s%n",
                    key.id(),
                    key.style().name().toLowerCase(Locale.ROOT),
                    key.grants().stream()
                            .sorted()
                            .map(grant -> grant.name().toLowerCase(Locale.ROOT))
                            .collect(Collectors.joining(",")),
                    key.secretHint(),
                    key.name(),
                    key.revokedAt() == null ? "" : "  revoked " + key.revokedAt());
        }
    }

    @Command(
            name = "rotate",
            description = "Give a key a new secret. Prints it, this once.",
            mixinStandardHelpOptions = true)
    static final class Rotate extends OnTenant {

        @Parameters(paramLabel = "KEY_ID", description = "The key, as `holdfast keys list` shows it.")
        String key = "";

        @Override
        void run(Holdfast.Keys keys) {
            System.out.println(KeysFile.secret(keys.store().rotate(require(keys), id(key))));
        }
    }

    @Command(name = "revoke", description = "End a key for good.", mixinStandardHelpOptions = true)
    static final class Revoke extends OnTenant {

        @Parameters(paramLabel = "KEY_ID", description = "The key, as `holdfast keys list` shows it.")
        String key = "";

        @Override
        void run(Holdfast.Keys keys) {
            keys.store().revoke(require(keys).id(), id(key));
            System.err.println("revoked " + key);
        }
    }

    private static KeyId id(String text) {
        return KeyId.parse(text)
                .orElseThrow(() -> new HoldfastException(
                        Reason.KEY_NOT_FOUND, "`" + text + "` is not a key's id. `holdfast keys list` shows them."));
    }
}
