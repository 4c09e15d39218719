package org.jbgp.daemon;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PidFileTest {
    @TempDir
    private Path directory;

    @Test
    void isThereWhileTheDaemonRuns() throws IOException {
        Path path = directory.resolve("jbgpd.pid");

        try (PidFile _ = PidFile.write(path, 4711)) {
            assertThat(path).hasContent("4711\n");
        }

        assertThat(path).doesNotExist();
    }

    /** The rest of the end, such as the journal's, must not be left out because of it. */
    @Test
    void staysWhereItCannotBeRemoved() throws IOException {
        Path path = directory.resolve("jbgpd.pid");
        PidFile file = PidFile.write(path, 4711);
        Files.delete(path);
        Files.createDirectories(path.resolve("not empty"));

        assertThatCode(file::close).doesNotThrowAnyException();
        assertThat(path).exists();
    }

    @Test
    void saysWhyItCannotBeWritten() {
        assertThatThrownBy(() -> PidFile.write(directory, 4711))
                .hasMessage("PID file " + directory + ": Is a directory");
    }
}
