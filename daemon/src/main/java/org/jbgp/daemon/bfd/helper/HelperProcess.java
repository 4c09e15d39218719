package org.jbgp.daemon.bfd.helper;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** A helper that runs, and the way to it: our own child, or one that an earlier router left. Any thread. */
final class HelperProcess implements AutoCloseable {
    /** So long a helper that was left may take to say who it is, or to go. */
    private static final int GREETING_MILLIS = 2_000;

    private final ProcessHandle handle;
    /** Null if it is not our child. */
    private final Process child;

    private final DataInputStream in;
    private final DataOutputStream out;

    private HelperProcess(ProcessHandle handle, Process child, InputStream in, OutputStream out) {
        this.handle = handle;
        this.child = child;
        this.in = new DataInputStream(new BufferedInputStream(in));
        this.out = new DataOutputStream(new BufferedOutputStream(out));
    }

    /** Starts one. */
    static HelperProcess start() throws IOException {
        ProcessBuilder builder = new ProcessBuilder(command()).redirectError(ProcessBuilder.Redirect.INHERIT);
        // What is meant for the router's JVM, a debugger's port for instance, is not for this one.
        builder.environment().keySet().removeAll(Set.of("JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS", "_JAVA_OPTIONS"));
        Process process = builder.start();
        return new HelperProcess(process.toHandle(), process, process.getInputStream(), process.getOutputStream());
    }

    /**
     * Takes over the one that waits for a router; one that must not be taken over is ended first.
     *
     * @param token see {@link Order.Keep#token}
     * @return null if there is none
     */
    static HelperProcess takeOver(SocketChannel channel, String token) {
        CompletableFuture<Void> late = CompletableFuture.runAsync(
                () -> close(channel), CompletableFuture.delayedExecutor(GREETING_MILLIS, TimeUnit.MILLISECONDS));
        InputStream in = Channels.newInputStream(channel);
        OutputStream out = Channels.newOutputStream(channel);
        DataInputStream reports = new DataInputStream(in);
        try {
            Report.Kept kept = greeting(reports);
            if (kept.token().equals(token) && late.cancel(false)) {
                return new HelperProcess(
                        ProcessHandle.of(kept.processId()).orElseThrow(() -> new IOException("it is gone")),
                        null,
                        in,
                        out);
            }
            Order.write(new DataOutputStream(out), new Order.End());
            while (reports.skipBytes(1 << 12) > 0 || reports.read() >= 0) {
                // It says good-bye to its neighbors.
            }
        } catch (IOException e) {
            // Gone, or too slow to be of use.
            close(channel);
        }
        close(channel);
        return null;
    }

    private static Report.Kept greeting(DataInputStream reports) throws IOException {
        while (true) {
            if (Report.read(reports) instanceof Report.Kept kept) {
                return kept;
            }
        }
    }

    private static void close(SocketChannel channel) {
        try {
            channel.close();
        } catch (IOException e) {
            // There is nothing else to do with it.
            return;
        }
    }

    long id() {
        return handle.pid();
    }

    boolean isTakenOver() {
        return child == null;
    }

    DataOutputStream orders() {
        return out;
    }

    /** Its next report; waits for it. */
    Report next() throws IOException {
        return Report.read(in);
    }

    void kill() {
        handle.destroyForcibly();
    }

    /** Makes sure that it is gone; why it went. */
    String end() throws InterruptedException {
        kill();
        return child == null ? "ended" : "ended (exit code " + child.waitFor() + ")";
    }

    @Override
    public void close() throws IOException {
        in.close();
    }

    /**
     * The same Java with a small heap, and without the AOT cache, which would cost more memory here than it saves time.
     * Signals are for the router: what ends the helper is the end of its standard input.
     */
    private static List<String> command() {
        List<String> line = new ArrayList<>(List.of(
                "/bin/sh",
                "-c",
                "trap '' HUP INT TERM USR1; exec \"$@\"",
                "jbgpd-bfd",
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-Xms6m",
                "-Xmx32m",
                "-Xmn2m",
                "-Xss256k",
                "-XX:TieredStopAtLevel=1",
                "-XX:ReservedCodeCacheSize=8m",
                "-XX:+UseCompactObjectHeaders",
                "-XX:-UsePerfData",
                "-XX:-CreateCoredumpOnCrash",
                "-Xlog:disable",
                "-Xlog:all=error:stderr",
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow"));
        for (String property : new String[] {"java.library.path", "jffi.boot.library.path"}) {
            if (System.getProperty(property) != null) {
                line.add("-D" + property + "=" + System.getProperty(property));
            }
        }
        line.addAll(List.of("-cp", System.getProperty("java.class.path"), HelperMain.class.getName()));
        return line;
    }
}
