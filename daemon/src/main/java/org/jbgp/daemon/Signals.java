package org.jbgp.daemon;

import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.apache.logging.log4j.LogManager;
import org.jbgp.kernel.IgnoredSignals;

/**
 * SIGHUP (reconfigure), SIGTERM and SIGINT (shut down), handed over to the daemon's own threads.
 *
 * <p>No signal is lost: one that comes before {@link #deliver} waits for it, a SIGHUP that comes while the one before
 * is being served is served after it, and a burst collapses into one more run that starts after the last of the burst.
 * Installed as early as possible, since until then the JVM takes SIGHUP for an order to end.
 *
 * <p>Thread-safe; the signals themselves arrive on a thread of the JVM.
 */
public final class Signals {
    private static final String[] NAMES = {"HUP", "TERM", "INT"};
    private static final int HANGUP = 1;

    private Optional<Delivery> delivery = Optional.empty();
    private boolean hangupPending;
    private Optional<String> ending = Optional.empty();
    private Consumer<String> endBefore = name -> {};

    /**
     * @param reloads where reconfiguring may take its time
     * @param ends where shutting down never waits for it
     */
    private record Delivery(Executor reloads, Runnable reconfigure, Executor ends, Consumer<String> shutDown) {}

    /**
     * From now on an order to end waits for {@link #deliver}: there is something to take down in order.
     *
     * @return false if that order came before, and everything is over
     */
    public synchronized boolean hold() {
        endBefore = name -> {};
        return ending.isEmpty();
    }

    /** The exit code of a process without a handler for it; {@code name} is {@code TERM} or {@code INT}. */
    static int exitCode(String name) {
        return 128 + (name.equals("INT") ? 2 : 15);
    }

    /** For {@link #install} and tests. */
    Signals() {}

    /** Those of a router that others pass signals on to, with {@link #received}; see {@link #install}. */
    Signals(Consumer<String> endBefore) {
        this.endBefore = endBefore;
    }

    /**
     * Takes the three signals over from the JVM, for the rest of its life. SIGUSR1, with which BIRD writes its state to
     * the debug log, is no order to end either.
     *
     * @param endBefore ends the process when SIGTERM or SIGINT comes before {@link #deliver}; gets the signal's name
     *     ({@code TERM})
     */
    public static Signals install(Consumer<String> endBefore) {
        Signals signals = new Signals(endBefore);
        IgnoredSignals.deliver(HANGUP);
        JvmSignals.handle("USR1", Signals::nameTheCommands);
        for (String name : NAMES) {
            JvmSignals.handle(name, () -> signals.received(name));
        }
        return signals;
    }

    /**
     * The logger is found when it is needed: the log is made ready on another thread while the configuration is read.
     */
    static void nameTheCommands() {
        LogManager.getLogger(Signals.class)
                .debug("SIGUSR1: ask on the control socket; show memory, show protocols all");
    }

    /**
     * From now on signals run these actions. Those that came before run at once.
     *
     * @param reloads runs {@code reconfigure}, which may read files for long; has one thread, and refuses nothing while
     *     the daemon runs
     * @param reconfigure what SIGHUP means
     * @param ends runs {@code shutDown}; the same holds
     * @param shutDown what SIGTERM and SIGINT mean; gets the signal's name ({@code SIGTERM}); called once
     */
    public synchronized void deliver(Executor reloads, Runnable reconfigure, Executor ends, Consumer<String> shutDown) {
        delivery = Optional.of(new Delivery(reloads, reconfigure, ends, shutDown));
        if (ending.isPresent()) {
            String name = ending.get();
            ends.execute(() -> shutDown.accept(name));
        } else if (hangupPending) {
            reloads.execute(this::serveHangup);
        }
    }

    /** A signal came; {@code name} is {@code HUP}, {@code TERM} or {@code INT}. */
    synchronized void received(String name) {
        if (ending.isPresent()) {
            return;
        }
        if (name.equals("HUP")) {
            if (!hangupPending) {
                hangupPending = true;
                delivery.ifPresent(to -> to.reloads().execute(this::serveHangup));
            }
        } else {
            String full = "SIG" + name;
            ending = Optional.of(full);
            if (delivery.isPresent()) {
                Delivery to = delivery.get();
                to.ends().execute(() -> to.shutDown().accept(full));
            } else {
                endBefore.accept(name);
            }
        }
    }

    private void serveHangup() {
        Runnable reconfigure;
        synchronized (this) {
            // Cleared before the work starts: what arrives from here on asks for another run.
            hangupPending = false;
            if (ending.isPresent()) {
                return;
            }
            reconfigure = delivery.orElseThrow().reconfigure();
        }
        reconfigure.run();
    }
}
