package org.jbgp.daemon.bfd.helper;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SplittableRandom;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import org.jbgp.kernel.netlink.KernelException;
import org.jbgp.kernel.udp.RealTime;

/**
 * Main of the heart-beat helper. It ends when it is told to, or when its standard input ends: when the router is gone.
 */
public final class HelperMain {
    /** Reports that wait for the router to read them; when there are more, the router has stood for minutes. */
    private static final int REPORTS = 1 << 16;

    private static final int PRIORITY = 10;

    private final BlockingQueue<Report> reports = new ArrayBlockingQueue<>(REPORTS);

    private HelperMain() {}

    public static void main(String[] arguments) throws KernelException, InterruptedException {
        new HelperMain().run();
    }

    private void run() throws KernelException, InterruptedException {
        BfdLoop loop = new BfdLoop(new SplittableRandom(), this::report);
        Thread worker = Thread.ofPlatform().name("bfd").start(() -> {
            report(new Report.Ready(RealTime.begin(0, PRIORITY)));
            hastenVm();
            loop.run();
        });
        Thread.ofPlatform().name("orders").daemon().start(() -> takeOrders(loop));
        Thread writer = Thread.ofPlatform().name("reports").daemon().start(this::writeReports);
        worker.join();
        // The last words, for a router that still listens.
        long end = System.nanoTime() + 1_000_000_000L;
        while (writer.isAlive() && !reports.isEmpty() && System.nanoTime() < end) {
            Thread.sleep(5);
        }
        System.exit(0);
    }

    /** The JVM stops all threads by one of its own: that one must not wait for a processor meanwhile. */
    private static void hastenVm() {
        try (DirectoryStream<Path> threads = Files.newDirectoryStream(Path.of("/proc/self/task"))) {
            for (Path thread : threads) {
                if (Files.readString(thread.resolve("comm")).strip().equals("VM Thread")) {
                    RealTime.begin(Integer.parseInt(thread.getFileName().toString()), PRIORITY);
                }
            }
        } catch (IOException e) {
            // A thread that ended meanwhile, or no /proc: everything works without.
            return;
        }
    }

    private void report(Report report) {
        if (!reports.offer(report)) {
            Runtime.getRuntime().halt(3);
        }
    }

    private static void takeOrders(BfdLoop loop) {
        DataInputStream in = new DataInputStream(new BufferedInputStream(new FileInputStream(FileDescriptor.in)));
        try {
            while (true) {
                loop.order(Order.read(in));
            }
        } catch (IOException e) {
            loop.order(new Order.End());
        }
    }

    private void writeReports() {
        DataOutputStream out =
                new DataOutputStream(new BufferedOutputStream(new FileOutputStream(FileDescriptor.out), 1 << 16));
        try {
            while (true) {
                Report.write(out, reports.take());
                if (reports.isEmpty()) {
                    out.flush();
                }
            }
        } catch (IOException | InterruptedException e) {
            // Nobody reads any more; the end of the orders follows.
            return;
        }
    }
}
