package dev.holdfast.storage;

import dev.holdfast.error.StartupException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Reads a database URL in the form of Postgres tools and in that of JDBC, which differ in where the user stands, in the
 * names of parameters and in what a plus means.
 */
final class DatabaseUrl {

    private static final Pattern SHAPE = Pattern.compile("(?<scheme>jdbc:postgresql|postgresql|postgres)://"
            + "(?:(?<login>[^/?]*)@)?(?<hosts>[^/?@]+)/(?<database>[^/?]+)(?:\\?(?<query>.*))?");
    private static final String HOST = "(?:[A-Za-z0-9._-]+|\\[[0-9A-Fa-f:.]+])(?::(?<port>\\d{1,5}))?";
    private static final Pattern ONE_HOST = Pattern.compile(HOST);
    private static final int MAX_PORT = 65_535;

    /** The driver's names for the parameters of Postgres tools that it knows. */
    private static final Map<String, String> DRIVER_NAMES = Map.ofEntries(
            Map.entry("sslmode", "sslmode"),
            Map.entry("sslrootcert", "sslrootcert"),
            Map.entry("sslcert", "sslcert"),
            Map.entry("sslkey", "sslkey"),
            Map.entry("sslpassword", "sslpassword"),
            Map.entry("sslnegotiation", "sslNegotiation"),
            Map.entry("channel_binding", "channelBinding"),
            Map.entry("gssencmode", "gssEncMode"),
            Map.entry("connect_timeout", "connectTimeout"),
            Map.entry("application_name", "ApplicationName"),
            Map.entry("options", "options"));

    private final Matcher parts;
    private final boolean jdbc;
    private final Map<String, String> parameters;

    private DatabaseUrl(Matcher parts) {
        this.parts = parts;
        this.jdbc = parts.group("scheme").startsWith("jdbc:");
        this.parameters = parameters(Optional.ofNullable(parts.group("query")).orElse(""));
    }

    static DatabaseAddress parse(String text) {
        Matcher parts = SHAPE.matcher(text.strip());
        if (!parts.matches()) {
            throw refused("it does not have this form");
        }
        return new DatabaseUrl(parts).address();
    }

    private DatabaseAddress address() {
        String login = Optional.ofNullable(parts.group("login")).orElse("");
        int colon = login.indexOf(':');
        String user = colon < 0 ? login : login.substring(0, colon);
        String password = colon < 0 ? "" : login.substring(colon + 1);
        String givenUser =
                decoded(Optional.ofNullable(parameters.remove("user")).orElse(user));
        String givenPassword =
                decoded(Optional.ofNullable(parameters.remove("password")).orElse(password));
        if (givenUser.isEmpty()) {
            throw refused("it names no user");
        }
        return new DatabaseAddress(
                "jdbc:postgresql://" + hosts() + "/" + literal(parts.group("database")) + query(),
                givenUser,
                givenPassword);
    }

    private String hosts() {
        String hosts = parts.group("hosts");
        for (String host : hosts.split(",", -1)) {
            Matcher one = ONE_HOST.matcher(host);
            if (!one.matches()) {
                throw refused("its host is not one, or its port is not a number");
            }
            String port = one.group("port");
            if (port != null && (Integer.parseInt(port) == 0 || Integer.parseInt(port) > MAX_PORT)) {
                throw refused("its port is not between 1 and " + MAX_PORT);
            }
        }
        return hosts;
    }

    private String query() {
        String query = parameters.entrySet().stream()
                .map(parameter -> driverName(parameter.getKey()) + "=" + literal(parameter.getValue()))
                .collect(Collectors.joining("&"));
        return query.isEmpty() ? "" : "?" + query;
    }

    private String driverName(String name) {
        if (jdbc) {
            return name;
        }
        String known = DRIVER_NAMES.get(name);
        if (known == null) {
            throw refused("it has a parameter that is none of "
                    + DRIVER_NAMES.keySet().stream().sorted().collect(Collectors.joining(", ")));
        }
        return known;
    }

    private static Map<String, String> parameters(String query) {
        Map<String, String> parameters = new LinkedHashMap<>();
        for (String parameter : query.split("&", -1)) {
            int equals = parameter.indexOf('=');
            if (equals > 0) {
                parameters.put(parameter.substring(0, equals), parameter.substring(equals + 1));
            } else if (!parameter.isEmpty()) {
                throw refused("it has a parameter without a value");
            }
        }
        return parameters;
    }

    /** The driver decodes what it gets as a form, in which a plus is a blank; in a Postgres URL it is a plus. */
    private String literal(String encoded) {
        return jdbc ? encoded : encoded.replace("+", "%2B");
    }

    private String decoded(String encoded) {
        try {
            return URLDecoder.decode(literal(encoded), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException malformed) {
            // Its message repeats what it could not read, which may be the password: so it is not kept as the cause.
            throw refused("a percent sign in its user or password is not followed by two hexadecimal digits");
        }
    }

    private static StartupException refused(String why) {
        return new StartupException("The database URL is not understood: " + why
                + ". Write postgres://user:password@host:port/database or"
                + " jdbc:postgresql://host:port/database?user=…&password=…, with signs such as @ and / in a password as"
                + " %40 and %2F.");
    }
}
