package org.jbgp.daemon;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jbgp.config.ConfigurationLoader;
import org.jbgp.config.LoadResult;
import org.jbgp.config.base.Dialect;
import org.jbgp.config.source.DiskFiles;
import org.jbgp.config.source.Problem;
import org.jbgp.config.source.SystemWords;
import org.jbgp.config.split.SplitResult;
import org.jbgp.config.split.Splitter;

/**
 * {@code --split}: writes the parts of a configuration for BIRD and for jbgpd, and says what joins them and what could
 * not be split.
 */
final class SplitCommand {
    /** BIRD's part, in the directory that was named. */
    static final String BIRD = "bird.cfg";
    /** jbgpd's part. */
    static final String JBGPD = "jbgpd.cfg";

    /** Both files are there, but somebody has to look at them. */
    static final int INCOMPLETE = 2;

    private final Path file;
    private final Path directory;
    private final PrintStream out;
    private final PrintStream error;

    /**
     * Writes nothing yet.
     *
     * @param out takes the report
     * @param error takes what keeps it from writing
     */
    SplitCommand(Path file, Path directory, PrintStream out, PrintStream error) {
        this.file = file;
        this.directory = directory;
        this.out = out;
        this.error = error;
    }

    /**
     * Splits.
     *
     * @param dialect the language; empty: as the contents say
     * @return the exit code: 0 if all could be split, 2 if both files are there but not all could, 1 if nothing was
     * written
     */
    int run(Optional<Dialect> dialect) {
        SplitResult result = Splitter.split(file.toString(), new DiskFiles(), dialect);
        result.errors().forEach(error::println);
        if (result.texts().isEmpty()) {
            return 1;
        }
        try {
            write(result.texts().get());
        } catch (IOException e) {
            error.println("jbgpd: "
                    + (e instanceof FileSystemException named && named.getFile() != null ? named.getFile() + ": " : "")
                    + SystemWords.of(e));
            return 1;
        }
        return report(result);
    }

    private int report(SplitResult result) {
        out.println(directory.resolve(BIRD) + "  for BIRD");
        out.println(directory.resolve(JBGPD) + "  for jbgpd");
        result.notes().forEach(note -> out.println("  " + note));
        List<Problem> open = new ArrayList<>(result.unsplit());
        open.forEach(problem -> out.println(problem.position() + " not split: " + problem.message()));
        LoadResult loaded = ConfigurationLoader.load(directory.resolve(JBGPD), result.dialect());
        loaded.warnings().forEach(problem -> out.println(problem.position() + " warning: " + problem.message()));
        loaded.errors()
                .forEach(problem -> out.println(problem.position() + " jbgpd cannot do this: " + problem.message()));
        open.addAll(loaded.errors());
        out.println(
                open.isEmpty()
                        ? "nothing is left to do by hand"
                        : open.size() + (open.size() == 1 ? " place needs" : " places need") + " a look by hand");
        out.flush();
        return open.isEmpty() ? 0 : INCOMPLETE;
    }

    private void write(SplitResult.Texts texts) throws IOException {
        for (String name : List.of(BIRD, JBGPD)) {
            if (Files.exists(directory.resolve(name), LinkOption.NOFOLLOW_LINKS)) {
                throw new IOException(
                        directory.resolve(name) + " is there already: remove it, or name another directory");
            }
        }
        Files.createDirectories(directory);
        // There may be passwords in it.
        Set<PosixFilePermission> mode = Files.getPosixFilePermissions(file);
        create(directory.resolve(BIRD), texts.igp(), mode);
        try {
            create(directory.resolve(JBGPD), texts.bgp(), mode);
        } catch (IOException e) {
            Files.deleteIfExists(directory.resolve(BIRD));
            throw e;
        }
    }

    private static void create(Path path, String text, Set<PosixFilePermission> mode) throws IOException {
        Files.createFile(path, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        try {
            Files.write(path, text.getBytes(StandardCharsets.UTF_8), StandardOpenOption.TRUNCATE_EXISTING);
            Files.setPosixFilePermissions(path, mode);
        } catch (IOException e) {
            Files.deleteIfExists(path);
            throw e;
        }
    }
}
