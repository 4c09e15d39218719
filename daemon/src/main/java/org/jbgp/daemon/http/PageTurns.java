package org.jbgp.daemon.http;

import io.netty.util.concurrent.EventExecutor;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;

/**
 * When requests are answered: one of each connection in a turn of the event loop, and a page is computed once for all
 * who ask for it in that turn. Between two turns connections are accepted, read and written, so that a client with many
 * requests delays another one by one turn at most. After a turn, and after a part of an answer, it rests for as long as
 * that took: pages wait for the threads that carry routes, which no crowd of clients shall keep busy. The HTTP thread.
 */
final class PageTurns {

    private static final Logger log = LogManager.getLogger(PageTurns.class);

    private record Request(Supplier<HttpPage> page, Consumer<HttpPage> answer) {}

    private static final long LONGEST_REST = TimeUnit.SECONDS.toNanos(1);

    private List<Request> waiting = new ArrayList<>();
    /** When the next turn may begin, by {@link System#nanoTime}. */
    private long rested = System.nanoTime();

    /**
     * Answers in the next turn.
     *
     * @param loop the HTTP thread
     * @param page how it is computed; the same object for all who ask for the same page
     * @param answer takes it
     */
    void ask(EventExecutor loop, Supplier<HttpPage> page, Consumer<HttpPage> answer) {
        if (waiting.isEmpty()) {
            // A plain task would run in the same turn: netty goes through 64 of them before it looks at the sockets.
            var _ = loop.schedule(this::turn, rest(), TimeUnit.NANOSECONDS);
        }
        waiting.add(new Request(page, answer));
    }

    private void turn() {
        long began = System.nanoTime();
        List<Request> now = waiting;
        waiting = new ArrayList<>();
        IdentityHashMap<Supplier<HttpPage>, HttpPage> computed = new IdentityHashMap<>();
        for (Request request : now) {
            request.answer.accept(computed.computeIfAbsent(request.page, PageTurns::computed));
        }
        worked(began);
    }

    /**
     * Makes a part of an answer when it has rested.
     *
     * @param loop the HTTP thread
     */
    void part(EventExecutor loop, Runnable part) {
        var _ = loop.schedule(() -> partNow(loop, part), rest(), TimeUnit.NANOSECONDS);
    }

    private void partNow(EventExecutor loop, Runnable part) {
        if (rest() > 0) {
            // Another part came first.
            part(loop, part);
            return;
        }
        long began = System.nanoTime();
        part.run();
        worked(began);
    }

    /** Nanoseconds until the next turn may begin. */
    private long rest() {
        return Math.max(0, rested - System.nanoTime());
    }

    private void worked(long began) {
        long ended = System.nanoTime();
        rested = ended + Math.min(ended - began, LONGEST_REST);
    }

    private static HttpPage computed(Supplier<HttpPage> page) {
        try {
            return page.get();
        } catch (HttpRefusal e) {
            return HttpPage.line(e.status(), e.getMessage());
        } catch (RuntimeException e) {
            log.error("HTTP: a page failed", e);
            return HttpPage.line(500, "internal error, see the log");
        }
    }
}
