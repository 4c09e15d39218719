package org.jbgp.daemon.reload;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.function.Function;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;
import org.jbgp.config.model.Configuration;
import org.jbgp.config.model.router.Guard;
import org.jbgp.daemon.control.view.RouterCommands.ConfigureResult;

/**
 * Puts configurations in force one at a time. Of several that wait, only the last is taken. Remembers the one before,
 * for {@code undo}.
 *
 * <p>Any thread. What was asked for is guarded by this object, for moments only; {@link #applying} belongs to the
 * control thread, which never waits for this object while a configuration is handed on: that happens only while none is
 * being applied.
 */
public final class ConfigurationQueue {
    private static final Logger log = LogManager.getLogger(ConfigurationQueue.class);

    /** How long a command waits, so that it can answer that all is done. */
    private static final long ANSWER_MILLIS = 300;

    private final Target target;
    private final Executor control;
    private final ScheduledExecutorService timer;
    private final Consumer<Configuration> whenApplied;
    /** The last configuration that was put in force, or is being so. */
    private Configuration present;

    private boolean presentSoft;
    /** What {@code undo} goes back to: the last one that was confirmed, null if there is nothing to undo. */
    private Configuration previous;
    /** True from the moment a configuration is handed on until all that it changes has changed. */
    private boolean underWay;

    private volatile Request queued;
    private volatile ScheduledFuture<?> undoTimer;
    /** The configuration that is to be confirmed, null if there is none. */
    private Object awaited;

    private final GuardWatch guard;
    private volatile String undone;
    /** Completes when what was handed to the control thread is done; on the control thread. */
    private CompletableFuture<Void> applying = CompletableFuture.completedFuture(null);

    /** What puts a configuration in force. */
    @FunctionalInterface
    public interface Target {
        /** See {@link Configurations#apply}. On the control thread. */
        CompletableFuture<Void> apply(Configuration next, boolean soft);
    }

    /** A configuration waiting until the one before is in force. */
    private record Request(Configuration configuration, boolean soft, Base base) {}

    /** Which configuration {@code undo} goes back to once another one is put in force. */
    private enum Base {
        /** It is the one that was in force. */
        PRESENT,
        /** It stays: nobody confirmed the one that is in force. */
        KEPT,
        /** There is none: this was the way back. */
        NONE
    }

    /**
     * @param control the control thread
     * @param timer where {@code configure timeout} runs out, and what waited is taken
     * @param whenApplied gets every configuration before it is put in force, for the log; on the thread that asked, or
     *     the timer's
     */
    public ConfigurationQueue(
            Target target, Executor control, ScheduledExecutorService timer, Consumer<Configuration> whenApplied) {
        this.target = target;
        this.control = control;
        this.timer = timer;
        this.whenApplied = whenApplied;
        this.guard = new GuardWatch(timer);
    }

    /** Who knows which bounds of a guard are broken, as sentences. */
    public void guardBy(Function<Guard, CompletableFuture<List<String>>> who) {
        guard.ask(who);
    }

    /** What is in force or being put in force, null before the first. Any thread. */
    synchronized Configuration present() {
        return present;
    }

    /** Why the last configuration was undone by itself; empty if it was not. Never waits. */
    public Optional<String> undone() {
        return Optional.ofNullable(undone);
    }

    /** A request that was taken. */
    sealed interface Submitted {
        /** What to answer whoever asked; may wait for a moment. */
        ConfigureResult result();

        /** Nothing of it is to be done, or it is done. */
        record Answered(ConfigureResult result) implements Submitted {
            static Answered of(ConfigureResult.Kind kind) {
                return new Answered(ConfigureResult.of(kind));
            }
        }

        /** It waits for another one. */
        record Waiting() implements Submitted {
            @Override
            public ConfigureResult result() {
                return ConfigureResult.of(ConfigureResult.Kind.QUEUED);
            }
        }

        /** It is being put in force. */
        record Applying(CompletableFuture<Void> done) implements Submitted {
            @Override
            public ConfigureResult result() {
                try {
                    // What needs no session to close is done at once; the operator should see that.
                    done.get(ANSWER_MILLIS, TimeUnit.MILLISECONDS);
                    return ConfigureResult.of(ConfigureResult.Kind.DONE);
                } catch (TimeoutException e) {
                    return ConfigureResult.of(ConfigureResult.Kind.IN_PROGRESS);
                } catch (ExecutionException e) {
                    return ConfigureResult.failed("internal error, see the log");
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                    return ConfigureResult.of(ConfigureResult.Kind.IN_PROGRESS);
                }
            }
        }
    }

    /** Puts the first configuration in force; the future completes when all protocols were started. */
    public synchronized CompletableFuture<Void> start(Configuration first) {
        return put(new Request(first, false, Base.PRESENT));
    }

