package org.jbgp.daemon.lab;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;

/**
 * A wall clock that jumps for one daemon alone, put before libc's by {@code LD_PRELOAD}; clocks that never jump stay
 * the machine's. Needs gcc.
 */
public final class JumpingClock {
    private final Path offset;

    /** Makes it for a daemon that is not started yet. */
    public JumpingClock(Jbgpd jbgpd) {
        offset = jbgpd.file("clock");
        Path source = jbgpd.file("clock.c");
        Path library = jbgpd.file("clock.so");
        try (InputStream text = JumpingClock.class.getResourceAsStream("jumping-clock.c")) {
            Files.copy(text, source);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Shell.must(List.of("gcc", "-shared", "-fPIC", "-O2", "-o", library.toString(), source.toString()));
        jump(Duration.ZERO);
        jbgpd.environment("LD_PRELOAD", library.toString()).environment("JUMPING_CLOCK", offset.toString());
    }

    /** From now on the daemon's clock is so much ahead of the machine's, or behind it. */
    public void jump(Duration ahead) {
        ByteBuffer bytes = ByteBuffer.allocate(Long.BYTES).order(ByteOrder.nativeOrder());
        bytes.putLong(0, ahead.toSeconds());
        try (FileChannel file = FileChannel.open(offset, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            file.write(bytes, 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
