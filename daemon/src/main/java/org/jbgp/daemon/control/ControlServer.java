package org.jbgp.daemon.control;

import java.io.IOException;
import java.net.BindException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;

/**
 * Listens on the control socket. It uses the JDK's Unix domain channels and one thread a client instead of netty: no
 * class of netty's socket transport is needed for it, nothing runs until a client connects, a dump of a million routes is
 * formatted beside the event loops and not on them, and a client that stops reading parks a thread of its own.
 *
 * <p>{@link #open} and {@link #close} may be called from any thread.
 */
public final class ControlServer implements AutoCloseable {

    /** Clients served at once; more are turned away. Probes of an orchestrator are a handful. */
    static final int MOST_CLIENTS = 128;

    /** Formatting needs little stack; the default of a megabyte would only be reserved. */
    private static final long STACK_BYTES = 256 * 1024;

    private static final long ACCEPT_PAUSE_NANOS = 200_000_000;

    private static final Logger LOG = LogManager.getLogger("control");

    private final Path path;
    private final ServerSocketChannel listener;
    private final ControlPorts ports;
    private final ControlStyle style;
    private final Set<ControlSession> sessions = ConcurrentHashMap.newKeySet();
    private volatile boolean closed;

    private ControlServer(Path path, ServerSocketChannel listener, ControlPorts ports, ControlStyle style) {
        this.path = path;
        this.listener = listener;
        this.ports = ports;
        this.style = style;
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
        ControlServer server = unbound(path, ports, style);
        server.open();
        return server;
    }

    /** As {@link #open(Path, ControlPorts, ControlStyle)}, but nobody sees anything of it yet. */
    public static ControlServer unbound(Path path, ControlPorts ports, ControlStyle style) throws IOException {
        return new ControlServer(path, ServerSocketChannel.open(StandardProtocolFamily.UNIX), ports, style);
    }

    /**
     * Opens the socket and starts to serve.
     *
     * @throws IOException with a text for the operator: another daemon listens there, or the socket cannot be made
     */
    public void open() throws IOException {
        bind();
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
            // Nobody answers: stale, or no socket at all. Binding will tell.
            return;
        }
        throw new IOException("I found another BIRD running. It answers on " + path
                + "; stop it (for example `jbgpctl -s " + path + " down`) or choose another socket with -s.");
    }

    private void bind() throws IOException {
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
        return e instanceof BindException && e.getMessage() != null ? e.getMessage() : e.toString();
    }

    private void acceptAll() {
        while (!closed) {
            try {
                serve(listener.accept());
            } catch (ClosedChannelException e) {
                return;
            } catch (IOException e) {
                // Out of file descriptors, most likely: they come back, so the socket must not die of it.
                LOG.error("Control socket {}: {}", path, e.getMessage());
                LockSupport.parkNanos(ACCEPT_PAUSE_NANOS);
            }
        }
    }

    private void serve(SocketChannel channel) throws IOException {
        if (sessions.size() >= MOST_CLIENTS) {
            LOG.warn("Control socket {}: turned a client away, {} are connected already", path, MOST_CLIENTS);
            channel.close();
            return;
        }
        ControlSession session = new ControlSession(channel, ports, style);
        sessions.add(session);
        Thread.ofPlatform()
                .daemon()
                .name("control-client")
                .stackSize(STACK_BYTES)
                .start(() -> {
                    try {
                        session.run();
                    } catch (RuntimeException e) {
                        LOG.error("Control session failed", e);
                        session.close();
                    } finally {
                        sessions.remove(session);
                    }
                });
    }

    /** Ends all sessions and removes the socket. */
    @Override
    public void close() {
        closed = true;
        try {
            listener.close();
            Files.deleteIfExists(path);
        } catch (IOException e) {
            LOG.warn("Control socket {}: {}", path, e.getMessage());
        }
        sessions.forEach(ControlSession::close);
    }
}
