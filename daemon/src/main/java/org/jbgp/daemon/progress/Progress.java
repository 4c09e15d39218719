package org.jbgp.daemon.progress;

import java.time.Duration;

/**
 * How far one long work is. Immutable.
 *
 * @param kind of work
 * @param what it is done to: a file, a protocol, a table
 * @param unit what is counted, in plural
 * @param amount how much of it
 * @param times how long
 */
public record Progress(Kind kind, String what, String unit, Amount amount, Times times) {

    /** Kinds of work, each with the word its line begins with. */
    public enum Kind {
        /** Reading a configuration file and what it includes. */
        READING("reading"),
        /** What another configuration would do to routes. */
        PLAN("plan"),
        /** Routes go through changed filters, or choose again. */
        REFILTER("reload"),
        /** A neighbor is sent what there is. */
        FEED("feed"),
        /** Routes of a protocol that ended are taken out of tables. */
        WITHDRAWAL("withdrawal"),
        /** Routes on their way into the kernel. */
        KERNEL("kernel"),
        /** Neighbors advertise again what they had, after a restart. */
        RECOVERY("recovery"),
        /** {@code show route}. */
        ROUTES("show route"),
        /** A table is written to an MRT file. */
        DUMP("dump"),
        /** Routes of a recorded table go through filters ({@code --test}). */
        RECORDED("table"),
        /** A network is simulated ({@code --simulate}). */
        SIMULATION("simulation");

        private final String word;

        Kind(String word) {
            this.word = word;
        }

        /** As lines begin. */
        public String word() {
            return word;
        }
    }

    /**
     * How much.
     *
     * @param done at least 0; may be a little more than {@code total}, which may have been guessed
     * @param total -1 while it is not known
     */
    public record Amount(long done, long total) {}

    /**
     * How long.
     *
     * @param running since it began; null if that is not known
     * @param still since anybody saw {@code done} move
     * @param left about so long it will go on, null while nobody can say
     */
    public record Times(Duration running, Duration still, Duration left) {}

    /** The same, with the time since it moved. */
    public Progress still(Duration still) {
        return new Progress(kind, what, unit, amount, new Times(times.running(), still, times.left()));
    }

    /** Parts of hundred that are done, -1 while the total is not known. */
    public int percent() {
        return amount.total() <= 0 ? -1 : (int) Math.min(100, 100 * amount.done() / amount.total());
    }
}
