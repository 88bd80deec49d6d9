package dev.holdfast.workspace;

import dev.holdfast.name.SessionId;
import dev.holdfast.name.TenantId;
import dev.holdfast.path.Directory;
import dev.holdfast.path.PathException;
import dev.holdfast.path.Problem;
import dev.holdfast.path.SessionScope;
import dev.holdfast.path.WorkspacePath;
import dev.holdfast.session.Session;
import java.io.IOException;
import java.nio.file.Files;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The workspaces of all tenants: a directory each, which its sessions share and nobody else has. */
public final class Workspaces {

    private static final Logger LOG = LoggerFactory.getLogger(Workspaces.class);
    private static final int LOCKS = 64;

    private final WorkspaceConfig config;
    private final Uploads uploads;
    private final Lock[] locks =
            Stream.generate(ReentrantLock::new).limit(LOCKS).toArray(Lock[]::new);

    private Workspaces(WorkspaceConfig config, Uploads uploads) {
        this.config = config;
        this.uploads = uploads;
    }

    /**
     * Makes the directory that holds them, and clears away what was being written when this node crashed. A system that
     * cannot keep workspaces serves everything else.
     */
    public static Workspaces open(WorkspaceConfig config, String node) {
        Workspaces workspaces = new Workspaces(config, new Uploads(config.root(), node));
        try {
            Files.createDirectories(config.root());
            workspaces.uploads.clear();
        } catch (IOException e) {
            LOG.warn("there are no workspaces: {} must be a directory on Linux 5.6 or newer", config.root(), e);
        }
        return workspaces;
    }

    /** The workspace as one session sees it. */
    public SessionFiles filesOf(Session session) {
        SessionScope scope =
                SessionScope.of(session.settings().scope(), session.id().toString());
        return new SessionFiles(this, session.settings().tenant(), scope);
    }

    /** Removes the own directory of a session that is gone, and nothing else. */
    public void forget(TenantId tenant, SessionId session) {
        try (Directory root = Directory.at(config.root());
                Directory sessions = root.open(directory(tenant).child(SessionScope.SESSIONS.text()))) {
            sessions.removeTree(session.toString());
        } catch (IOException e) {
            boolean absent = e instanceof PathException refused && refused.problem() == Problem.ABSENT;
            if (!absent) {
                // Whoever deletes sessions must not be held up by one directory.
                LOG.error("the directory of session {} was not removed", session, e);
            }
        }
    }

    /** A tenant's workspace; the caller closes it. */
    public Directory open(TenantId tenant) throws IOException {
        try (Directory root = Directory.at(config.root())) {
            return root.make(directory(tenant));
        }
    }

    Uploads uploads() {
        return uploads;
    }

    long maxFileBytes() {
        return config.maxFileBytes();
    }

    /** Held by whoever looks at a file and then changes it. */
    Lock lock(TenantId tenant, WorkspacePath path) {
        return locks[Math.floorMod(31 * tenant.hashCode() + path.hashCode(), LOCKS)];
    }

    private static WorkspacePath directory(TenantId tenant) {
        return new WorkspacePath(tenant.toString());
    }
}
