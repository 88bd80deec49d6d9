package dev.holdfast.testing;

import dev.holdfast.storage.DatabaseAddress;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;

/**
 * A network before Postgres that breaks where it hurts most: it knows a COMMIT when one comes by, and cuts the connection
 * before, behind or around it. It can also be down.
 */
public final class CommitCutter implements AutoCloseable {

    /** What becomes of the next COMMIT. Its sender never learns. */
    public enum Cut {
        /** It never arrives. */
        BEFORE,
        /** It arrives, and the answer is lost. */
        BEHIND,
        /** It arrives at about the time at which the sender's connection is gone. */
        AROUND,
        /** It arrives when the sender has connected again and asks. */
        LATE,
        /** It never arrives, but the database learns only later that nobody is there any more. */
        NEVER_AND_SILENT
    }

    private static final byte PARSE = 'P';
    private static final byte BIND = 'B';

    private final DatabaseAddress target;
    private final String targetHost;
    private final int targetPort;
    private final ServerSocket server;
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private final AtomicReference<@Nullable Cut> next = new AtomicReference<>();
    private final AtomicLong questions = new AtomicLong();
    private volatile boolean down;

    private CommitCutter(DatabaseAddress target) throws IOException {
        this.target = target;
        String[] hostAndPort =
                target.place().substring(0, target.place().indexOf('/')).split(":", -1);
        this.targetHost = hostAndPort[0];
        this.targetPort = Integer.parseInt(hostAndPort[1]);
        this.server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    }

    public static CommitCutter before(DatabaseAddress target) {
        try {
            CommitCutter cutter = new CommitCutter(target);
            Thread.ofVirtual().start(cutter::accept);
            return cutter;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The database, through this network. */
    public DatabaseAddress address() {
        String place = target.place();
        String database = place.substring(place.indexOf('/'));
        return new DatabaseAddress(
                "jdbc:postgresql://127.0.0.1:" + server.getLocalPort() + database + "?sslmode=disable",
                target.user(),
                target.password());
    }

    /** Cuts at the next COMMIT, and returns when one came. */
    public void cutNext(Cut cut) {
        next.set(cut);
        Awaitility.await().until(() -> next.get() == null);
    }

    /** Cuts everything and takes no connections until it is {@link #up}. */
    public void down() {
        down = true;
        open.forEach(CommitCutter::close);
    }

    public void up() {
        down = false;
    }

    @Override
    public void close() {
        try {
            server.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        open.forEach(CommitCutter::close);
    }

    private void accept() {
        while (!server.isClosed()) {
            try {
                Socket client = server.accept();
                if (down) {
                    client.close();
                } else {
                    connect(client);
                }
            } catch (IOException e) {
                // Closed, or a client that was gone at once; the loop's condition tells which.
                Thread.onSpinWait();
            }
        }
    }

    private void connect(Socket client) throws IOException {
        Socket database = new Socket(targetHost, targetPort);
        client.setTcpNoDelay(true);
        database.setTcpNoDelay(true);
        open.add(client);
        open.add(database);
        CountDownLatch answered = new CountDownLatch(1);
        AtomicReference<@Nullable Cut> cut = new AtomicReference<>();
        Thread.ofVirtual().start(() -> backward(database, client, cut, answered));
        Thread.ofVirtual().start(() -> forward(client, database, cut, answered));
    }

    private void backward(Socket database, Socket client, AtomicReference<@Nullable Cut> cut, CountDownLatch answered) {
        try {
            InputStream in = database.getInputStream();
            OutputStream out = client.getOutputStream();
            byte[] buffer = new byte[16_384];
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                if (cut.get() == null) {
                    out.write(buffer, 0, read);
                }
                if (cut.get() != null) {
                    answered.countDown();
                }
            }
        } catch (IOException e) {
            // Cut; whoever is on the other side notices by himself.
        } finally {
            answered.countDown();
            if (cut.get() == null) {
                close(client);
                close(database);
            }
        }
    }

    private void forward(Socket client, Socket database, AtomicReference<@Nullable Cut> cut, CountDownLatch answered) {
        try {
            DataInputStream in = new DataInputStream(client.getInputStream());
            OutputStream out = database.getOutputStream();
            byte[] startup = new byte[in.readInt()];
            in.readFully(startup, 4, startup.length - 4);
            ByteBuffer.wrap(startup).putInt(startup.length);
            out.write(startup);
            Set<String> commits = new HashSet<>();
            while (true) {
                byte type = in.readByte();
                byte[] message = new byte[in.readInt() + 1];
                in.readFully(message, 5, message.length - 5);
                ByteBuffer.wrap(message).put(type).putInt(message.length - 1);
                Cut due = commits(message, commits) ? next.getAndSet(null) : null;
                if (due != null) {
                    cut.set(due);
                    cutAt(due, message, in, client, database, answered);
                    return;
                }
                out.write(message);
                if (asks(message)) {
                    questions.incrementAndGet();
                }
            }
        } catch (EOFException e) {
            close(database);
        } catch (IOException e) {
            close(database);
            close(client);
        }
    }

    /** Whether this message runs a COMMIT; statements of that text are remembered by their names. */
    private static boolean commits(byte[] message, Set<String> commits) {
        String[] texts = new String(message, 5, message.length - 5, StandardCharsets.ISO_8859_1).split("\0", 3);
        return switch (message[0]) {
            case PARSE -> {
                if (texts[1].equals("COMMIT")) {
                    commits.add(texts[0]);
                } else {
                    commits.remove(texts[0]);
                }
                yield false;
            }
            // Portal first, then statement.
            case BIND -> commits.contains(texts[1]);
            default -> false;
        };
    }

    /** Whether this message asks about heads under a lock. */
    private static boolean asks(byte[] message) {
        return message[0] == PARSE && new String(message, StandardCharsets.ISO_8859_1).contains("for share");
    }

    private void cutAt(
            Cut cut, byte[] bind, DataInputStream in, Socket client, Socket database, CountDownLatch answered)
            throws IOException {
        // The rest of the COMMIT: execute and sync.
        byte[] rest = new byte[in.available()];
        in.readFully(rest);
        switch (cut) {
            case BEFORE -> {
                close(client);
                close(database);
            }
            case BEHIND -> {
                send(database, bind, rest);
                await(answered);
                close(client);
                close(database);
            }
            case AROUND -> {
                close(client);
                send(database, bind, rest);
                close(database);
            }
            case LATE -> {
                close(client);
                awaitQuestion();
                send(database, bind, rest);
                await(answered);
                close(database);
            }
            case NEVER_AND_SILENT -> {
                close(client);
                awaitQuestion();
                close(database);
            }
        }
    }

    private static void send(Socket database, byte[] bind, byte[] rest) throws IOException {
        OutputStream out = database.getOutputStream();
        out.write(bind);
        out.write(rest);
        out.flush();
    }

    /** Waits until the sender has connected again and asked what became of its COMMIT. */
    private void awaitQuestion() {
        long before = questions.get();
        Awaitility.await().until(() -> questions.get() > before);
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void close(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
