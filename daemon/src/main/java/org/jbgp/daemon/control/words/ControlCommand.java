package org.jbgp.daemon.control.words;

import java.util.List;
import java.util.Set;
import org.jbgp.config.base.DebugFlag;
import org.jbgp.config.filter.tree.Expression;
import org.jbgp.config.filter.tree.Filter;
import org.jbgp.config.model.router.LogClass;
import org.jbgp.config.model.router.TimeFormat;
import org.jbgp.daemon.control.view.RouteQuery;
import org.jbgp.daemon.control.view.RouterCommands;

/** A command with its arguments, as a row of the table of commands reads it. Names are not resolved yet. */
public interface ControlCommand {

    /** A command without arguments. */
    record Plain() implements ControlCommand {}

    /** Which protocols a command is about. */
    sealed interface Selector {}

    /** The protocol of this name. */
    record Named(String name) implements Selector {}

    /** All protocols whose names match. */
    record Matching(String pattern) implements Selector {}

    record ShowProtocols(Selector selector, boolean all) implements ControlCommand {}

    record ShowInterfaces(boolean summary) implements ControlCommand {}

    /** {@code timeformat}: how this session's replies write times. */
    record SetTimeFormat(TimeFormat format) implements ControlCommand {}

    /** {@code dump}: writes to a new file, or to the log if that is null. */
    record Dump(String what, String file) implements ControlCommand {}

    /** A command about some protocols and nothing else; about all if none is named. */
    record OfProtocols(Selector selector) implements ControlCommand {}

    /**
     * {@code show symbols}.
     *
     * @param word a kind, or else a name, or else the beginning of a kind; null for all
     */
    record ShowSymbols(String word) implements ControlCommand {}

    /**
     * {@code show route}.
     *
     * @param range which prefixes
     * @param tables where
     * @param protocol only its routes, or null
     * @param target only routes with a relation to a protocol, or null
     * @param primary {@code primary}
     * @param rib {@code filtered}, {@code import table} or {@code export table}
     * @param filter {@code filter} or {@code where}, or null
     * @param form how much is shown
     */
    record ShowRoute(
            RouteQuery.Range range,
            Tables tables,
            String protocol,
            Target target,
            boolean primary,
            RouteQuery.Rib rib,
            Filter filter,
            Form form)
            implements ControlCommand {}

    /**
     * The tables a {@code show route} names.
     *
     * @param names of tables, in order
     * @param all {@code table all}
     * @param said what the command names last
     */
    record Tables(List<String> names, boolean all, Said said) {
        /**
         * Which words chose the tables; the last of them decides what becomes of tables that do not fit or are empty,
         * as in BIRD.
         */
        public enum Said {
            /** None, or a protocol: tables that do not fit are left out, empty ones get no heading. */
            NOTHING,
            /** {@code table all}: empty ones have a heading. */
            ALL,
            /** One table or several: those that do not fit are an error. */
            NAMED
        }

        public Tables {
            names = List.copyOf(names);
        }
    }

    /**
     * {@code export p} and its kin.
     *
     * @param export the relation
     * @param channel {@code ipv4} or {@code ipv6} of {@code export p.ipv4}, or null
     */
    record Target(RouteQuery.Export export, String channel) {
        /** Name of the protocol. */
        public String protocol() {
            return export.protocol();
        }
    }

    /**
     * How a {@code show route} shows routes.
     *
     * @param details {@code all}
     * @param counting what to count
     * @param at when, as somebody wrote it; null for now
     */
    record Form(boolean details, Counting counting, String at) {}

    /** Counting in {@code show route}. */
    enum Counting {
        NONE,
        /** Routes, then counts. */
        STATS,
        /** Counts alone. */
        COUNT
    }

    /**
     * {@code explain route}.
     *
     * @param prefix what is asked about
     * @param longest the longest prefix that covers it instead
     * @param protocol only what concerns it, or null
     * @param table where to look, or null for the default tables, or the protocol's
     */
    record ExplainRoute(RouteQuery.Prefix prefix, boolean longest, String protocol, String table)
            implements ControlCommand {}

    /** {@code eval}. */
    record Evaluate(Expression expression) implements ControlCommand {}

    /** {@code show roa} of 1.6; prefix, origin (-1 for any) and table (null for all) restrict it. */
    record ShowRoa(RouteQuery.Range range, long origin, String table) implements ControlCommand {}

    record Configure(RouterCommands.ConfigureRequest request) implements ControlCommand {}

    /** {@code configure apply}: a plan by its id; {@code undoAfter} may be null. */
    record ConfigureApply(String plan, java.time.Duration undoAfter) implements ControlCommand {}

    /**
     * {@code configure plan}.
     *
     * @param file null for the usual one
     * @param routes whether routes are gone through
     * @param protocol of which alone they are shown, null for all
     */
    record ConfigurePlan(String file, boolean routes, String protocol) implements ControlCommand {}

    /** What to do with protocols. */
    enum Change {
        ENABLE,
        DISABLE,
        RESTART
    }

    record ChangeProtocols(Change change, Selector selector, String message) implements ControlCommand {}

    /** {@code drain} and {@code undrain}. */
    record Drain(Selector selector, boolean begins) implements ControlCommand {}

    /** {@code debug}; no flags for {@code off}. */
    record Debug(Selector selector, Set<DebugFlag> flags) implements ControlCommand {}

    record Reload(RouterCommands.Direction direction, Selector selector) implements ControlCommand {}

    /** {@code classes} is empty for {@code echo off}; {@code size} is in bytes. */
    record Echo(Set<LogClass> classes, int size) implements ControlCommand {}

    /** {@code topic} holds the words before the question mark. */
    record Help(String topic) implements ControlCommand {}
}
