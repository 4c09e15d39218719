package org.jbgp.daemon.bfd.helper;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.concurrent.TimeUnit;

/**
 * Where a helper that has outlived its router meets the next one: a socket in a directory that is this user's alone. It
 * listens before it is needed, so that a router that is quick finds it. Any thread.
 */
final class MeetingPlace implements AutoCloseable {
    private static final String SOCKET = "router";

    private Path directory;
    private ServerSocketChannel listener;
    private long keepNanos;
    private String token = "";

    /** The directory of a protocol, beside the router's control socket. */
    static Path of(Path controlSocket, String protocol) {
        return controlSocket.resolveSibling(
                controlSocket.getFileName() + ".bfd-" + protocol.replaceAll("[^A-Za-z0-9_-]", "_"));
    }

    /**
     * Comes to the place as a router.
     *
     * @param controlSocket the router's own, which says whose a directory must be
     * @return null if nobody waits there who may be believed
     */
    static SocketChannel visit(Path directory, Path controlSocket) {
        try {
            if (!Files.isDirectory(directory, LinkOption.NOFOLLOW_LINKS)
                    || !Files.getOwner(directory).equals(Files.getOwner(controlSocket))) {
                return null;
            }
            return SocketChannel.open(UnixDomainSocketAddress.of(directory.resolve(SOCKET)));
        } catch (IOException e) {
            // Left behind by a helper that is gone.
            return null;
        }
    }

    /** Listens as ordered, or no longer; why it cannot, empty if it does. */
    synchronized String open(Order.Keep order) {
        keepNanos = TimeUnit.SECONDS.toNanos(order.seconds());
        token = order.token();
        Path wanted = Path.of(order.place());
        if (listener != null && order.seconds() > 0 && wanted.equals(directory)) {
            return "";
        }
        close();
        if (order.seconds() == 0) {
            return "";
        }
        directory = wanted;
        try {
            delete();
            Files.createDirectory(
                    directory, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
            ServerSocketChannel made = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
            listener = made;
            made.bind(UnixDomainSocketAddress.of(directory.resolve(SOCKET)), 1);
            return "";
        } catch (IOException e) {
            close();
            return directory + ": " + words(e);
        }
    }

    /** The operating system's words, which Java leaves out of some exceptions about files. */
    private static String words(IOException problem) {
        return switch (problem) {
            case AccessDeniedException _ -> "Permission denied";
            case NoSuchFileException _ -> "No such file or directory";
            case DirectoryNotEmptyException _ -> "Directory not empty";
            case FileSystemException other when other.getReason() != null -> other.getReason();
            default -> problem.getMessage();
        };
    }

    private void delete() throws IOException {
        if (Files.exists(directory, LinkOption.NOFOLLOW_LINKS)) {
            Files.deleteIfExists(directory.resolve(SOCKET));
            Files.delete(directory);
        }
    }

    synchronized boolean isOpen() {
        return listener != null;
    }

    /** How long sessions wait for another router. */
    synchronized long keepNanos() {
        return keepNanos;
    }

    /** See {@link Order.Keep#token}. */
    synchronized String token() {
        return token;
    }

    /** Waits for the next router. */
    SocketChannel await() throws IOException {
        ServerSocketChannel present;
        synchronized (this) {
            present = listener;
        }
        if (present == null) {
            throw new IOException("nobody can come");
        }
        return present.accept();
    }

    /** Nobody shall come any more. */
    @Override
    public synchronized void close() {
        ServerSocketChannel former = listener;
        if (former == null) {
            return;
        }
        listener = null;
        try {
            former.close();
            delete();
        } catch (IOException e) {
            // It stays behind, and nobody answers there.
            directory = null;
        }
    }
}
