package dev.holdfast.dialect.workspace;

import com.google.api.HttpBody;
import dev.holdfast.error.HoldfastException;
import dev.holdfast.json.JsonWriter;
import dev.holdfast.rest.v1.DeleteFileRequest;
import dev.holdfast.rest.v1.ListFilesRequest;
import dev.holdfast.rest.v1.ReadFileRequest;
import dev.holdfast.rest.v1.WorkspaceFilesServiceGrpc;
import dev.holdfast.rest.v1.WriteFileRequest;
import dev.holdfast.rpc.HttpReply;
import dev.holdfast.rpc.Upload;
import dev.holdfast.session.Sessions;
import dev.holdfast.workspace.FileEntry;
import dev.holdfast.workspace.FileWrite;
import dev.holdfast.workspace.Found;
import dev.holdfast.workspace.OpenFile;
import dev.holdfast.workspace.SessionFiles;
import dev.holdfast.workspace.Workspaces;
import dev.holdfast.workspace.WrittenFile;
import io.grpc.stub.StreamObserver;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The workspace dialect's files. */
public final class FilesService extends WorkspaceFilesServiceGrpc.WorkspaceFilesServiceImplBase {

    /** Of a larger directory the rest comes by limit and offset. */
    private static final int MAX_LIST = 10_000;

    private final LivingSessions sessions;
    private final Workspaces workspaces;

    public FilesService(Sessions sessions, Workspaces workspaces) {
        this.sessions = new LivingSessions(sessions);
        this.workspaces = workspaces;
    }

    @Override
    public void listFiles(ListFilesRequest request, StreamObserver<HttpBody> answer) {
        SessionFiles files = filesOf(request.getSessionId());
        long offset = WholeNumber.parse("offset", request.getOffset(), 0);
        long limit = Math.min(WholeNumber.parse("limit", request.getLimit(), MAX_LIST), MAX_LIST);
        List<FileEntry> entries = files.list(path(request.getPath())).entries();
        listing(entries.stream().skip(offset).limit(limit).toList()).sendTo(answer);
    }

    @Override
    public void readFile(ReadFileRequest request, StreamObserver<HttpBody> answer) {
        switch (filesOf(request.getSessionId()).read(path(request.getFilePath()))) {
            case Found.Listing listing ->
                listing(listing.entries().stream().limit(MAX_LIST).toList()).sendTo(answer);
            case Found.File(OpenFile opened) -> {
                try (OpenFile file = opened) {
                    FileDownload.send(file, answer);
                }
            }
        }
    }

    @Override
    public StreamObserver<WriteFileRequest> writeFile(StreamObserver<HttpBody> answer) {
        return Upload.reading(answer, upload -> write(upload).sendTo(answer));
    }

    @Override
    public void deleteFile(DeleteFileRequest request, StreamObserver<HttpBody> answer) {
        requireName(request.getFilePath());
        filesOf(request.getSessionId()).delete(path(request.getFilePath()), FileDownload.conditions());
        HttpReply.empty(204).sendTo(answer);
    }

    private HttpReply write(Upload<WriteFileRequest> upload) {
        WriteFileRequest first = upload.next().orElse(WriteFileRequest.getDefaultInstance());
        requireName(first.getFilePath());
        SessionFiles files = filesOf(first.getSessionId());
        try (FileWrite file =
                files.write(path(first.getFilePath()), first.getBody().getContentType(), FileDownload.conditions())) {
            for (Optional<WriteFileRequest> piece = Optional.of(first); piece.isPresent(); piece = upload.next()) {
                file.add(piece.get().getBody().getData().asReadOnlyByteBuffer());
            }
            // It may have ended while the bytes came, and what it had is cleared away once.
            sessions.require(first.getSessionId());
            WrittenFile written = file.finish();
            return HttpReply.json(201, Map.of("etag", written.tag()), FileJson.print(written));
        }
    }

    private SessionFiles filesOf(String session) {
        return workspaces.filesOf(sessions.require(session));
    }

    /** To Envoy the path of the list is one of a file without a name; the list is only read. */
    private static void requireName(String path) {
        if (path.isEmpty()) {
            throw HoldfastException.ofMethod("GET, HEAD, OPTIONS");
        }
    }

    private static HttpReply listing(List<FileEntry> entries) {
        return HttpReply.json(200, JsonWriter.array(entries, FileJson::print));
    }

    /** The doors leave an encoded slash as it is, since only the service knows that it is one like the others. */
    private static String path(String written) {
        return written.replace("%2F", "/").replace("%2f", "/");
    }
}
