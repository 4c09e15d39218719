package org.jbgp.config;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Configuration files on the disk. */
public final class DiskFiles implements SourceFiles {

    @Override
    public String read(String path) throws IOException {
        try {
            // Bytes that are not UTF-8 must not make a file unreadable: they can only stand in comments and strings.
            return new String(Files.readAllBytes(Path.of(path)), StandardCharsets.UTF_8);
        } catch (NoSuchFileException missing) {
            throw new IOException("No such file or directory", missing);
        }
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
        if (!Glob.isPattern(part)) {
            into.add(base + (base.isEmpty() || base.endsWith("/") ? "" : "/") + part);
            return;
        }
        Path directory = Path.of(base.isEmpty() ? "." : base);
        if (!Files.isDirectory(directory)) {
            return;
        }
        try (Stream<Path> entries = Files.list(directory)) {
            entries.map(entry -> entry.getFileName().toString())
                    .filter(name -> Glob.matches(part, name))
                    .map(name -> base + (base.isEmpty() || base.endsWith("/") ? "" : "/") + name)
                    .forEach(into::add);
        } catch (UncheckedIOException failure) {
            throw failure.getCause();
        }
    }
}
