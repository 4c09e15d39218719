package org.jbgp.daemon.net.socket;

import java.net.NoRouteToHostException;
import java.nio.channels.ClosedChannelException;
import org.jbgp.config.source.SystemWords;

/** The C library's words for socket errors, as BIRD shows them, out of netty's exceptions. */
public final class SocketErrors {
    /** Ports below it are not everybody's, unless {@code net.ipv4.ip_unprivileged_port_start} says otherwise. */
    private static final int UNPRIVILEGED = 1024;

    private SocketErrors() {}

    /** One line; empty if the connection was closed in order. */
    public static String text(Throwable problem) {
        for (Throwable cause = problem; cause != null; cause = cause.getCause()) {
            if (cause instanceof ClosedChannelException) {
                return "";
            }
        }
        return SystemWords.of(problem);
    }

    /**
     * As {@link #text} of a dial. netty makes the same exception without words of ENETUNREACH, which {@code connect(2)}
     * answers, and of EHOSTUNREACH, which comes when nobody has answered for the address.
     *
     * @param atOnce it is the answer of {@code connect(2)}
     */
    public static String ofDial(Throwable problem, boolean atOnce) {
        return problem instanceof NoRouteToHostException && !atOnce ? "No route to host" : text(problem);
    }

    /** What helps as a rule where a port cannot be listened on, in brackets; empty if nothing is known to. */
    public static String remedyOfBind(String text, int port) {
        return switch (text) {
            case "Address already in use" -> " (another program has it: `ss -ltnp sport = :" + port + "` says which)";
            case "Permission denied" ->
                port < UNPRIVILEGED ? " (a port below 1024 takes root or CAP_NET_BIND_SERVICE)" : "";
            case "Cannot assign requested address" -> " (no interface has this address)";
            default -> "";
        };
    }
}
