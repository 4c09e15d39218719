package org.jbgp.daemon.control.view;

import java.time.Instant;
import java.util.List;

/**
 * What the router remembers of changes. Every method may be called from any thread; it may wait shortly for the shards,
 * and what it returns is a copy that nothing changes any more. Without {@code history} in the file nothing is
 * remembered, and {@link #on} is false.
 */
public interface HistoryView {
    /** No history. */
    HistoryView NONE = new HistoryView() {
        @Override
        public boolean on() {
            return false;
        }

        @Override
        public Extent extent() {
            throw new Off();
        }

        @Override
        public List<Then> at(List<String> tables, RouteQuery.Prefix prefix, Instant when) {
            throw new Off();
        }

        @Override
        public Instant now() {
            throw new Off();
        }

        @Override
        public Changes changes(Question question) {
            throw new Off();
        }

        @Override
        public Difference difference(List<String> tables, Instant from, Instant to, int most) {
            throw new Off();
        }

        @Override
        public Flaps flaps(Instant since, int most) {
            throw new Off();
        }

        @Override
        public void watch(HistoryWatch watch) {}

        @Override
        public void unwatch(HistoryWatch watch) {}
    };

    /**
     * Changes are not recorded (any more): what all questions but {@link #on} may end in, because a reload may turn
     * history off while they are answered.
     */
    final class Off extends IllegalStateException {
        private static final long serialVersionUID = 1;

        public Off() {
            super("No history is recorded: `history on;` in the configuration, outside of protocols, does that");
        }
    }

    /** Whether changes are recorded. A question fails with {@link Off} if they are not. */
    boolean on();

    /** The time by the clock that changes are dated by. */
    Instant now();

    /** How far back it goes, and what it takes. */
    Extent extent();

    /**
     * The best path of a prefix at some time.
     *
     * @param tables where to look, all of the prefix's family; an answer for each
     * @param when a time that is yet to come stands for now
     */
    List<Then> at(List<String> tables, RouteQuery.Prefix prefix, Instant when);

    /** Changes and events, the oldest first. */
    Changes changes(Question question);

    /**
     * What is different at one time from what was at another.
     *
     * @param tables where to look
     * @param to not before {@code from}; a time that is yet to come stands for now
     * @param most routes that are listed; all are counted
     */
    Difference difference(List<String> tables, Instant from, Instant to, int most);

    /** The prefixes that changed most often, the worst first. */
    Flaps flaps(Instant since, int most);

    /** From now on what is recorded is put in there, too, until {@link #unwatch}. */
    void watch(HistoryWatch watch);

    /** Ends {@link #watch}. */
    void unwatch(HistoryWatch watch);

    /**
     * How far back it goes.
     *
     * @param since all changes after this are known
     * @param changes number of changes that are remembered
     * @param bytes memory that is used for it
     * @param limit most it may take
     */
    record Extent(Instant since, long changes, long bytes, long limit) {}

    /**
     * A best path at some time.
     *
     * @param known false if history does not go back so far
     * @param route null if there was none, or if it is not known
     * @param since when it became so, null if that was before history begins
     * @param until when it changed, null if it is so still
     */
    record Then(String table, boolean known, PastRoute route, Instant since, Instant until) {}

    /**
     * Which changes are wanted.
     *
     * @param prefix only of this one, null for all
     * @param protocol only those from or to its routes, and its events; null for all
     * @param since not before
     * @param most the newest ones, as many as this
     */
    record Question(RouteQuery.Prefix prefix, String protocol, Instant since, int most) {}

    /**
     * Changes and events.
     *
     * @param known all changes after this are known
     * @param left older ones that there are, beside those
     */
    record Changes(List<PastChange> changes, List<PastEvent> events, Instant known, long left) {}

    /**
     * What is different.
     *
     * @param known all changes after this are known
     * @param moves how many of each sort
     * @param routes some of them; when they changed first, and why they did last, stands with each
     */
    record Difference(Instant known, List<Move> moves, List<PastChange> routes) {}

    /**
     * Prefixes whose best path went from one protocol to another.
     *
     * @param before the protocol it came from, null for none
     * @param after the protocol it comes from, null for none
     * @param prefixes how many
     */
    record Move(String table, String before, String after, long prefixes) {}

    /**
     * Prefixes that changed often.
     *
     * @param known all changes after this are known
     * @param changes of all prefixes
     * @param prefixes how many different ones
     */
    record Flaps(Instant known, long changes, long prefixes, List<Flap> worst) {}

    /**
     * A prefix that changed often.
     *
     * @param changes how often
     * @param last when it did last
     * @param protocols those it came from, at last and before
     */
    record Flap(String table, RouteQuery.Prefix prefix, long changes, Instant last, List<String> protocols) {}
}
