package org.jbgp.daemon.control.view;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.jbgp.config.CommandLanguage;
import org.jbgp.config.base.RoaConfig;
import org.jbgp.config.filter.tree.Expression;
import org.jbgp.config.filter.tree.Filter;
import org.jbgp.config.model.AspaConfig;
import org.jbgp.config.model.StaticConfig;
import org.jbgp.config.model.StaticRoute;
import org.jbgp.config.model.router.TimeFormats;
import org.jbgp.daemon.progress.Progress;

/**
 * The router as its operators see it. Every method may be called from any thread at any time, returns an immutable
 * snapshot and may wait shortly for the thread that owns the facts, but never for the network, the kernel or a disk.
 */
public interface RouterView {

    /** Version, identity and times of the daemon. */
    RouterStatus status();

    /** All protocol instances in the order of the configuration; channels and details included. */
    List<ProtocolStatus> protocols();

    /** All interfaces the device protocol has seen, in order of their index. */
    List<InterfaceStatus> interfaces();

    /** What its neighbors cost, and what waits between its threads. */
    RouterLoad load();

    /** What takes long and is under way, the newest last. */
    List<Progress> progress();

    /** What the daemon's parts occupy, largest idea first; control adds what the JVM knows of itself. */
    List<MemoryUse> memory();

    /** Named things of the running configuration, in order of definition. */
    List<Symbol> symbols();

    /** The filter language with everything the running configuration defines. */
    CommandLanguage language();

    /** Evaluates an expression that needs no route, in the running configuration. */
    Evaluation evaluate(Expression expression);

    /** True if the channel keeps what it receives, before its filter ({@code import table}). */
    boolean keepsReceived(String protocol, String channel);

    /** Names of the ROA tables. */
    List<String> authorisationTables();

    /**
     * Calls back for the authorizations in a table that a filter accepts, one by one.
     *
     * @param filter null for all
     * @throws IOException of the reader
     */
    void authorisations(String table, Filter filter, AuthorisationReader reader) throws IOException;

    /** Takes authorizations, one by one. */
    @FunctionalInterface
    interface AuthorisationReader {
        void authorisation(Authorisation authorisation) throws IOException;
    }

    /** The BFD protocols with their sessions; may wait two seconds if the helper process does not answer. */
    List<BfdStatus> bfd();

    /** The keys of TCP-AO on all sockets, without their secrets, a line each; empty if no neighbor has keys. */
    List<String> aoKeys();

    /** The static protocols of the running configuration, in order of definition. */
    List<StaticConfig> statics();

    /**
     * Name of the interface a way of a static route leads over now; empty if it cannot be used.
     *
     * @param protocol the route's
     */
    Optional<String> interfaceOf(StaticConfig protocol, StaticRoute.NextHop way);

    /** How times are written; part of the running configuration. */
    TimeFormats timeFormats();

    /** What is logged of commands: 0 nothing, 1 connections, 2 each command ({@code debug commands}). */
    int debugCommands();

    /** Names of the configuration's own route attributes, in order of definition. */
    List<String> customAttributes();

    /**
     * One line of {@code show memory}.
     *
     * @param label what occupies it, e.g. {@code Routing tables}
     * @param effective bytes that hold data
     * @param overhead bytes allocated beyond that
     */
    record MemoryUse(String label, long effective, long overhead) {}

    /**
     * What an expression came to.
     *
     * @param text the value, or what went wrong
     * @param failed true if it went wrong
     */
    record Evaluation(String text, boolean failed) {}

    /**
     * An authorization in a table.
     *
     * @param roa prefix, longest length, origin; null for one of providers
     * @param aspa customer and providers; null for one of an origin
     * @param protocol name of the protocol that brought it
     * @param kind how it came, as routes say it
     * @param preference of its channel
     * @param best true if nobody of higher preference brings it too
     */
    record Authorisation(RoaConfig roa, AspaConfig aspa, String protocol, String kind, int preference, boolean best) {}

    /** A name of the configuration and what it stands for: {@code protocol}, {@code filter}, {@code routing table} … */
    record Symbol(String name, String kind) {}
}
