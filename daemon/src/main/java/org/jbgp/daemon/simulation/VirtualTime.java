package org.jbgp.daemon.simulation;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.PriorityQueue;

/**
 * A clock that jumps from one event to the next, and the events. Everything of a simulation happens in it, one thing
 * after the other: of two events of one moment the one that was ordered first comes first, so that a run is the same
 * whenever it is run. One thread.
 *
 * <p>Whoever stands outside of all events and hands in a task gets it done at once, with all that follows at the same
 * moment: a question to a router, which waits for its answer, then has it.
 */
public final class VirtualTime implements InstantSource {
    private static final Instant BEGIN = Instant.parse("2030-01-01T00:00:00Z");

    /** Not 0, so that no part takes it for "never". */
    private static final long FIRST_NANOS = 1_000_000_000L;

    /** Whoever waits for something that is not a circle lets so much time pass without a change. */
    private static final long PAUSE_NANOS = 1_000_000_000L;

    private static final long RESTLESS_NANOS = 60_000_000_000L;

    private final PriorityQueue<Event> events = new PriorityQueue<>();
    private long now = FIRST_NANOS;
    private long ordered;
    private long done;
    private Object current;
    private boolean running;
    private long activity = FIRST_NANOS;
    /** Since then nothing was calm for {@link #PAUSE_NANOS}. */
    private long restlessSince = FIRST_NANOS;

    /** Something that will happen, unless it is cancelled. */
    static final class Event implements Comparable<Event> {
        private final long when;
        private final long number;
        private final Object owner;
        private Runnable task;

        private Event(long when, long number, Object owner, Runnable task) {
            this.when = when;
            this.number = number;
            this.owner = owner;
            this.task = task;
        }

        /** It will not happen; nothing if it has. */
        void cancel() {
            task = null;
        }

        /** In nanoseconds. */
        long when() {
            return when;
        }

        @Override
        public int compareTo(Event other) {
            return when != other.when ? Long.compare(when, other.when) : Long.compare(number, other.number);
        }
    }

    /** Nanoseconds of a clock that never jumps back. */
    public long nanoTime() {
        return now;
    }

    /** Since the simulation began. */
    public Duration elapsed() {
        return Duration.ofNanos(now - FIRST_NANOS);
    }

    @Override
    public Instant instant() {
        return BEGIN.plusNanos(now - FIRST_NANOS);
    }

    /** How many events there were. */
    public long count() {
        return done;
    }

    /**
     * Orders an event.
     *
     * @param delay in nanoseconds from now
     * @param owner whom {@link #current} names while it happens
     */
    Event after(long delay, Object owner, Runnable task) {
        Event event = new Event(Math.max(now, now + delay), ordered++, owner, task);
        events.add(event);
        return event;
    }

    /** Has a task done at this moment, after those already ordered. */
    void execute(Object owner, Runnable task) {
        after(0, owner, task);
        catchUp();
    }

    /** Does what is due at this moment, unless an event is happening, which others follow by themselves. */
    void catchUp() {
        if (!running) {
            advance(now);
        }
    }

    /** Does a task of somebody outside of all events, then what follows from it at this moment. */
    void call(Object owner, Runnable task) {
        if (running) {
            task.run();
        } else {
            happen(owner, task);
            advance(now);
        }
    }

    private void happen(Object owner, Runnable task) {
        running = true;
        current = owner;
        try {
            task.run();
        } finally {
            current = null;
            running = false;
        }
    }

    /** Whose event is happening, null outside of all. */
    Object current() {
        return current;
    }

    /** How many events are ordered and not cancelled; looks at all of them. */
    public long waiting() {
        return events.stream().filter(event -> event.task != null).count();
    }

    /** Routes, links or the kernel of a router have just changed. */
    void touch() {
        if (now - activity > PAUSE_NANOS) {
            restlessSince = now;
        }
        activity = now;
    }

    /**
     * Whether something has changed again and again for so long that it will go on, as routes do that depend on each
     * other.
     */
    public boolean isRestless() {
        return activity - restlessSince > RESTLESS_NANOS && now - activity <= PAUSE_NANOS;
    }

    /** What changes from now on has another cause than what has changed before. */
    public void disturb() {
        activity = now;
        restlessSince = now;
    }

    /** When something changed last, since the simulation began. */
    public Duration lastChange() {
        return Duration.ofNanos(activity - FIRST_NANOS);
    }

    /** Goes on for so long. */
    public void run(Duration duration) {
        long until = now + duration.toNanos();
        advance(until);
        now = until;
    }

    /**
     * Goes on until nothing has changed for a while, or until it never will.
     *
     * @param most goes on for so long at most
     * @return whether it is quiet
     */
    public boolean runUntilQuiet(Duration quiet, Duration most) {
        long end = now + most.toNanos();
        disturb();
        long calm;
        while ((calm = activity + quiet.toNanos()) > now && now < end && !isRestless()) {
            long until = Math.min(Math.min(calm, end), now + PAUSE_NANOS);
            advance(until);
            now = until;
        }
        return calm <= now;
    }

    /** Has happen what is due by then. */
    private void advance(long until) {
        Event next;
        while ((next = events.peek()) != null && next.when <= until) {
            events.poll();
            Runnable task = next.task;
            if (task != null) {
                next.task = null;
                now = next.when;
                done++;
                happen(next.owner, task);
            }
        }
    }
}
