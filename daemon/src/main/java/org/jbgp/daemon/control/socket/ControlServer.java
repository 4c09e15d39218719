package org.jbgp.daemon.control.socket;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;
import org.jbgp.config.source.SystemWords;
import org.jbgp.daemon.control.ControlPorts;
import org.jbgp.daemon.control.layout.ControlStyle;
import org.jbgp.daemon.pacing.LogPace;

/**
 * Listens on the control socket. It uses the JDK's Unix domain channels and one thread a client instead of netty: no
 * class of netty's socket transport is needed for it, nothing runs until a client connects, a dump of a million routes
 * is formatted beside the event loops and not on them, and a client that stops reading parks a thread of its own.
 *
 * <p>{@link #bind}, {@link #serve} and {@link #close} may be called from any thread; connections
 * are accepted on one thread, which owns nothing else, and each session belongs to its own.
 */
public final class ControlServer implements AutoCloseable {

    /**
     * Clients served at once; for one more the one that is idle longest is closed, see {@link ClientPlaces}. Probes of
     * an orchestrator are a handful.
     */
    public static final int MOST_CLIENTS = 128;

    /** How long a client waits for a place before it is turned away. */
    private static final long PLACE_NANOS = TimeUnit.SECONDS.toNanos(2);

    private static final long PLACE_RETRY_NANOS = TimeUnit.MILLISECONDS.toNanos(20);

    /** Between two lines about a lack of places. */
    private static final long PLACE_LOG_NANOS = TimeUnit.SECONDS.toNanos(30);

    private static final long STACK_BYTES = 256 * 1024;
    /** {@code eval}, and filters of {@code show roa}, recurse as deep as they are nested; taken only as far as used. */
    private static final long CLIENT_STACK_BYTES = 8L << 20;

    private static final long ACCEPT_PAUSE_NANOS = 200_000_000;

    private static final Logger LOG = LogManager.getLogger(ControlServer.class);

    private final Path path;
    private final ServerSocketChannel listener;
    private final ControlPorts ports;
    private final Supplier<ControlStyle> style;
    private final boolean restricted;
    private final ClientPlaces places = new ClientPlaces(MOST_CLIENTS);
    private final LogPace placeLog = new LogPace(PLACE_LOG_NANOS, System::nanoTime);
    private final LogPace acceptLog = new LogPace(PLACE_LOG_NANOS, System::nanoTime);
    private volatile boolean closed;

    private ControlServer(
            Path path,
            ServerSocketChannel listener,
            ControlPorts ports,
            Supplier<ControlStyle> style,
            boolean restricted) {
        this.path = path;
        this.listener = listener;
        this.ports = ports;
        this.style = style;
        this.restricted = restricted;
    }

    /**
     * Opens the socket with mode 0660 and starts to serve. A socket nobody listens on any more is replaced.
     *
     * @param path where; at most 107 bytes (sun_path in linux/un.h)
     * @param ports the daemon
     * @param style whose layouts to speak
     * @throws IOException with a text for the operator: another daemon listens there, or the socket cannot be made
     */
    public static ControlServer open(Path path, ControlPorts ports, ControlStyle style) throws IOException {
        return open(path, ports, () -> style, false);
    }

    /** The same; where {@code restricted}, commands that change anything are refused to all clients. */
    static ControlServer open(Path path, ControlPorts ports, Supplier<ControlStyle> style, boolean restricted)
            throws IOException {
        ControlServer server = new ControlServer(
                path, ServerSocketChannel.open(StandardProtocolFamily.UNIX), ports, style, restricted);
        server.bind();
        server.serve();
        return server;
    }

    /**
     * As {@link #open(Path, ControlPorts, ControlStyle)}, but no socket is made yet.
     *
     * @param style whose layouts to speak to a client that comes now; any thread
     */
    public static ControlServer unbound(Path path, ControlPorts ports, Supplier<ControlStyle> style)
            throws IOException {
        return new ControlServer(path, ServerSocketChannel.open(StandardProtocolFamily.UNIX), ports, style, false);
    }

    /** Starts to greet and to answer; clients that came since {@link #bind} have waited. */
    public void serve() {
        Thread.ofPlatform()
                .daemon()
                .name("control-accept")
                .stackSize(STACK_BYTES)
                .start(this::acceptAll);
    }

