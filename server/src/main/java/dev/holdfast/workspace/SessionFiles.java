package dev.holdfast.workspace;

import dev.holdfast.name.TenantId;
import dev.holdfast.path.Directory;
import dev.holdfast.path.Entry;
import dev.holdfast.path.FileStatus;
import dev.holdfast.path.PathException;
import dev.holdfast.path.Problem;
import dev.holdfast.path.SessionScope;
import dev.holdfast.path.WorkspacePath;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.Lock;

/**
 * A workspace as one session sees it. Whether a path is in its scope is decided on the path alone, before anything is looked
 * at; a link in the way is answered like a path that is not.
 */
public final class SessionFiles {

    private final Workspaces workspaces;
    private final TenantId tenant;
    private final SessionScope scope;

    SessionFiles(Workspaces workspaces, TenantId tenant, SessionScope scope) {
        this.workspaces = workspaces;
        this.tenant = tenant;
        this.scope = scope;
    }

    /** What is at a path; of a file, its bytes can be read from it. */
    public Found read(String written) {
        WorkspacePath path = readable(written);
        try (Directory workspace = workspaces.open(tenant)) {
            return scope.mayRead(path) ? inScope(workspace, path) : aboveScope(workspace, path);
        } catch (IOException e) {
            throw Refusals.ofReader(written, e);
        }
    }

    /** What is in a directory. */
    public Found.Listing list(String written) {
        return switch (read(written)) {
            case Found.Listing listing -> listing;
            case Found.File(OpenFile file) -> {
                file.close();
                throw Refusals.notFound();
            }
        };
    }

    /** Begins to write a file, which takes the place of the one that is there when it is finished. */
    public FileWrite write(String written, String contentType, Conditions conditions) {
        WorkspacePath path = writable(written);
        FileWrite.Target target = new FileWrite.Target(written, contentType, conditions);
        try (Directory workspace = workspaces.open(tenant)) {
            // What is refused in the end is refused at once, before its bytes come.
            try (Directory parent = workspace.open(path.parent())) {
                check(parent, path, target);
            } catch (PathException e) {
                if (e.problem() != Problem.ABSENT) {
                    throw e;
                }
                require(conditions, Optional.empty());
            }
            return new FileWrite(this, target, workspaces.uploads().begin(), workspaces.maxFileBytes());
        } catch (IOException e) {
            throw Refusals.ofWriter(written, e);
        }
    }

    WrittenFile place(FileWrite.Target target, Uploads.Upload upload) {
        WorkspacePath path = writable(target.written());
        Lock lock = workspaces.lock(tenant, path);
        lock.lock();
        try (Directory workspace = workspaces.open(tenant);
                Directory parent = workspace.make(path.parent())) {
            check(parent, path, target);
            FileStatus status = upload.moveTo(parent, path.name());
            parent.sync();
            return new WrittenFile(path, status);
        } catch (IOException e) {
            throw Refusals.ofWriter(target.written(), e);
        } finally {
            lock.unlock();
        }
    }

    /** Deletes a file. */
    public void delete(String written, Conditions conditions) {
        WorkspacePath path = writable(written);
        Lock lock = workspaces.lock(tenant, path);
        lock.lock();
        try (Directory workspace = workspaces.open(tenant);
                Directory parent = workspace.open(path.parent())) {
            FileStatus status = parent.status(path.name());
            switch (status.kind()) {
                case FILE -> require(conditions, Optional.of(status));
                case DIRECTORY -> throw Refusals.isADirectory();
                case LINK -> throw Refusals.forbidden(written);
                case SPECIAL -> throw Refusals.notFound();
            }
            parent.remove(path.name());
            parent.sync();
        } catch (IOException e) {
            throw Refusals.ofReader(written, e);
        } finally {
            lock.unlock();
        }
    }

    private Found inScope(Directory workspace, WorkspacePath path) throws IOException {
        try (Entry entry = workspace.find(path)) {
            return switch (entry.status().kind()) {
                case FILE -> new Found.File(open(path, entry));
                case DIRECTORY -> listing(entry);
                case LINK, SPECIAL -> throw Refusals.notFound();
            };
        } catch (PathException e) {
            // The session's own directory is there from the beginning, with nothing in it.
            if (e.problem() == Problem.ABSENT && path.equals(scope.own())) {
                return new Found.Listing(List.of());
            }
            throw e;
        }
    }

    private Found.Listing aboveScope(Directory workspace, WorkspacePath path) throws IOException {
        List<FileEntry> entries = Listings.above(workspace, path, scope);
        if (entries.isEmpty() && !scope.own().isWithin(path)) {
            throw Refusals.notFound();
        }
        return new Found.Listing(entries);
    }

    private static OpenFile open(WorkspacePath path, Entry entry) throws IOException {
        FileChannel channel = entry.read();
        return new OpenFile(channel, entry.status(), ContentTypes.of(entry, path.name()));
    }

    private static Found.Listing listing(Entry entry) throws IOException {
        try (Directory directory = entry.directory()) {
            return new Found.Listing(Listings.of(directory));
        }
    }

    private static void check(Directory parent, WorkspacePath path, FileWrite.Target target) throws IOException {
        Optional<FileStatus> there = Optional.empty();
        try {
            there = Optional.of(parent.status(path.name()));
        } catch (PathException e) {
            if (e.problem() != Problem.ABSENT) {
                throw e;
            }
        }
        there.ifPresent(status -> {
            switch (status.kind()) {
                case FILE -> {}
                case DIRECTORY -> throw Refusals.isADirectory();
                case LINK -> throw Refusals.forbidden(target.written());
                case SPECIAL -> throw Refusals.inTheWay();
            }
        });
        require(target.conditions(), there);
    }

    private static void require(Conditions conditions, Optional<FileStatus> there) {
        if (conditions.forWriter(there) == Conditions.Verdict.FAIL) {
            throw Refusals.preconditionFailed();
        }
    }

    private WorkspacePath readable(String written) {
        return WorkspacePath.parse(written)
                .filter(path -> scope.mayRead(path) || !scope.within(path).isEmpty())
                .orElseThrow(() -> Refusals.forbidden(written));
    }

    private WorkspacePath writable(String written) {
        WorkspacePath path =
                WorkspacePath.parse(written).filter(scope::mayWrite).orElseThrow(() -> Refusals.forbidden(written));
        if (scope.isAlwaysADirectory(path)) {
            throw Refusals.isADirectory();
        }
        return path;
    }
}
