package dev.holdfast.auth;

import dev.holdfast.storage.Database;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Consumer;

/** What a new database needs before anyone can call: the tenant {@code default} and keys for it. */
public final class FirstStart {

    private static final Set<Grant> EVERYTHING = EnumSet.allOf(Grant.class);

    private final Database database;
    private final TenantStore tenants;
    private final KeyStore keys;

    public FirstStart(Database database, TenantStore tenants, KeyStore keys) {
        this.database = database;
        this.tenants = tenants;
        this.keys = keys;
    }

    /**
     * If the database has no default tenant, makes it with one key of each style and hands the keys over to be kept. They
     * become valid only if that succeeds, so no secret is lost by a crash in between.
     */
    public List<IssuedKey> makeKeys(Consumer<List<IssuedKey>> keep) {
        return database.transaction(transaction -> {
            var made = tenants.create(transaction, Tenant.DEFAULT_NAME, Plan.PAID);
            if (made.isEmpty()) {
                return List.of();
            }
            List<IssuedKey> issued = Arrays.stream(KeyStyle.values())
                    .flatMap(style ->
                            keys.create(transaction, made.get(), new NewKey(name(style), style, EVERYTHING)).stream())
                    .toList();
            keep.accept(issued);
            return issued;
        });
    }

    /** Makes keys valid whose secrets an operator has chosen. Doing it again changes nothing. */
    public void adopt(List<String> secrets) {
        if (secrets.isEmpty()) {
            return;
        }
        Tenant tenant = tenants.find(Tenant.DEFAULT_NAME)
                .orElseThrow(() -> new IllegalStateException("The default tenant is made before keys are adopted"));
        for (String secret : secrets) {
            keys.adopt(tenant, new NewKey("bootstrap", KeyStyle.ofSecret(secret), EVERYTHING), secret);
        }
    }

    private static String name(KeyStyle style) {
        return style.name().toLowerCase(Locale.ROOT);
    }
}