    /**
     * Fails when another daemon answers on the socket; for the check a daemon makes before it does anything else.
     *
     * @throws IOException with BIRD's text and what to do
     */
    public static void refuseSecondDaemon(Path path) throws IOException {
        if (!Files.exists(path)) {
            return;
        }
        try (SocketChannel probe = SocketChannel.open(StandardProtocolFamily.UNIX)) {
            probe.connect(UnixDomainSocketAddress.of(path));
        } catch (IOException e) {
            // Nobody answers: stale, or no socket at all. Binding shows which.
            return;
        }
        throw new IOException("I found another BIRD running. It answers on " + path
                + "; stop it (for example `jbgpctl -s " + path + " down`) or choose another socket with -s.");
    }

    /**
     * Opens the socket with mode 0660. Who connects waits for {@link #serve}.
     *
     * @throws IOException with a text for the operator: another daemon listens there, or the socket cannot be made
     */
    public void bind() throws IOException {
        refuseSecondDaemon(path);
        if (Files.exists(path)) {
            if (Files.isRegularFile(path) || Files.isDirectory(path)) {
                throw new IOException("Control socket " + path
                        + ": there is a file or directory of that name; remove it or choose another path with -s.");
            }
            Files.delete(path);
        }
        try {
            listener.bind(UnixDomainSocketAddress.of(path));
            Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rw-rw----"));
        } catch (IOException e) {
            listener.close();
            throw new IOException(
                    "Control socket " + path + ": " + reason(e, path)
                            + ". Its directory must exist and be writable for the daemon; choose another path with -s.",
                    e);
        }
    }

    private static String reason(IOException e, Path path) {
        if (path.toString().length() > 107) {
            return "path is longer than 107 bytes";
        }
        return SystemWords.of(e);
    }

    private void acceptAll() {
        while (!closed) {
            try {
                admit(listener.accept());
            } catch (ClosedChannelException e) {
                return;
            } catch (IOException e) {
                // Most likely out of file descriptors, which come back: the socket must stay open.
                if (acceptLog.permits()) {
                    LOG.error("Control socket {}: {}{}", path, SystemWords.of(e), acceptLog.leftOut());
                }
                LockSupport.parkNanos(ACCEPT_PAUSE_NANOS);
            }
        }
    }

    private void admit(SocketChannel channel) throws IOException {
        if (places.full() && !makeRoom()) {
            channel.close();
            if (placeLog.permits()) {
                LOG.warn(
                        "Control socket {}: turned a client away, {} others are being served{}",
                        path,
                        MOST_CLIENTS,
                        placeLog.leftOut());
            }
            return;
        }
        ControlSession session = new ControlSession(channel, ports, style.get(), restricted);
        places.enter(session);
        Thread.ofPlatform()
                .daemon()
                .name("control-client")
                .stackSize(CLIENT_STACK_BYTES)
                .start(() -> {
                    try {
                        session.run();
                    } catch (RuntimeException e) {
                        LOG.error("Control session failed", e);
                        session.close();
                    } finally {
                        places.leave(session);
                    }
                });
    }

    /** Waits a moment when many connect in a short time: clients may be done by then, or be found not to read. */
    private boolean makeRoom() {
        long start = System.nanoTime();
        long now = start;
        while (places.full() && now - start < PLACE_NANOS && !closed) {
            Optional<ClientPlaces.Activity> gone = places.makeRoom(now);
            if (gone.isPresent() && placeLog.permits()) {
                LOG.warn(
                        "Control socket {}: all {} places are taken; closed the client that {} longest{}",
                        path,
                        MOST_CLIENTS,
                        switch (gone.get()) {
                            case NOT_READING -> "has not read its answer";
                            case ASKING_NOTHING -> "has asked nothing";
                            case SERVED -> "has waited for its answer";
                        },
                        placeLog.leftOut());
            }
            if (gone.isEmpty()) {
                LockSupport.parkNanos(PLACE_RETRY_NANOS);
            }
            now = System.nanoTime();
        }
        return !places.full();
    }

    /** Of one that was never bound: leaves what stands at its path alone. */
    public void discard() throws IOException {
        closed = true;
        listener.close();
    }

    /** Ends all sessions and removes the socket. */
    @Override
    public void close() {
        closed = true;
        try {
            listener.close();
            Files.deleteIfExists(path);
        } catch (IOException e) {
            LOG.warn("Control socket {}: {}", path, SystemWords.of(e));
        }
        places.closeAll();
    }
}
