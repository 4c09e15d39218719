package org.jbgp.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.jbgp.config.source.BoundedFiles;
import org.jbgp.config.source.MemoryFiles;
import org.jbgp.config.source.Problem;
import org.jbgp.config.source.SourceFiles;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Files that never end, are too large, or are none. */
@Timeout(60)
class BoundedFilesTest {

    /** The file {@code stuck} is never read to its end. */
    private static final class Stuck implements SourceFiles {
        private final MemoryFiles others;
        private final CountDownLatch interrupted = new CountDownLatch(1);

        Stuck(Map<String, String> files) {
            others = new MemoryFiles(files);
        }

        @Override
        public String read(String path) throws IOException {
            if (!path.endsWith("stuck")) {
                return others.read(path);
            }
            try {
                new CountDownLatch(1).await();
                return "";
            } catch (InterruptedException e) {
                interrupted.countDown();
                throw new IOException("interrupted", e);
            }
        }

        @Override
        public List<String> glob(String pattern) throws IOException {
            return others.glob(pattern);
        }
    }

    private static LoadResult load(String path, SourceFiles files) {
        return ConfigurationLoader.load(
                path, new BoundedFiles(files, Duration.ofMillis(200), 1 << 20), Optional.empty(), new LoadMemory());
    }

    @Test
    void aFileThatNeverEndsIsLeftBehind() throws InterruptedException {
        Stuck files = new Stuck(Map.of());

        assertThat(load("stuck", files).errors())
                .extracting(Problem::toString)
                .containsExactly("stuck:1:1 cannot read the file: it takes longer than 0 s to read;"
                        + " does its file system answer?");
        files.interrupted.await();
    }

    @Test
    void soIsAnIncludedOne() throws InterruptedException {
        Stuck files = new Stuck(Map.of("main", "protocol device { }\ninclude \"stuck\";\n"));

        assertThat(load("main", files).errors())
                .extracting(Problem::toString)
                .singleElement()
                .asString()
                .startsWith("stuck:1:1 cannot read the file: it takes longer");
        files.interrupted.await();
    }

    @Test
    void moreThanMemoryTakesIsRefused() {
        String comment = "#" + "x".repeat(600_000) + "\n";

        assertThat(load(
                                "main",
                                new MemoryFiles(Map.of(
                                        "main", comment + "include \"more\";\nprotocol device { }\n", "more", comment)))
                        .errors())
                .extracting(Problem::toString)
                .containsExactly("main:2:9 cannot read included file 'more': the configuration is larger than 1 MB,"
                        + " for which this process has not the memory; see -Xmx in JBGPD_JAVA_OPTIONS");
    }

    @Test
    void onlyRegularFilesAreRead(@TempDir Path directory) throws IOException, InterruptedException {
        Path pipe = directory.resolve("pipe");
        new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor();
        Path main = directory.resolve("main.conf");
        Files.writeString(main, "protocol device { }\ninclude \"pipe\";\ninclude \"/dev/zero\";\ninclude \".\";\n");

        assertThat(ConfigurationLoader.load(pipe).errors())
                .extracting(Problem::toString)
                .containsExactly(pipe + ":1:1 cannot read the file: it is not a regular file");
        assertThat(ConfigurationLoader.load(main).errors())
                .extracting(Problem::toString)
                .containsExactly(
                        main + ":2:9 cannot read included file '" + pipe + "': it is not a regular file",
                        main + ":3:9 cannot read included file '/dev/zero': it is not a regular file",
                        main + ":4:9 cannot read included file '" + directory + "/.': it is a directory");
    }

    @Test
    void anEndlessFileIsNotReadIntoMemory(@TempDir Path directory) throws IOException {
        Path sparse = directory.resolve("sparse");
        try (var file = new java.io.RandomAccessFile(sparse.toFile(), "rw")) {
            file.setLength(1L << 40);
        }

        assertThat(ConfigurationLoader.load(sparse).errors())
                .extracting(Problem::toString)
                .singleElement()
                .asString()
                .contains("cannot read the file: the configuration is larger than");
    }
}
