package org.jbgp.daemon.net.socket;

import java.net.NoRouteToHostException;
import java.nio.channels.ClosedChannelException;
import org.jbgp.config.source.SystemWords;

/** The C library's words for socket errors, as BIRD shows them, out of netty's exceptions. */
public final class SocketErrors {

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
}
