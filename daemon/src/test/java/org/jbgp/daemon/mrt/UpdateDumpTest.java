package org.jbgp.daemon.mrt;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.jbgp.config.ConfigurationLoader;
import org.jbgp.config.base.Dialect;
import org.jbgp.config.model.Configuration;
import org.jbgp.daemon.session.WireObserver;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What becomes of records that a disk does not take, or not as fast as they come. */
class UpdateDumpTest {
    private static final int MESSAGE = 60_000;
    private static final int ROOM = 16 << 20;
    private static final WireObserver.Ends ENDS = new WireObserver.Ends(
            InetAddress.ofLiteral("10.0.0.1"), InetAddress.ofLiteral("10.0.0.2"), 65000, 65001, null);

    @TempDir
    private Path folder;

    private final UpdateDump dump = new UpdateDump(InstantSource.fixed(Instant.ofEpochSecond(5)));

    @AfterEach
    void close() {
        dump.close();
    }

    private WireObserver observe(Path file) {
        Configuration configuration = ConfigurationLoader.loadText(
                        "test",
                        "router id 1.1.1.1; mrtdump \"" + file + "\"; protocol device { }\n"
                                + "protocol bgp b { local as 65000; neighbor 10.0.0.2 as 65001; mrtdump all;"
                                + " ipv4 { import all; export none; }; }\n",
                        Optional.of(Dialect.BIRD_2))
                .configuration()
                .orElseThrow();
        dump.configure(configuration.router().reports());
        return dump.observer(configuration.protocol("b").orElseThrow().common());
    }

    private static void hear(WireObserver neighbor, int messages) {
        ByteBuf message = Unpooled.buffer(MESSAGE).writeZero(MESSAGE);
        for (int i = 0; i < messages; i++) {
            neighbor.received(ENDS, message);
        }
    }

    private static void await(String what, BooleanSupplier condition) throws InterruptedException {
        long end = System.nanoTime() + 30_000_000_000L;
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as(what).isLessThan(end);
            Thread.sleep(5);
        }
    }

    /** A FIFO that nobody reads is the slowest of disks: whoever hears messages never waits for it. */
    @Test
    void whatComesFasterThanItIsWrittenIsLeftOutAndCounted() throws IOException, InterruptedException {
        Path slow = folder.resolve("slow");
        assertThat(new ProcessBuilder("mkfifo", slow.toString()).start().waitFor())
                .isZero();
        WireObserver neighbor = observe(slow);
        int messages = 2 * ROOM / MESSAGE;
        hear(neighbor, messages);
        assertThat(dump.lost()).as("what has no room").isBetween(messages / 3L, (long) messages - ROOM / MESSAGE + 10);
        assertThat(dump.written()).isLessThan(10);
        Process reader = new ProcessBuilder("cat", slow.toString())
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        try {
            await("all that had room", () -> dump.written() + dump.lost() == messages);
            long lost = dump.lost();
            hear(neighbor, 10);
            await("what comes afterwards", () -> dump.written() + lost == messages + 10);
            assertThat(dump.lost()).isEqualTo(lost);
        } finally {
            dump.close();
            reader.destroy();
        }
    }

    @Test
    void aFullDiskCostsRecordsOnly() throws InterruptedException {
        hear(observe(Path.of("/dev/full")), 100);
        await("the loss", () -> dump.lost() == 100);
        assertThat(dump.written()).isZero();
        hear(observe(folder.resolve("file")), 100);
        await("another file", () -> dump.written() == 100);
    }
}
