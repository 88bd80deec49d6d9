package dev.holdfast.storage;

/**
 * Where a database is and who asks: a JDBC URL without credentials, and the credentials. Printing it shows no password.
 */
public record DatabaseAddress(String url, String user, String password) {

    private static final String PREFIX = "jdbc:postgresql://";

    public DatabaseAddress {
        if (!url.startsWith(PREFIX)) {
            throw new IllegalStateException("a database URL begins with " + PREFIX);
        }
    }

    /**
     * Reads what people write into DATABASE_URL: {@code postgres://user:password@host:port/database?…}, {@code
     * postgresql://…} or {@code jdbc:postgresql://…?user=…&password=…}. A refusal never repeats the value, which may hold
     * a password.
     */
    public static DatabaseAddress parse(String text) {
        return DatabaseUrl.parse(text);
    }

    /** Host, port and database: what may be printed for an operator. */
    public String place() {
        int query = url.indexOf('?');
        return url.substring(PREFIX.length(), query < 0 ? url.length() : query);
    }

    /** The same server and credentials, another database. */
    public DatabaseAddress withDatabase(String name) {
        String place = place();
        String hosts = place.substring(0, place.indexOf('/'));
        String query = url.substring(PREFIX.length() + place.length());
        return new DatabaseAddress(PREFIX + hosts + "/" + name + query, user, password);
    }

    @Override
    public String toString() {
        return user + "@" + place();
    }
}
