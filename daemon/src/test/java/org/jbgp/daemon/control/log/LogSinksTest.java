package org.jbgp.daemon.control.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jbgp.config.model.LogClass;
import org.jbgp.daemon.control.view.LogTap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@SuppressWarnings("try") // a subscription is there to be closed
class LogSinksTest {

    private static final Instant TIME = Instant.parse("2026-11-21T12:00:00.123Z");

    @TempDir
    Path directory;

    @ParameterizedTest
    @CsvSource({
        "TRACE, TRACE",
        "DEBUG, DBG",
        "INFO, INFO",
        "REMOTE, RMT",
        "WARNING, WARN",
        "ERROR, ERR",
        "AUTH, AUTH",
        "FATAL, FATAL",
        "BUG, BUG"
    })
    void classesHaveBirdsLabels(LogClass logClass, String label) {
        assertThat(LogLevels.label(logClass)).isEqualTo(label);
    }

    @Test
    void fileGetsBirdsLines() throws IOException {
        Path file = directory.resolve("a.log");
        try (FileSink sink = new FileSink(file, 0, null, new LineFormat(DaemonLog.DEFAULT_FORMAT))) {
            sink.write(LogClass.INFO, TIME, "Started");
            sink.write(LogClass.REMOTE, TIME, "up1: Received: Administrative shutdown");
        }
        assertThat(Files.readAllLines(file))
                .satisfiesExactly(
                        line -> assertThat(line).matches("2026-11-2\\d \\d\\d:\\d\\d:00\\.123 <INFO> Started"),
                        line -> assertThat(line).endsWith(" <RMT> up1: Received: Administrative shutdown"));
    }

    @Test
    void fullFileMovesToItsBackup() throws IOException {
        Path file = directory.resolve("a.log");
        Path backup = directory.resolve("a.old");
        try (FileSink sink = new FileSink(file, 100, backup, new LineFormat(DaemonLog.DEFAULT_FORMAT))) {
            for (int i = 0; i < 5; i++) {
                sink.write(LogClass.INFO, TIME, "message number " + i);
                assertThat(Files.size(file)).isLessThanOrEqualTo(100);
            }
        }
        assertThat(Files.readString(file)).contains("message number 4");
        assertThat(Files.readString(backup)).contains("message number 3").doesNotContain("message number 4");
    }

    @Test
    void collectorGetsRfc3164() throws IOException {
        try (DatagramChannel collector = DatagramChannel.open()) {
            collector.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
            try (UdpSink sink = new UdpSink((InetSocketAddress) collector.getLocalAddress(), "host", "jbgpd")) {
                sink.write(LogClass.WARNING, TIME, "careful");
            }
            ByteBuffer bytes = ByteBuffer.allocate(1000);
            collector.receive(bytes);
            assertThat(new String(bytes.array(), 0, bytes.position(), StandardCharsets.UTF_8))
                    .matches("<28>Nov 2\\d \\d\\d:\\d\\d:00\\.123000 host jbgpd: careful");
        }
    }

    @Test
    void hubSortsByClassAndListensIn() {
        List<String> errors = new ArrayList<>();
        List<String> heard = new ArrayList<>();
        LogHub hub = new LogHub();
        hub.replace(List.of(new LogHub.Target(LogLevels.mask(Set.of(LogClass.ERROR)), collecting(errors))));
        assertThat(hub.wants(LogClass.INFO)).isFalse();
        try (LogTap.Subscription subscription = hub.listen(EnumSet.of(LogClass.INFO), heard::add)) {
            assertThat(hub.wants(LogClass.INFO)).isTrue();
            hub.log(LogClass.INFO, "peer up1 is up", null);
            hub.log(LogClass.ERROR, "broken", null);
        }
        hub.log(LogClass.INFO, "nobody hears this", null);
        assertThat(errors).containsExactly("ERROR broken");
        assertThat(heard).containsExactly("<INFO> peer up1 is up");
        assertThat(hub.wants(LogClass.INFO)).isFalse();
    }

    private static LogSink collecting(List<String> lines) {
        return new LogSink() {
            @Override
            public void write(LogClass logClass, Instant time, String message) {
                lines.add(logClass + " " + message);
            }

            @Override
            public void close() {
                lines.add("closed");
            }
        };
    }
}
