package org.jbgp.config;

import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;

/** What keeps a file from being opened, read or written, in the operating system's words instead of Java's. Any thread. */
public final class FileErrors {

    private FileErrors() {}

    /** The reason alone, without the file's name: {@code Permission denied}. */
    public static String text(IOException problem) {
        return switch (problem) {
            case NoSuchFileException missing -> "No such file or directory";
            case AccessDeniedException denied -> "Permission denied";
            case FileAlreadyExistsException there -> "File exists";
            case NotDirectoryException other -> "Not a directory";
            case FileSystemException other when other.getReason() != null -> other.getReason();
            case ClosedByInterruptException interrupted -> "Interrupted";
            default -> problem.getMessage() == null ? "Input/output error" : problem.getMessage();
        };
    }
}
