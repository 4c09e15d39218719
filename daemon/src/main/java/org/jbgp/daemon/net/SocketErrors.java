package org.jbgp.daemon.net;

import io.netty.channel.unix.Errors;
import java.io.IOException;
import java.net.ConnectException;
import java.nio.channels.ClosedChannelException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The C library's words for socket errors, as BIRD shows them, out of netty's exceptions. */
final class SocketErrors {

    /** netty: {@code finishConnect(..) failed with error(-111): Connection refused: /192.0.2.1:179}. */
    private static final Pattern NATIVE = Pattern.compile("failed(?: with error\\(-?\\d+\\))?: ([^:]+)");

    private SocketErrors() {}

    /** One line; empty if the connection was closed in order. */
    static String text(Throwable problem) {
        for (Throwable cause = problem; cause != null; cause = cause.getCause()) {
            if (cause instanceof ClosedChannelException) {
                return "";
            }
            String message = cause.getMessage();
            if (message == null) {
                continue;
            }
            if (cause instanceof Errors.NativeIoException
                    || cause instanceof ConnectException
                    || cause instanceof IOException) {
                Matcher matcher = NATIVE.matcher(message);
                if (matcher.find()) {
                    return matcher.group(1).trim();
                }
            }
        }
        String message = problem.getMessage();
        return message == null ? problem.getClass().getSimpleName() : message;
    }
}
