package org.jbgp.config.source;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Configuration files on the disk. */
public final class DiskFiles implements SourceFiles {

    private final int most;

    /** Reads files of any size this process has the memory for. */
    public DiskFiles() {
        this(BoundedFiles.most());
    }

    /** @param most bytes of a file */
    DiskFiles(int most) {
        this.most = most;
    }

    @Override
    public String read(String path) throws IOException {
        try {
            Path file = Path.of(path);
            BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
            if (!attributes.isRegularFile()) {
                // A FIFO or a device might never end, and opening it may already wait for ever.
                throw new IOException(attributes.isDirectory() ? "it is a directory" : "it is not a regular file");
            }
            // Files.newInputStream cannot be interrupted.
            try (InputStream in = Channels.newInputStream(FileChannel.open(file, StandardOpenOption.READ))) {
                byte[] bytes = in.readNBytes(attributes.size() > most ? 0 : most + 1);
                if (attributes.size() > most || bytes.length > most) {
                    throw BoundedFiles.tooMuch(most);
                }
                if (!isUnchanged(attributes, file)) {
                    // Half of it may read well, and lack half of the neighbors.
                    throw new IOException("it was changed while it was read");
                }
                refuseWhatIsNoText(bytes);
                // Bytes that are not UTF-8 must not make a file unreadable: they can only stand in comments and
                // strings.
                return new String(bytes, StandardCharsets.UTF_8);
            }
        } catch (FileSystemException failure) {
            throw new IOException(SystemWords.of(failure), failure);
        } catch (InvalidPathException nonsense) {
            throw new IOException("there can be no file of this name", nonsense);
        }
    }

    /** One message in place of one for each letter. */
    private static void refuseWhatIsNoText(byte[] bytes) throws IOException {
        if (bytes.length >= 3 && bytes[0] == (byte) 0xef && bytes[1] == (byte) 0xbb && bytes[2] == (byte) 0xbf) {
            throw new IOException("it begins with a byte order mark; save it as UTF-8 without one");
        }
        for (int i = 0; i < bytes.length; i++) {
            if (bytes[i] == 0) {
                throw new IOException("it is not text in UTF-8: byte " + (i + 1) + " is zero");
            }
        }
    }

    /** Whether a file is still what it was. */
    static boolean isUnchanged(BasicFileAttributes before, Path file) throws IOException {
        BasicFileAttributes now = Files.readAttributes(file, BasicFileAttributes.class);
        return now.size() == before.size() && now.lastModifiedTime().equals(before.lastModifiedTime());
    }

    @Override
    public List<String> glob(String pattern) throws IOException {
        List<String> found = List.of(pattern.startsWith("/") ? "/" : "");
        for (String part : pattern.split("/", -1)) {
            if (part.isEmpty()) {
                continue;
            }
            List<String> next = new ArrayList<>();
            for (String base : found) {
                expand(base, part, next);
            }
            found = next;
        }
        return found.stream()
                .filter(file -> Files.isRegularFile(Path.of(file)))
                .sorted()
                .toList();
    }

    private static void expand(String base, String part, List<String> into) throws IOException {
        if (!FilePattern.isPattern(part)) {
            into.add(base + (base.isEmpty() || base.endsWith("/") ? "" : "/") + part);
            return;
        }
        Path directory = Path.of(base.isEmpty() ? "." : base);
        if (!Files.isDirectory(directory)) {
            return;
        }
        try (Stream<Path> entries = Files.list(directory)) {
            entries.map(entry -> entry.getFileName().toString())
                    .filter(name -> FilePattern.matches(part, name))
                    .map(name -> base + (base.isEmpty() || base.endsWith("/") ? "" : "/") + name)
                    .forEach(into::add);
        } catch (UncheckedIOException failure) {
            throw failure.getCause();
        }
    }
}
