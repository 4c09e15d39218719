package org.jbgp.daemon.net.socket;

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
}
