package org.jbgp.daemon.history;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Consumer;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;
import org.jbgp.config.source.SystemWords;
import org.jbgp.daemon.control.view.HistoryWatch;
import org.jbgp.daemon.control.view.PastChange;
import org.jbgp.daemon.control.view.PastEvent;

/**
 * Writes what is recorded into a {@link JournalFile}, on a thread of its own that takes from a bounded queue: a slow or
 * full disk holds nobody up, but leaves a gap behind which what was before is not known. Any thread opens and closes.
 */
final class Journal implements AutoCloseable {
    private static final Logger log = LogManager.getLogger(Journal.class);
    private static final Duration LOOK = Duration.ofMinutes(1);
    /** Bytes that may wait for the disk. */
    private static final long ROOM = 16 << 20;
    /** So long nothing is tried after the disk was full. */
    private static final long AGAIN_NANOS = 30_000_000_000L;

    private final Path path;
    private final JournalFile file;
    private final HistoryWatch queue = new HistoryWatch(null, null, ROOM);
    private final Thread writer;
    private volatile boolean closing;
    private boolean gap;
    private long failedAt;

    private Journal(Path path, JournalFile file) {
        this.path = path;
        this.file = file;
        this.writer = Thread.ofPlatform().daemon().name("history-journal").unstarted(this::writeAll);
    }

    /**
     * Opens a journal and passes on what is in it; null if that cannot be done, which is logged.
     *
     * @param bytes most it may take
     * @param first what is added at once
     */
    static Journal open(Path path, long bytes, JournalRecord first, Consumer<JournalRecord> reader) {
        JournalFile file = new JournalFile(path, bytes);
        try {
            file.open(reader);
            file.add(first);
        } catch (IOException e) {
            log.error("History has no journal, and is kept in memory alone: {}: {}", path, text(e));
            closeQuietly(path, file);
            return null;
        }
        Journal journal = new Journal(path, file);
        journal.writer.start();
        return journal;
    }

    /** What is to be written goes in there. */
    HistoryWatch queue() {
        return queue;
    }

    Path path() {
        return path;
    }

    private void writeAll() {
        try {
            Record next = queue.next(LOOK);
            while (next != null || !closing) {
                if (next != null) {
                    write(next);
                }
                next = queue.next(LOOK);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            closeQuietly(path, file);
        }
    }

    private static void closeQuietly(Path path, JournalFile file) {
        try {
            file.close();
        } catch (IOException e) {
            log.warn("{}: {}", path, text(e));
        }
    }

    private static String text(IOException e) {
        return switch (e) {
            case NoSuchFileException missing -> "there is no such directory";
            case AccessDeniedException denied -> "the user that jbgpd runs as may not write there";
            default -> SystemWords.of(e);
        };
    }

    private void write(Record next) {
        if (failedAt != 0 && System.nanoTime() - failedAt < AGAIN_NANOS) {
            return;
        }
        try {
            if (gap) {
                file.add(new JournalRecord.Gap(Instant.now()));
                gap = false;
            }
            switch (next) {
                case PastChange change -> file.add(new JournalRecord.Change(change));
                case PastEvent event -> file.add(new JournalRecord.Event(event));
                default -> file.add(new JournalRecord.Gap(Instant.now()));
            }
            if (failedAt != 0) {
                log.info("The journal of history is written again: {}", path);
            }
            failedAt = 0;
        } catch (IOException e) {
            if (failedAt == 0) {
                log.error("The journal of history cannot be written, and has a gap: {}: {}", path, text(e));
            }
            failedAt = System.nanoTime();
            gap = true;
            sayGap();
        }
    }

    /** So that it is known even if the router ends before there is room again. */
    private void sayGap() {
        try {
            file.gap(Instant.now());
        } catch (IOException e) {
            log.warn("{}: {}", path, text(e));
        }
    }

    /** Writes what is waiting, and ends; waits two seconds at most. */
    @Override
    public void close() {
        closing = true;
        queue.close();
        try {
            writer.join(Duration.ofSeconds(2));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
