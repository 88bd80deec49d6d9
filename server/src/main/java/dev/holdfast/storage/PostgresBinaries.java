package dev.holdfast.storage;

import dev.holdfast.error.StartupException;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.JarURLConnection;
import java.net.URL;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.Set;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.compressors.xz.XZCompressorInputStream;

/** The programs of Postgres, which travel in the class path as one archive for each architecture. */
final class PostgresBinaries {

    private PostgresBinaries() {}

    /** Unpacks them below the directory, once for each build of them, and returns where. */
    static Path in(Path directory) throws IOException {
        URL archive = archive();
        Path target = directory.resolve("binaries-" + identity(archive));
        WholeDirectory.ensure(target, making -> unpack(archive, making));
        return target;
    }

    private static URL archive() {
        String system = System.getProperty("os.name") + " " + System.getProperty("os.arch");
        String name = switch (system) {
            case "Linux amd64" -> "/postgres-linux-x86_64.txz";
            case "Linux aarch64" -> "/postgres-linux-arm_64.txz";
            default -> "";
        };
        URL archive = name.isEmpty() ? null : PostgresBinaries.class.getResource(name);
        if (archive == null) {
            throw new StartupException(
                    "There is no built-in Postgres for %s. Set DATABASE_URL to a Postgres of yours.".formatted(system));
        }
        return archive;
    }

    /** The jar's index has a checksum of the archive, so it need not be read to know whether it is unpacked. */
    private static String identity(URL archive) throws IOException {
        if (archive.openConnection() instanceof JarURLConnection jar) {
            return HexFormat.of().toHexDigits((int) jar.getJarEntry().getCrc());
        }
        throw new IllegalStateException("the archive of Postgres is not in a jar: " + archive);
    }

    private static void unpack(URL archive, Path target) throws IOException {
        try (InputStream packed = new BufferedInputStream(archive.openStream());
                TarArchiveInputStream entries = new TarArchiveInputStream(new XZCompressorInputStream(packed))) {
            for (TarArchiveEntry entry = entries.getNextEntry(); entry != null; entry = entries.getNextEntry()) {
                Path path = target.resolve(entry.getName()).normalize();
                if (!path.startsWith(target)) {
                    throw new IOException("the archive holds a path outside of itself: " + entry.getName());
                }
                write(entry, entries, path);
            }
        }
    }

    private static void write(TarArchiveEntry entry, InputStream content, Path path) throws IOException {
        if (entry.isDirectory()) {
            Files.createDirectories(path);
        } else if (entry.isSymbolicLink()) {
            Files.createDirectories(path.getParent());
            Files.createSymbolicLink(path, Path.of(entry.getLinkName()));
        } else if (entry.isFile()) {
            Files.createDirectories(path.getParent());
            Files.copy(content, path);
            Files.setPosixFilePermissions(path, permissions(entry.getMode()));
            // Without it a crash of the machine could leave empty files below the name that says they are whole.
            try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
                channel.force(true);
            }
        } else {
            throw new IOException("the archive holds an entry of an unknown kind: " + entry.getName());
        }
    }

    private static Set<PosixFilePermission> permissions(int mode) {
        Set<PosixFilePermission> permissions = EnumSet.noneOf(PosixFilePermission.class);
        PosixFilePermission[] fromOwnerReadToOthersExecute = PosixFilePermission.values();
        for (int bit = 0; bit < fromOwnerReadToOthersExecute.length; bit++) {
            if ((mode & (0400 >> bit)) != 0) {
                permissions.add(fromOwnerReadToOthersExecute[bit]);
            }
        }
        return permissions;
    }
}
