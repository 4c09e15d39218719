package org.jbgp.config.source;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.NoRouteToHostException;
import java.net.UnknownHostException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.UnresolvedAddressException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What the operating system said about a failed call, out of the exception Java made of it: {@code Permission denied},
 * not {@code java.nio.file.AccessDeniedException: /etc/x}. Every message for an operator takes its reason from here.
 * Any thread.
 */
public final class SystemWords {
    /** netty: {@code finishConnect(..) failed with error(-111): Connection refused: /192.0.2.1:179}. */
    private static final Pattern CALL = Pattern.compile("failed(?: with error\\(-?\\d+\\))?: ([^:]+)");

    /** Java's form of a socket address or a path behind the words. */
    private static final Pattern ADDRESS = Pattern.compile(": [^ ]*/[^ ]*$");

    /** A message that begins with the name of a class. */
    private static final Pattern CLASS = Pattern.compile("^(?:[a-z]\\w*\\.)+[A-Z][\\w$]*(?:: ?|$)");

    /** Java's addition to ELOOP. */
    private static final Pattern JAVAS = Pattern.compile("^(Too many levels of symbolic links) or .*");

    private SystemWords() {}

    /** One line, never empty. */
    public static String of(Throwable problem) {
        for (Throwable cause = problem; cause != null; cause = cause.getCause()) {
            if (!isWrapping(cause)) {
                String words = words(cause);
                if (!words.isEmpty()) {
                    return words;
                }
            }
        }
        return "unknown error";
    }

    private static boolean isWrapping(Throwable problem) {
        return problem.getCause() != null
                && (problem instanceof UncheckedIOException
                        || problem instanceof ExecutionException
                        || problem instanceof CompletionException);
    }

    private static String words(Throwable problem) {
        return switch (problem) {
            case AccessDeniedException denied -> "Permission denied";
            case NoSuchFileException missing -> "No such file or directory";
            case FileAlreadyExistsException there -> "File exists";
            case DirectoryNotEmptyException full -> "Directory not empty";
            case NotDirectoryException file -> "Not a directory";
            case FileSystemLoopException loop -> "Too many levels of symbolic links";
            case FileSystemException other ->
                other.getReason() == null
                        ? ""
                        : cut(JAVAS.matcher(other.getReason()).replaceFirst("$1"));
            // "/etc/x (Permission denied)"
            case FileNotFoundException other -> inBrackets(other.getMessage());
            case UnknownHostException unknown -> "no such host";
            case UnresolvedAddressException unknown -> "no such host";
            case ClosedChannelException closed -> "Connection closed";
            case NoRouteToHostException unreachable -> {
                String words = cut(unreachable.getMessage());
                // netty makes this of ENETUNREACH alone, and leaves the words out.
                yield words.isEmpty() ? "Network is unreachable" : words;
            }
            case IOException other -> cut(other.getMessage());
            default -> cut(problem.getMessage());
        };
    }

    private static String inBrackets(String message) {
        int open = message == null ? -1 : message.lastIndexOf('(');
        return open < 0 || !message.endsWith(")") ? cut(message) : message.substring(open + 1, message.length() - 1);
    }

    private static String cut(String message) {
        if (message == null) {
            return "";
        }
        Matcher call = CALL.matcher(message);
        if (call.find()) {
            return call.group(1).strip();
        }
        String words = CLASS.matcher(message).replaceFirst("");
        words = ADDRESS.matcher(words).replaceFirst("").strip();
        return words.equals("null") || words.startsWith("null:") ? "" : words;
    }
}
