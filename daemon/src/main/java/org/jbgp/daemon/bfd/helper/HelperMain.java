package org.jbgp.daemon.bfd.helper;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SplittableRandom;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import org.jbgp.kernel.netlink.KernelException;
import org.jbgp.kernel.udp.RealTime;

/**
 * Main of the heart-beat helper. It ends when it is ordered to, or when its standard input ends: when the router is
 * gone. If the router so wished, sessions go on for a while then, for the next router.
 */
public final class HelperMain {
    /** Reports that wait for the router to read them; when there are more, the router has stood for minutes. */
    private static final int REPORTS = 1 << 16;

    private static final int PRIORITY = 10;

    /** Bytes of reports written at once. */
    private static final int BATCH = 1 << 16;

    private final BlockingQueue<Report> reports = new ArrayBlockingQueue<>(REPORTS);
    private final MeetingPlace meeting = new MeetingPlace();
    /** Where reports go: to the router that is there. */
    private volatile OutputStream out = new FileOutputStream(FileDescriptor.out);

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
        meeting.close();
        // The last words, for a router that still listens.
        long end = System.nanoTime() + 1_000_000_000L;
        while (writer.isAlive() && !reports.isEmpty() && System.nanoTime() - end < 0) {
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

    /** Serves one router after the other, as long as the one that is gone said that another one may come. */
    private void takeOrders(BfdLoop loop) {
        takeOrders(loop, new FileInputStream(FileDescriptor.in));
        while (meeting.isOpen()) {
            loop.abandoned(meeting.keepNanos());
            try (SocketChannel router = meeting.await()) {
                OutputStream answers = Channels.newOutputStream(router);
                loop.adopted(() -> {
                    // What was for the router before is of no use to this one.
                    reports.clear();
                    out = answers;
                    report(new Report.Kept(
                            meeting.token(), ProcessHandle.current().pid()));
                });
                takeOrders(loop, Channels.newInputStream(router));
            } catch (IOException e) {
                // Nobody can come here any more.
                meeting.close();
            }
        }
        loop.order(new Order.End());
    }

    /** Returns when the router is gone. */
    private void takeOrders(BfdLoop loop, InputStream stream) {
        DataInputStream in = new DataInputStream(new BufferedInputStream(stream));
        try {
            while (true) {
                Order order = Order.read(in);
                if (order instanceof Order.Keep keep) {
                    String problem = meeting.open(keep);
                    if (!problem.isEmpty()) {
                        report(new Report.Said(true, "No session will outlive the router: " + problem));
                    }
                    loop.independent(meeting.isOpen());
                } else {
                    if (order instanceof Order.End) {
                        meeting.close();
                    }
                    loop.order(order);
                }
            }
        } catch (IOException e) {
            // The end of the stream, or of its sense: either way there is nobody to listen to.
            out = OutputStream.nullOutputStream();
        }
    }

    private void writeReports() {
        ByteArrayOutputStream buffer = new ByteArrayOutputStream(1 << 12);
        DataOutputStream writer = new DataOutputStream(buffer);
        while (true) {
            OutputStream to = out;
            try {
                buffer.reset();
                Report report = reports.take();
                do {
                    Report.write(writer, report);
                    report = buffer.size() < BATCH ? reports.poll() : null;
                } while (report != null);
                to = out;
                buffer.writeTo(to);
            } catch (IOException e) {
                if (to.equals(out)) {
                    // Nobody reads any more; the end of the orders follows.
                    out = OutputStream.nullOutputStream();
                }
            } catch (InterruptedException e) {
                return;
            }
        }
    }
}