    /**
     * Puts a configuration in force, or has it wait for the one before.
     *
     * @param undoAfter time to confirm it in, null to put it in force for good
     */
    synchronized Submitted submit(Configuration next, boolean soft, Duration undoAfter) {
        Request skipped = queued;
        Base base = undoTimer != null && previous != null ? Base.KEPT : Base.PRESENT;
        Submitted submitted = submit(new Request(next, soft, skipped == null ? base : skipped.base()));
        disarm();
        undone = null;
        if (undoAfter != null) {
            Object unconfirmed = new Object();
            awaited = unconfirmed;
            undoTimer = timer.schedule(
                    () -> undoByItself(unconfirmed, "it was not confirmed in time"),
                    undoAfter.toMillis(),
                    TimeUnit.MILLISECONDS);
            guard.begin(next.router().guard(), broken -> undoByItself(unconfirmed, "its guard is broken: " + broken));
        }
        return submitted;
    }

    /** Puts a configuration in force for good, now or after the one before, without waiting for it. */
    public void change(Configuration next) {
        var _ = submit(next, false, null);
    }

    private Submitted submit(Request request) {
        if (underWay || queued != null) {
            // What is skipped may have changed filters for good; then the one after it must too.
            Request skipped = queued;
            boolean soft = request.soft() && (skipped == null || skipped.soft());
            queued = new Request(request.configuration(), soft, request.base());
            return new Submitted.Waiting();
        }
        return new Submitted.Applying(put(request));
    }

    private CompletableFuture<Void> put(Request request) {
        boolean first = present == null;
        previous = switch (request.base()) {
            case PRESENT -> present;
            case KEPT -> previous;
            case NONE -> null;
        };
        present = request.configuration();
        presentSoft = request.soft();
        whenApplied.accept(present);
        underWay = true;
        CompletableFuture<Void> done = new CompletableFuture<>();
        control.execute(() -> apply(request, first, done));
        return done;
    }

    /** On the control thread. */
    private void apply(Request request, boolean first, CompletableFuture<Void> done) {
        applying = applying.handle((ignored, error) -> null)
                .thenComposeAsync(ignored -> target.apply(request.configuration(), request.soft()), control)
                .whenComplete((ignored, error) -> {
                    applied();
                    if (error != null) {
                        log.error("internal error while applying the configuration", error);
                        done.completeExceptionally(error);
                    } else {
                        if (!first) {
                            log.info("Reconfigured");
                        }
                        done.complete(null);
                    }
                });
    }

    private synchronized void applied() {
        underWay = false;
        if (queued != null) {
            timer.execute(this::takeQueued);
        }
    }

    private synchronized void takeQueued() {
        Request next = queued;
        if (next != null && !underWay) {
            queued = null;
            var _ = put(next);
        }
    }

    /** Runs a task on the control thread while no configuration is being applied. Control thread. */
    public void between(Runnable task) {
        applying = applying.handle((ignored, error) -> null)
                .thenRunAsync(task, control)
                .exceptionally(error -> {
                    log.error("internal error between two configurations", error);
                    return null;
                });
    }

    /** @param unconfirmed what was armed: once it is confirmed, or another one is there, nobody undoes it any more */
    @SuppressWarnings("ReferenceEquality") // a token
    private synchronized void undoByItself(Object unconfirmed, String why) {
        if (awaited != unconfirmed) {
            return;
        }
        log.warn("The configuration is undone: {}", why);
        var _ = undoNow();
        undone = why;
    }

    private void disarm() {
        guard.end();
        awaited = null;
        ScheduledFuture<?> armed = undoTimer;
        if (armed != null) {
            armed.cancel(false);
            undoTimer = null;
        }
    }

    /** Time until an unconfirmed configuration is undone; empty if there is none. Never waits. */
    public Optional<Duration> undoIn() {
        return Optional.ofNullable(undoTimer)
                .map(task -> Duration.ofMillis(Math.max(0, task.getDelay(TimeUnit.MILLISECONDS))));
    }

    /** True while a configuration waits for the one before it. Never waits. */
    public boolean hasQueued() {
        return queued != null;
    }

    /** Keeps what {@code configure timeout} would have undone. */
    public synchronized ConfigureResult confirm() {
        if (undoTimer == null) {
            return ConfigureResult.of(ConfigureResult.Kind.NOTHING_TO_DO);
        }
        disarm();
        return ConfigureResult.of(ConfigureResult.Kind.CONFIRMED);
    }

    /**
     * Returns to the last confirmed configuration before the present one, softly if that was put in force softly; one
     * that waits is dropped instead. An undo cannot be undone: that would lead back to what somebody wanted to leave.
     */
    public ConfigureResult undo() {
        return undoNow().result();
    }

    private synchronized Submitted undoNow() {
        disarm();
        Request waiting = queued;
        if (waiting != null && waiting.base() != Base.KEPT) {
            if (waiting.base() == Base.NONE) {
                return Submitted.Answered.of(ConfigureResult.Kind.NOTHING_TO_DO);
            }
            queued = null;
            return Submitted.Answered.of(ConfigureResult.Kind.UNQUEUED);
        }
        return previous == null
                ? Submitted.Answered.of(ConfigureResult.Kind.NOTHING_TO_DO)
                : submit(new Request(previous, presentSoft, Base.NONE));
    }
}
