package org.jbgp.daemon.control.socket;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Set;
import org.jbgp.config.model.router.LogClass;
import org.jbgp.daemon.control.layout.Reply;
import org.jbgp.daemon.control.view.LogTap;

/**
 * Shows log messages between the replies of one session ({@code echo}). The thread that logs only puts the text into a
 * bounded queue; a thread of this session writes it out, so a client that does not read costs nobody anything: messages
 * it missed are counted and named.
 */
final class LogEcho implements AutoCloseable {

    private final LogTap log;
    private final Reply reply;
    private final Deque<String> queue = new ArrayDeque<>();
    private LogTap.Subscription subscription;
    private Thread writer;
    private int capacity;
    private int queued;
    private int lost;
    private boolean closed;

    LogEcho(LogTap log, Reply reply) {
        this.log = log;
        this.reply = reply;
    }

    /** Replaces what is echoed; an empty set ends it. {@code size} bounds the queue, in characters. */
    void start(Set<LogClass> classes, int size) {
        synchronized (this) {
            if (subscription != null) {
                subscription.close();
                subscription = null;
            }
            capacity = size;
            if (closed || classes.isEmpty()) {
                return;
            }
            if (writer == null) {
                writer = Thread.ofPlatform().daemon().name("control-echo").unstarted(this::writeAll);
                writer.start();
            }
        }
        LogTap.Subscription fresh = log.listen(classes, this::offer);
        synchronized (this) {
            if (closed) {
                fresh.close();
            } else {
                subscription = fresh;
            }
        }
    }

    private synchronized void offer(String message) {
        if (queued + message.length() > capacity) {
            lost++;
            return;
        }
        queue.add(message);
        queued += message.length();
        notifyAll();
    }

    private void writeAll() {
        try {
            while (true) {
                String next = next();
                if (next == null) {
                    return;
                }
                reply.spontaneous(next);
            }
        } catch (IOException e) {
            close();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private synchronized String next() throws InterruptedException {
        while (queue.isEmpty() && lost == 0 && !closed) {
            wait();
        }
        if (closed) {
            return null;
        }
        if (lost > 0) {
            String note = "<" + lost + " messages lost>";
            lost = 0;
            return note;
        }
        String message = queue.remove();
        queued -= message.length();
        return message;
    }

    @Override
    public synchronized void close() {
        closed = true;
        if (subscription != null) {
            subscription.close();
            subscription = null;
        }
        notifyAll();
    }
}
