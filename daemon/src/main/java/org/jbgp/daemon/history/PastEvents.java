package org.jbgp.daemon.history;

import java.util.ArrayDeque;
import java.util.List;
import org.jbgp.daemon.control.view.PastEvent;

/** What happened beside changes of routes: the newest events, a bounded number of them. Any thread. */
final class PastEvents {
    /** With the longest text each, less than one megabyte. */
    private static final int MOST = 2048;

    private static final int LONGEST_TEXT = 200;
    private static final long TOGETHER_MILLIS = 1000;

    /** An event with its time, so that a clock that is set moves them all. */
    private record Noted(long millis, PastEvent.Kind kind, String protocol, String text) {}

    private final Moments moments;
    private final ArrayDeque<Noted> noted = new ArrayDeque<>();
    /** What the kernel refused, and the numbers in it; null if something else happened since. */
    private Noted kernel;

    private long kernelRefused;
    private long kernelNoMore;

    PastEvents(Moments moments) {
        this.moments = moments;
    }

    /** Something happened now. */
    PastEvent add(PastEvent.Kind kind, String protocol, String text) {
        return add(moments.now(), kind, protocol, text);
    }

    synchronized PastEvent add(long millis, PastEvent.Kind kind, String protocol, String text) {
        if (noted.size() == MOST) {
            noted.poll();
        }
        String bounded = text.length() > LONGEST_TEXT ? text.substring(0, LONGEST_TEXT - 1) + "…" : text;
        noted.add(new Noted(millis, kind, protocol, bounded));
        kernel = null;
        return new PastEvent(moments.at(millis), kind, protocol, bounded);
    }

    /**
     * The kernel refuses routes from now on, or does not any more. A table of them comes in many parts, which are one
     * event: else they would leave no room for others.
     *
     * @return this part of it
     */
    synchronized PastEvent kernel(String protocol, int refused, int noMore) {
        long now = moments.now();
        boolean more = kernel != null && kernel.protocol().equals(protocol) && now - kernel.millis() < TOGETHER_MILLIS;
        long begun = more ? kernel.millis() : now;
        if (more) {
            noted.pollLast();
        }
        kernelRefused = refused + (more ? kernelRefused : 0);
        kernelNoMore = noMore + (more ? kernelNoMore : 0);
        add(begun, PastEvent.Kind.KERNEL, protocol, text(kernelRefused, kernelNoMore));
        kernel = noted.peekLast();
        return new PastEvent(moments.at(now), PastEvent.Kind.KERNEL, protocol, text(refused, noMore));
    }

    private static String text(long refused, long noMore) {
        if (refused == 0) {
            return noMore + (noMore == 1 ? " route is refused no more" : " routes are refused no more");
        }
        return refused
                + (refused == 1 ? " route is refused" : " routes are refused")
                + (noMore == 0 ? "" : ", " + noMore + " no more");
    }

    /** One of a journal. */
    void add(PastEvent event) {
        add(moments.of(event.at()), event.kind(), event.protocol(), event.text());
    }

    /** Those since a time, the oldest first. */
    synchronized List<PastEvent> since(long millis) {
        return noted.stream()
                .filter(each -> each.millis() >= millis)
                .map(each -> new PastEvent(moments.at(each.millis()), each.kind(), each.protocol(), each.text()))
                .toList();
    }

    synchronized void clear() {
        noted.clear();
        kernel = null;
    }
}
