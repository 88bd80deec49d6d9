package dev.holdfast.workspace;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.holdfast.path.Entry;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.attribute.UserDefinedFileAttributeView;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What kind of content a file has: as its writer said, else as its name tells. What was said is kept with the file, in the
 * extended attribute that desktops use, on file systems that have such.
 */
final class ContentTypes {

    private static final String UNKNOWN = "application/octet-stream";
    private static final String ATTRIBUTE = "mime_type";
    private static final int MAX_LENGTH = 255;
    private static final Pattern PRINTABLE = Pattern.compile("[!-~]+/[ -~]+");

    /** What clients say of any body, without knowing. */
    private static final String OF_A_FORM = "application/x-www-form-urlencoded";

    private static final Map<String, String> BY_EXTENSION = Map.ofEntries(
            Map.entry("txt", "text/plain"),
            Map.entry("log", "text/plain"),
            Map.entry("md", "text/markdown"),
            Map.entry("csv", "text/csv"),
            Map.entry("html", "text/html"),
            Map.entry("css", "text/css"),
            Map.entry("js", "text/javascript"),
            Map.entry("json", "application/json"),
            Map.entry("xml", "application/xml"),
            Map.entry("yaml", "application/yaml"),
            Map.entry("yml", "application/yaml"),
            Map.entry("pdf", "application/pdf"),
            Map.entry("zip", "application/zip"),
            Map.entry("gz", "application/gzip"),
            Map.entry("tar", "application/x-tar"),
            Map.entry("png", "image/png"),
            Map.entry("jpg", "image/jpeg"),
            Map.entry("jpeg", "image/jpeg"),
            Map.entry("gif", "image/gif"),
            Map.entry("webp", "image/webp"),
            Map.entry("svg", "image/svg+xml"),
            Map.entry("mp3", "audio/mpeg"),
            Map.entry("wav", "audio/wav"),
            Map.entry("mp4", "video/mp4"));

    private ContentTypes() {}

    static boolean tells(String said) {
        return said.length() <= MAX_LENGTH
                && PRINTABLE.matcher(said).matches()
                && !said.toLowerCase(Locale.ROOT).startsWith(OF_A_FORM);
    }

    /** Keeps what a writer said, if the file system can. */
    static void keep(Entry file, String said) throws IOException {
        if (!tells(said)) {
            return;
        }
        try {
            attributes(file).write(ATTRIBUTE, ByteBuffer.wrap(said.getBytes(US_ASCII)));
        } catch (IOException notHere) {
            // Then its name has to tell; the file itself is whole.
        }
    }

    static String of(Entry file, String name) {
        return kept(file)
                .orElseGet(() -> BY_EXTENSION.getOrDefault(
                        name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT), UNKNOWN));
    }

    /** Whoever can write the file can write this, so it is checked again. */
    private static Optional<String> kept(Entry file) {
        try {
            UserDefinedFileAttributeView attributes = attributes(file);
            ByteBuffer value = ByteBuffer.allocate(attributes.size(ATTRIBUTE));
            attributes.read(ATTRIBUTE, value);
            return Optional.of(US_ASCII.decode(value.flip()).toString()).filter(ContentTypes::tells);
        } catch (IOException none) {
            return Optional.empty();
        }
    }

    private static UserDefinedFileAttributeView attributes(Entry file) {
        return Files.getFileAttributeView(file.attributes(), UserDefinedFileAttributeView.class);
    }
}
