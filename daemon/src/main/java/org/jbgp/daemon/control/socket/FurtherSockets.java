package org.jbgp.daemon.control.socket;

import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;
import org.jbgp.config.model.router.ControlSocket;
import org.jbgp.daemon.control.ControlPorts;
import org.jbgp.daemon.control.layout.ControlStyle;

/**
 * The control sockets that the configuration names ({@code cli}) beside the one of the command line. One that cannot be
 * opened is logged, and tried again at the next reload; it is no reason to end. Any thread.
 */
public final class FurtherSockets implements AutoCloseable {
    private static final Logger log = LogManager.getLogger(FurtherSockets.class);

    private final ControlPorts ports;
    private final Supplier<ControlStyle> style;
    private final Map<ControlSocket, ControlServer> open = new HashMap<>();
    private List<ControlSocket> wanted = List.of();
    private boolean serving;

    /** @param style whose layouts to speak to a client that comes now */
    public FurtherSockets(ControlPorts ports, Supplier<ControlStyle> style) {
        this.ports = ports;
        this.style = style;
    }

    /** The configuration names these from now on. Before {@link #serve} none is opened. */
    public synchronized void want(List<ControlSocket> sockets) {
        wanted = List.copyOf(sockets);
        if (serving) {
            adjust();
        }
    }

    /** Clients may come. */
    public synchronized void serve() {
        serving = true;
        adjust();
    }

    private void adjust() {
        for (ControlSocket gone : new HashSet<>(open.keySet())) {
            if (!wanted.contains(gone)) {
                open.remove(gone).close();
            }
        }
        for (ControlSocket socket : wanted) {
            if (!open.containsKey(socket)) {
                try {
                    Supplier<ControlStyle> own =
                            socket.v2Attributes() ? () -> style.get().withV2Attributes() : style;
                    open.put(socket, ControlServer.open(Path.of(socket.path()), ports, own, socket.restricted()));
                } catch (IOException e) {
                    log.error("cli \"{}\": {}", socket.path(), e.getMessage());
                }
            }
        }
    }

    @Override
    public synchronized void close() {
        serving = false;
        open.values().forEach(ControlServer::close);
        open.clear();
    }
}
