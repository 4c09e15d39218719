package org.jbgp.daemon.control.view;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.jbgp.config.base.DebugFlag;

/**
 * What operators may ask the router to do. Every method may be called from any thread and returns when the router has
 * taken (not finished) the order; only {@link #configure} waits, for reading and checking the file, and {@link #dump}.
 */
public interface RouterCommands {

    /** Reads a configuration and, unless it is only checked, starts to apply it. Never throws for a bad file. */
    ConfigureResult configure(ConfigureRequest request);

    /** What {@link #configure} would do with a file, null for that of the running configuration; changes nothing. */
    PlanResult plan(PlanRequest request);

    /**
     * Carries a plan out that was shown, unless something has changed beyond it.
     *
     * @param undoAfter undo unless confirmed within this time, null for never
     */
    ConfigureResult apply(String plan, Duration undoAfter);

    /** What the plan that was carried out last has changed; null if there was none since the start, or it failed. */
    Changes changes();

    /** Keeps the configuration that {@code configure timeout} would have undone. */
    ConfigureResult confirm();

    /** Returns to the configuration before the last one. */
    ConfigureResult undo();

    /** Enables a protocol; {@code message} may be null. */
    Outcome enable(String protocol, String message);

    /**
     * Disables a protocol; a BGP neighbor gets Cease/Administrative Shutdown with {@code message} (RFC 9003), may be
     * null.
     */
    Outcome disable(String protocol, String message);

    /** Disables and enables a protocol; {@code message} may be null. */
    Outcome restart(String protocol, String message);

    /**
     * Has a BGP neighbor's routes go out with GRACEFUL_SHUTDOWN (RFC 8326), then be withdrawn; the session stays. Or
     * ends that.
     *
     * @return {@link Outcome#REFUSED} for another protocol
     */
    Outcome drain(String protocol, boolean begins);

    /** Sends routes through the filters once more. */
    Outcome reload(String protocol, Direction direction);

    /** Has a protocol report these things to the log until the configuration is read again. */
    Outcome debug(String protocol, Set<DebugFlag> flags);

    /** Has a protocol write these things into the MRT file until the configuration is read again. */
    Outcome mrtdump(String protocol, Set<DebugFlag> flags);

    /** Dumps tables, and waits for the end of it; what went wrong, a line each. */
    List<String> dump(MrtOrder order);

    /** Shuts the router down in order; returns at once. */
    void shutdown();

    /**
     * Ends at once and sends nothing: neighbors that support graceful restart keep our routes, and so does the kernel
     * (RFC 4724 §4).
     */
    void gracefulRestart();

    /**
     * What a plan has changed.
     *
     * @param planned what it said
     * @param back what it would take to go back, from which the real changes can be seen
     */
    record Changes(RoutePlan planned, RoutePlan back) {}

    /** Which routes are reloaded. */
    enum Direction {
        BOTH,
        IN,
        OUT
    }

    /** What became of an order to one protocol. */
    enum Outcome {
        DONE,
        /** It is in the wanted state already, or shall be; for restart and reload: it is disabled. */
        ALREADY,
        /** Reload of a protocol that is not up. */
        NOT_UP,
        /** The neighbor cannot refresh its routes; or there is no neighbor to drain. */
        REFUSED,
        /** There is no such protocol any more. */
        UNKNOWN
    }

    /**
     * An order to read a configuration.
     *
     * @param file or null for the file of the running configuration
     * @param mode what to do with it
     * @param undoAfter undo unless confirmed within this time, null for never
     */
    record ConfigureRequest(String file, Mode mode, Duration undoAfter) {

        /** What to do with a configuration. */
        public enum Mode {
            CHECK,
            APPLY,
            /** Apply, but do not send routes through changed filters. */
            SOFT
        }
    }

    /**
     * A question what a configuration would do.
     *
     * @param file or null for the file of the running configuration
     * @param routes how many routes of each kind to show, -1 not to go through them at all
     */
    record PlanRequest(String file, int routes) {
        public boolean withRoutes() {
            return routes >= 0;
        }
    }

    /**
     * What a configuration would do.
     *
     * @param problem as in {@link ConfigureResult}, null for a good file
     * @param id what to call it by to have it carried out, null without routes
     * @param summary one line, e.g. {@code 998 kept, 2 refiltered}; null for a bad file
     * @param steps the protocols that would not be left alone
     * @param routes what would become of routes, null if that was not asked
     */
    record PlanResult(String problem, String id, String summary, List<Step> steps, RoutePlan routes) {
        public PlanResult {
            steps = List.copyOf(steps);
        }

        /** A bad file. */
        public static PlanResult failed(String problem) {
            return new PlanResult(problem, null, null, List.of(), null);
        }

        /**
         * One protocol.
         *
         * @param protocol its name
         * @param action {@code updated}, {@code refiltered}, {@code restarted}, …
         * @param reasons the options that changed
         */
        public record Step(String protocol, String action, List<String> reasons) {
            public Step {
                reasons = List.copyOf(reasons);
            }
        }
    }

    /**
     * What became of a configuration.
     *
     * @param outcome the kind
     * @param problem for {@code FAILED}: {@code file:line:col message}, or {@code file: reason} when it cannot be read,
     *     a line for each that is wrong; else null
     */
    record ConfigureResult(Kind outcome, String problem) {

        /** A result without a problem. */
        public static ConfigureResult of(Kind outcome) {
            return new ConfigureResult(outcome, null);
        }

        /** A bad configuration; the running one stays. */
        public static ConfigureResult failed(String problem) {
            return new ConfigureResult(Kind.FAILED, problem);
        }

        /** Kinds of results; the numbers are BIRD's reply codes. */
        public enum Kind {
            DONE(3),
            IN_PROGRESS(4),
            QUEUED(5),
            SHUTTING_DOWN(6),
            UNQUEUED(17),
            CONFIRMED(18),
            NOTHING_TO_DO(19),
            CHECKED(20),
            FAILED(8002);

            private final int code;

            Kind(int code) {
                this.code = code;
            }

            /** BIRD's reply code. */
            public int code() {
                return code;
            }
        }
    }
}
