package org.jbgp.daemon.control;

import java.util.Set;
import org.jbgp.config.base.DebugFlag;
import org.jbgp.config.filter.tree.Expression;
import org.jbgp.config.filter.tree.Filter;
import org.jbgp.config.model.router.LogClass;
import org.jbgp.config.model.router.TimeFormat;
import org.jbgp.daemon.control.view.RouteQuery;
import org.jbgp.daemon.control.view.RouterCommands;

/** A command with its arguments, as a row of {@link CommandTable} reads it. Names are not resolved yet. */
interface ControlCommand {

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

    /** {@code dump}: writes to a new file. */
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
     * @param table name of a table, null for the default ones
     * @param allTables {@code table all}
     * @param protocol only its routes, or null
     * @param export relation to a protocol, or null
     * @param exportChannel {@code ipv4} or {@code ipv6} of {@code export p.ipv4}, or null
     * @param details {@code all}
     * @param primary {@code primary}
     * @param shelf {@code filtered}, {@code import table} or {@code export table}
     * @param filter {@code filter} or {@code where}, or null
     * @param counting what to count
     */
    record ShowRoute(
            RouteQuery.Range range,
            String table,
            boolean allTables,
            String protocol,
            RouteQuery.Export export,
            String exportChannel,
            boolean details,
            boolean primary,
            RouteQuery.Shelf shelf,
            Filter filter,
            Counting counting)
            implements ControlCommand {}

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

    /** {@code configure plan}; {@code file} may be null. */
    record ConfigurePlan(String file) implements ControlCommand {}

    /** What to do with protocols. */
    enum Change {
        ENABLE,
        DISABLE,
        RESTART
    }

    record ChangeProtocols(Change change, Selector selector, String message) implements ControlCommand {}

    /** {@code debug}; no flags for {@code off}. */
    record Debug(Selector selector, Set<DebugFlag> flags) implements ControlCommand {}

    record Reload(RouterCommands.Direction direction, Selector selector) implements ControlCommand {}

    /** {@code classes} is empty for {@code echo off}; {@code size} is in bytes. */
    record Echo(Set<LogClass> classes, int size) implements ControlCommand {}

    /** {@code topic} holds the words before the question mark. */
    record Help(String topic) implements ControlCommand {}
}
