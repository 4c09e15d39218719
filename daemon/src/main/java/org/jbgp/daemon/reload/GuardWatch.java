package org.jbgp.daemon.reload;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jbgp.config.model.router.Guard;

/**
 * Looks every second whether the bounds of an unconfirmed configuration hold. Guarded by itself, for moments only; any
 * thread.
 */
final class GuardWatch {
    private final ScheduledExecutorService timer;
    private Function<Guard, CompletableFuture<List<String>>> question =
            guard -> CompletableFuture.completedFuture(List.of());
    private ScheduledFuture<?> task;
    /** To the last question. */
    private CompletableFuture<List<String>> answer = CompletableFuture.completedFuture(List.of());

    /** How often in a row a bound was found broken. */
    private int broken;

    GuardWatch(ScheduledExecutorService timer) {
        this.timer = timer;
    }

    /** Who knows which bounds are broken, as sentences. */
    synchronized void ask(Function<Guard, CompletableFuture<List<String>>> who) {
        question = who;
    }

    /** Begins, in place of what was watched; {@code undo} hears once which bounds were broken for too long. */
    synchronized void begin(Guard guard, Consumer<String> undo) {
        end();
        if (!guard.bounds().isEmpty()) {
            task = timer.scheduleWithFixedDelay(() -> look(guard, undo), 1, 1, TimeUnit.SECONDS);
        }
    }

    synchronized void end() {
        if (task != null) {
            task.cancel(false);
            task = null;
        }
        broken = 0;
    }

    private void look(Guard guard, Consumer<String> undo) {
        ScheduledFuture<?> asked;
        synchronized (this) {
            if (!answer.isDone()) {
                // Who counts is busy, perhaps with the new configuration. What it says late is not said for many
                // seconds.
                return;
            }
            asked = task;
            answer = question.apply(guard);
        }
        var _ = answer.thenAcceptAsync(found -> answered(asked, guard, found, undo), timer);
    }

    private void answered(ScheduledFuture<?> asked, Guard guard, List<String> found, Consumer<String> undo) {
        synchronized (this) {
            if (task == null || !task.equals(asked)) {
                return;
            }
            broken = found.isEmpty() ? 0 : broken + 1;
            if (broken <= guard.patience()) {
                return;
            }
            end();
        }
        undo.accept(String.join(", ", found));
    }
}
