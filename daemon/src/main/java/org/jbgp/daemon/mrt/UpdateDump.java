package org.jbgp.daemon.mrt;

import java.io.IOException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.Optional;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;
import org.jbgp.config.model.ProtocolCommon;
import org.jbgp.config.model.router.RouterOptions;
import org.jbgp.config.source.SystemWords;
import org.jbgp.daemon.calendar.Strftime;
import org.jbgp.daemon.pacing.LogPace;
import org.jbgp.daemon.pacing.RepeatedWords;
import org.jbgp.daemon.session.WireObserver;

/**
 * {@code mrtdump}: the file that neighbors' messages and states are written to. The control thread says which one; any
 * thread hands over records, which wait in a bounded queue; a thread of its own, which runs while there is a file,
 * writes them. What does not fit into the queue, or cannot be written, is left out and counted.
 */
public final class UpdateDump {
    private static final Logger log = LogManager.getLogger(UpdateDump.class);

    /** Bytes that waiting records may cost: some seconds of a full table. */
    private static final long MOST_WAITING = 16L << 20;

    /** What a waiting record costs besides its bytes, roughly: most neighbors say little and often. */
    private static final int OVERHEAD = 64;

    /** Bytes that are written at once. */
    private static final int BATCH = 1 << 18;

    private static final long LOOK_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final InstantSource clock;
    private final AtomicLong written = new AtomicLong();
    private final AtomicLong lost = new AtomicLong();
    private Writer writer;
    private boolean microseconds;

    public UpdateDump(InstantSource clock) {
        this.clock = clock;
    }

    /** Goes over to the file of a configuration. Control thread. */
    public void configure(RouterOptions.Reports reports) {
        microseconds = reports.mrtdump().extended();
        Optional<String> file = reports.mrtdump().file();
        if (writer != null && !file.equals(Optional.of(writer.pattern))) {
            writer.end();
            writer = null;
        }
        if (writer == null && file.isPresent()) {
            writer = new Writer(file.get());
            writer.start();
        }
    }

    /** Who shall observe a neighbor, null for nobody. Control thread. */
    public WireObserver observer(ProtocolCommon common) {
        return writer == null || common.mrtdump().isEmpty()
                ? null
                : new DumpedNeighbor(writer, clock, common.mrtdump(), microseconds);
    }

    /** Records that are in a file. Any thread. */
    public long written() {
        return written.get();
    }

    /** Records that were left out. Any thread. */
    public long lost() {
        return lost.get();
    }

    /** Writes what waits and closes the file. */
    public void close() {
        if (writer != null) {
            writer.end();
            writer.await();
            writer = null;
        }
    }

    private final class Writer implements DumpedNeighbor.Sink, Runnable {
        private final String pattern;
        private final Thread thread;
        private final LinkedBlockingQueue<MrtBuffer> queue = new LinkedBlockingQueue<>();
        private final AtomicLong waiting = new AtomicLong();
        private final AtomicLong tooFast = new AtomicLong();
        private final MrtBuffer batch = new MrtBuffer(BATCH * 2);
        private final RepeatedWords problems = new RepeatedWords(System::nanoTime);
        /** Guarded by itself. */
        private final LogPace beginnings = new LogPace(RepeatedWords.INTERVAL_NANOS, System::nanoTime);

        private final LogPace losses = new LogPace(RepeatedWords.INTERVAL_NANOS, System::nanoTime);
        private volatile boolean ended;
        private int records;
        private MrtFile file;
        private String name = "";
        private long lookedAt;

        Writer(String pattern) {
            this.pattern = pattern;
            this.thread = Thread.ofPlatform().name("mrtdump").daemon().unstarted(this);
        }

        void start() {
            thread.start();
        }

        void end() {
            ended = true;
            // Wakes the thread.
            queue.add(new MrtBuffer(0));
        }

        void await() {
            try {
                thread.join(TimeUnit.SECONDS.toMillis(2));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }

        @Override
        public void take(MrtBuffer record) {
            if (ended || waiting.get() > MOST_WAITING) {
                lost.incrementAndGet();
                if (tooFast.getAndIncrement() == 0) {
                    sayThatItBegins();
                }
                return;
            }
            waiting.addAndGet(record.length() + OVERHEAD);
            queue.add(record);
        }

        /** The thread that writes cannot: it may wait for the disk for as long as that likes. */
        private void sayThatItBegins() {
            synchronized (beginnings) {
                if (!ended && beginnings.permits()) {
                    log.warn(
                            "mrtdump: records are left out from now on: they come faster than '{}' is written",
                            pattern);
                }
            }
        }

        @Override
        public void run() {
            try {
                look();
                while (!ended || !queue.isEmpty()) {
                    MrtBuffer first = queue.poll(LOOK_NANOS, TimeUnit.NANOSECONDS);
                    if (first != null) {
                        fill(first);
                        write();
                    }
                    if (System.nanoTime() - lookedAt >= LOOK_NANOS) {
                        look();
                    }
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            } finally {
                closeFile();
            }
        }

        private void fill(MrtBuffer first) {
            MrtBuffer next = first;
            while (next != null) {
                batch.put(next.array(), 0, next.length());
                if (next.length() > 0) {
                    waiting.addAndGet(-next.length() - OVERHEAD);
                    records++;
                }
                next = batch.length() < BATCH ? queue.poll() : null;
            }
        }

        private void write() {
            try {
                if (file == null) {
                    open();
                }
                file.write(batch);
                written.addAndGet(records);
            } catch (IOException | InvalidPathException e) {
                lost.addAndGet(records);
                failed(e);
            }
            records = 0;
            batch.clear();
        }

        /** Once a second: what was written is made safe, and another name or a file moved away means a new one. */
        private void look() {
            lookedAt = System.nanoTime();
            try {
                if (file != null) {
                    file.seal();
                }
                if (file == null || !file.isInPlace() || !name.equals(present())) {
                    closeFile();
                    open();
                }
            } catch (IOException | InvalidPathException e) {
                failed(e);
            }
            long missing = tooFast.get();
            if (missing > 0 && losses.permits()) {
                tooFast.addAndGet(-missing);
                log.warn("mrtdump: {} records were left out: they came faster than they are written", missing);
            }
        }

        private String present() {
            return Strftime.format(pattern, clock.instant().atZone(ZoneId.systemDefault()));
        }

        private void open() throws IOException {
            name = present();
            file = MrtFile.append(Path.of(name));
        }

        private void failed(Exception problem) {
            String line = problems.line("Unable to write MRT file '" + name + "': " + SystemWords.of(problem));
            if (line != null) {
                log.error("mrtdump: {}", line);
            }
            MrtFile broken = file;
            file = null;
            if (broken != null) {
                try {
                    broken.undo();
                } catch (IOException e) {
                    log.debug("mrtdump: {}", SystemWords.of(e));
                }
            }
        }

        private void closeFile() {
            MrtFile open = file;
            file = null;
            if (open != null) {
                try {
                    open.close();
                } catch (IOException e) {
                    failed(e);
                }
            }
        }
    }
}
