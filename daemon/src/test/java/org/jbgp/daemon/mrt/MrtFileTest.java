package org.jbgp.daemon.mrt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import org.jbgp.daemon.lab.MrtReader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Files that MRT records go into. */
class MrtFileTest {
    @TempDir
    private Path folder;

    private static MrtBuffer record(int body) {
        MrtBuffer buffer = new MrtBuffer(4);
        buffer.begin(1, 2, 3);
        buffer.put32(body);
        buffer.finish();
        return buffer;
    }

    private static List<Integer> bodies(Path file) {
        return MrtReader.records(file).stream()
                .map(record -> (int) record.body()[3])
                .toList();
    }

    @ParameterizedTest
    @ValueSource(strings = {"plain", "small.gz"})
    void appendsAndTakesBack(String name) throws IOException {
        Path path = folder.resolve(name);
        try (MrtFile file = MrtFile.append(path)) {
            file.write(record(1));
            file.write(record(2));
            assertThat(file.written()).isEqualTo(32);
        }
        try (MrtFile file = MrtFile.append(path)) {
            file.write(record(3));
        }
        MrtFile broken = MrtFile.append(path);
        broken.write(record(4));
        broken.seal();
        broken.write(record(5));
        broken.undo();
        assertThat(bodies(path)).containsExactly(1, 2, 3, 4);

        MrtFile first = MrtFile.append(folder.resolve("x" + name));
        first.write(record(4));
        first.undo();
        assertThat(folder.resolve("x" + name)).doesNotExist();
    }

    @Test
    void noticesThatItWasMovedAway() throws IOException {
        Path path = folder.resolve("f");
        try (MrtFile file = MrtFile.append(path)) {
            assertThat(file.isInPlace()).isTrue();
            Files.move(path, folder.resolve("g"));
            assertThat(file.isInPlace()).isFalse();
            Files.createFile(path);
            assertThat(file.isInPlace()).isFalse();
        }
        try (MrtFile device = MrtFile.append(Path.of("/dev/null"))) {
            assertThat(device.isInPlace()).isTrue();
        }
    }

    @Test
    void saysWhatCannotBeWritten() {
        assertThatThrownBy(() -> MrtFile.append(folder)).isInstanceOf(IOException.class);
        assertThatThrownBy(() -> MrtFile.append(folder.resolve("no/f"))).isInstanceOf(IOException.class);
        assertThatThrownBy(() -> {
                    try (MrtFile full = MrtFile.append(Path.of("/dev/full"))) {
                        full.write(record(1));
                    }
                })
                .hasMessageContaining("No space left");
    }

    @Test
    void nameHasTableAndTime() {
        Instant noon = LocalDate.of(2026, 3, 4)
                .atTime(12, 5, 6)
                .atZone(ZoneId.systemDefault())
                .toInstant();

        assertThat(MrtFile.name("/d/%N_%F_%T.%3f%%.mrt", "master4", noon))
                .isEqualTo("/d/master4_2026-03-04_12:05:06.000%.mrt");
    }
}
