package org.jbgp.config.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DiskFilesTest {
    private static final FileTime THEN = FileTime.from(Instant.parse("2026-01-01T00:00:00Z"));

    @TempDir
    private Path directory;

    @Test
    void aFileThatChangesIsNoticed() throws IOException {
        Path file = Files.writeString(directory.resolve("conf"), "router id 1.1.1.1;\n");
        Files.setLastModifiedTime(file, THEN);
        BasicFileAttributes before = Files.readAttributes(file, BasicFileAttributes.class);
        assertThat(DiskFiles.isUnchanged(before, file)).isTrue();
        Files.setLastModifiedTime(file, FileTime.fromMillis(THEN.toMillis() + 1));
        assertThat(DiskFiles.isUnchanged(before, file)).isFalse();
        Files.writeString(file, "router id 1.1.1.1;\nprotocol device { }\n");
        Files.setLastModifiedTime(file, THEN);
        assertThat(DiskFiles.isUnchanged(before, file)).isFalse();
    }

    /** One message, where each letter would be an unknown character. */
    @Test
    void whatIsNoTextIsRefusedAtOnce() throws IOException {
        Path file = directory.resolve("conf");
        Files.writeString(file, "router id 1.1.1.1;\n", StandardCharsets.UTF_16LE);
        assertThatThrownBy(() -> new DiskFiles().read(file.toString()))
                .hasMessage("it is not text in UTF-8: byte 2 is zero");
        Files.writeString(file, "\ufeffrouter id 1.1.1.1;\n");
        assertThatThrownBy(() -> new DiskFiles().read(file.toString()))
                .hasMessage("it begins with a byte order mark; save it as UTF-8 without one");
        Files.write(file, new byte[] {'#', (byte) 0xe9, '\n'});
        assertThat(new DiskFiles().read(file.toString())).isEqualTo("#\ufffd\n");
    }
}
