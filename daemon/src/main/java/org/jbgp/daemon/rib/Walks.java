package org.jbgp.daemon.rib;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.IntConsumer;

/**
 * Long jobs of one shard: each goes over a table in steps and stands behind the others after each, so that what arrives
 * meanwhile gets its turn. Confined to the shard.
 */
final class Walks {
    private final Shard shard;
    private final ArrayDeque<Job> jobs = new ArrayDeque<>();
    /** Copied when it changes: others read it. */
    private volatile List<LongWalk> present = List.of();

    /** Who hears of it if what is being done fails; null for nobody. */
    private Consumer<Throwable> failed;

    /**
     * A step of a job, why routes change in it, and who hears of it if it fails.
     *
     * @param walk what it is a step of, null for nothing that others see
     */
    private record Job(Runnable step, int cause, Consumer<Throwable> failed, LongWalk walk) {}

    Walks(Shard shard) {
        this.shard = shard;
    }

    void later(Runnable job) {
        jobs.add(new Job(job, shard.doing(), failed, null));
    }

    /** The same for the next step of a walk, which others see as long as a step of it is to come, or runs. */
    void later(LongWalk walk, Runnable step) {
        if (walk.queued()) {
            List<LongWalk> all = new ArrayList<>(present);
            all.add(walk);
            present = List.copyOf(all);
        }
        jobs.add(new Job(step, shard.doing(), failed, walk));
    }

    /** See {@link Shard#watched}. */
    void watched(Consumer<Throwable> whenFailed, Runnable task) {
        Consumer<Throwable> before = failed;
        failed = whenFailed;
        try {
            task.run();
        } catch (RuntimeException | Error e) {
            if (whenFailed != null) {
                whenFailed.accept(e);
            }
            throw e;
        } finally {
            failed = before;
        }
    }

    /** See {@link Shard#bound}. */
    Runnable bound(Runnable task) {
        Consumer<Throwable> watcher = failed;
        return () -> watched(watcher, task);
    }

    /** Any thread. */
    List<LongWalk> present() {
        return present;
    }

    boolean underWay() {
        return !jobs.isEmpty();
    }

    /** Does one step of the job that waits longest; false if there is none. */
    boolean step() {
        Job job = jobs.poll();
        if (job == null) {
            return false;
        }
        shard.doing(job.cause());
        try {
            watched(job.failed(), job.step());
        } finally {
            // Also if it failed: no other step comes then.
            if (job.walk() != null && job.walk().over()) {
                present = present.stream()
                        .filter(each -> !each.equals(job.walk()))
                        .toList();
            }
        }
        return true;
    }

    /**
     * Passes on to a target all prefixes there are now; of those that arrive later it hears as of any change. Then
     * {@code whenFed} runs.
     */
    void feed(TableSlice table, ExportTarget target, Runnable whenFed) {
        feed(table, target, 1, table.index().limit(), whenFed);
    }

    private void feed(TableSlice table, ExportTarget target, int from, int limit, Runnable whenFed) {
        int to = Math.min(limit, from + shard.stepSize());
        int[] found = new int[to - from];
        int count = 0;
        for (int prefix = from; prefix < to; prefix++) {
            if (table.head(prefix) != 0) {
                found[count++] = prefix;
            }
        }
        if (count > 0) {
            target.export(table, found, count);
            if (target.wantsAllPaths()) {
                table.passedOn(found, count);
            }
        }
        target.walked(to, limit);
        if (to < limit) {
            later(() -> feed(table, target, to, limit, whenFed));
        } else {
            whenFed.run();
        }
    }

    /**
     * Does something to every prefix of a table that has paths. Goes no further than what was there at the start: to
     * run after a table that is being filled costs as much as filling it.
     */
    void over(TableSlice table, IntConsumer action) {
        overAll(table, prefix -> {
            if (table.head(prefix) != 0) {
                action.accept(prefix);
            }
        });
    }

    /** The same with prefixes that have no paths, and numbers that no prefix has. */
    void overAll(TableSlice table, IntConsumer action) {
        table.walkBegins();
        over(table, 1, table.index().limit(), action);
    }

    private void over(TableSlice table, int from, int limit, IntConsumer action) {
        int to = Math.min(limit, from + shard.stepSize());
        boolean goesOn = false;
        try {
            for (int prefix = from; prefix < to; prefix++) {
                action.accept(prefix);
            }
            goesOn = to < limit;
        } finally {
            // Also if it failed: others wait until nothing walks over the table.
            if (!goesOn) {
                table.walkEnds();
            }
        }
        if (goesOn) {
            later(() -> over(table, to, limit, action));
        }
        shard.flushIfMuch();
    }
}
