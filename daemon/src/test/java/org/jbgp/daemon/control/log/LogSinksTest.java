package org.jbgp.daemon.control.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketException;
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
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.LogManager;
import org.jbgp.config.model.router.LogClass;
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
        "TRACE, TRACE, TRACE",
        "DEBUG, DEBUG, DBG",
        "INFO, INFO, INFO",
        "REMOTE, REMOTE, RMT",
        "WARN, WARNING, WARN",
        "ERROR, ERROR, ERR",
        "AUTH, AUTH, AUTH",
        "FATAL, FATAL, FATAL",
        "BUG, BUG, BUG"
    })
    void levelsAreBirdsClasses(String level, LogClass expected, String label) {
        assertThat(LogLevels.REMOTE.isMoreSpecificThan(Level.INFO)).isTrue();
        LogClass found = LogLevels.classOf(Level.getLevel(level));
        assertThat(found).isEqualTo(expected);
        assertThat(LogLevels.label(found)).isEqualTo(label);
        assertThat(LogLevels.classOf(LogLevels.threshold(LogLevels.bit(found)))).isEqualTo(found);
    }

    @Test
    void fileGetsBirdsLines() throws IOException {
        Path file = directory.resolve("a.log");
        try (FileSink sink = new FileSink(
                file, 0, null, new LineFormat(DaemonLog.DEFAULT_FORMAT), OutputStream.nullOutputStream())) {
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
        try (FileSink sink = new FileSink(
                file, 100, backup, new LineFormat(DaemonLog.DEFAULT_FORMAT), OutputStream.nullOutputStream())) {
            for (int i = 0; i < 5; i++) {
                sink.write(LogClass.INFO, TIME, "message number " + i);
                assertThat(Files.size(file)).isLessThanOrEqualTo(100);
            }
        }
        assertThat(Files.readString(file)).contains("message number 4");
        assertThat(Files.readString(backup)).contains("message number 3").doesNotContain("message number 4");
    }

    /** {@code /dev/full} is a disk without room; a file that is moved away at its limit may fail to be opened anew. */
    @Test
    void whatIsLostIsCounted() throws IOException {
        Path file = directory.resolve("a.log");
        ByteArrayOutputStream errors = new ByteArrayOutputStream();
        try (FileSink sink = new FileSink(file, 60, null, new LineFormat(DaemonLog.DEFAULT_FORMAT), errors)) {
            sink.write(LogClass.INFO, TIME, "first");
            Files.delete(file);
            // The next message moves the file, and finds a directory in its place.
            Files.createDirectory(file);
            Files.createFile(file.resolve("x"));
            sink.write(LogClass.INFO, TIME, "lost ".repeat(10));
            sink.write(LogClass.INFO, TIME, "lost too");
            Files.delete(file.resolve("x"));
            Files.delete(file);
            sink.write(LogClass.INFO, TIME, "again");
        }
        assertThat(errors.toString(StandardCharsets.UTF_8).lines())
                .singleElement()
                .asString()
                .startsWith("Unable to write log file '" + file + "': ");
        assertThat(Files.readAllLines(file).getLast()).endsWith("<INFO> again");
    }

    @Test
    void fullFileThatCannotMoveIsDeleted() throws IOException {
        Path file = directory.resolve("a.log");
        Path backup = directory.resolve("missing/a.old");
        ByteArrayOutputStream errors = new ByteArrayOutputStream();
        try (FileSink sink = new FileSink(file, 100, backup, new LineFormat(DaemonLog.DEFAULT_FORMAT), errors)) {
            for (int i = 0; i < 9; i++) {
                sink.write(LogClass.INFO, TIME, "message number " + i);
                assertThat(Files.readString(file)).hasSizeLessThanOrEqualTo(100).contains("message number " + i);
            }
        }
        assertThat(errors.toString(StandardCharsets.UTF_8).lines())
                .singleElement()
                .asString()
                .matches("Unable to move log file '.*/a.log' to '.*/missing/a.old': .+; it is deleted when it is full");
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
        HubLogger logger = new HubLogger("org.jbgp.Test", hub);
        assertThat(logger.isInfoEnabled()).isFalse();
        try (LogTap.Subscription subscription = hub.listen(EnumSet.of(LogClass.INFO), heard::add)) {
            assertThat(logger.isInfoEnabled()).isTrue();
            logger.info("peer {} is {}", "up1", "up");
            logger.error("broken");
        }
        logger.info("nobody hears this");
        assertThat(errors).containsExactly("ERROR broken");
        assertThat(heard).containsExactly("<INFO> peer up1 is up");
        assertThat(logger.isInfoEnabled()).isFalse();
    }

    @Test
    void eachRouterOfAProcessHasItsOwnLog() throws InterruptedException {
        List<String> one = new ArrayList<>();
        List<String> two = new ArrayList<>();
        HubLogger logger = new HubLogger("org.jbgp.Test", LogHub::here);
        for (List<String> lines : List.of(one, two)) {
            Thread router = new Thread(() -> {
                LogHub hub = new LogHub(collecting(lines));
                hub.take();
                Thread ofRouter = new Thread(() -> logger.info("from a thread of its own"));
                ofRouter.start();
                logger.info("number {}", lines.equals(one) ? 1 : 2);
                try {
                    ofRouter.join();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            });
            router.start();
            router.join();
        }
        assertThat(one).containsExactlyInAnyOrder("INFO number 1", "INFO from a thread of its own");
        assertThat(two).hasSize(2).contains("INFO from a thread of its own");
        assertThat(LogHub.here()).isSameAs(LogHub.PROCESS);
    }

    @Test
    void librariesKeepTheirDetailsToThemselves() {
        List<String> lines = new ArrayList<>();
        LogHub hub = new LogHub();
        hub.replace(List.of(new LogHub.Target(LogLevels.mask(EnumSet.allOf(LogClass.class)), collecting(lines))));
        assertThat(new HubLogger("org.jbgp.daemon.Router", hub).isTraceEnabled())
                .isTrue();
        HubLogger netty = new HubLogger("io.netty.channel.DefaultChannelPipeline", hub);
        assertThat(netty.isInfoEnabled()).isFalse();
        netty.warn("An exceptionCaught() event was fired", new SocketException("Connection reset"));
        netty.warn("Force-closing a channel whose registration task was not accepted");
        assertThat(lines).isEmpty();
    }

    /** What our own code threw and a library caught must be seen, in our words. */
    @Test
    void defectsThatLibrariesCatchAreLogged() {
        List<String> lines = new ArrayList<>();
        LogHub hub = new LogHub();
        hub.replace(List.of(new LogHub.Target(LogLevels.mask(EnumSet.allOf(LogClass.class)), collecting(lines))));
        new HubLogger("io.netty.util.concurrent.AbstractEventExecutor", hub)
                .warn("A task raised an exception.", new IllegalStateException("broken"));
        assertThat(lines)
                .singleElement()
                .satisfies(line -> assertThat(line)
                        .startsWith("BUG internal error in thread ")
                        .contains("broken")
                        .doesNotContain("A task raised"));
    }

    @Test
    void apiFindsOurProvider() {
        assertThat(LogManager.getLogger("anything")).isInstanceOf(HubLogger.class);
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
