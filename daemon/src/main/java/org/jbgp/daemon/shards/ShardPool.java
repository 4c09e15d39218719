package org.jbgp.daemon.shards;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.IntFunction;
import org.jbgp.daemon.memory.PrefixIndex;
import org.jbgp.daemon.rib.RouteBatch;
import org.jbgp.daemon.rib.Shard;
import org.jctools.queues.MpmcArrayQueue;

/** All shards of a router. Every method may be called from any thread. */
public final class ShardPool implements AutoCloseable {
    private static final int SPARE_BATCHES = 64;

    private final ShardWorker[] workers;
    private final AtomicLong underWay = new AtomicLong();
    private final MpmcArrayQueue<RouteBatch> spareBatches = new MpmcArrayQueue<>(SPARE_BATCHES);

    /**
     * @param count number of shards, at least 1
     * @param threads what the shards run on
     * @param factory makes the shard of each number
     */
    public ShardPool(int count, RouterThreads threads, IntFunction<Shard> factory) {
        workers = new ShardWorker[count];
        for (int i = 0; i < count; i++) {
            workers[i] = new ShardWorker(i, threads);
            workers[i].start(factory.apply(i));
        }
    }

    public int size() {
        return workers.length;
    }

    /** Which shard a prefix belongs to. */
    public int shardOf(long hi, long lo, int length) {
        return PrefixIndex.shardOf(hi, lo, length, workers.length);
    }

    /** Runs a task on one shard. */
    public void execute(int shard, Consumer<Shard> task) {
        ShardWorker worker = workers[shard];
        worker.execute(() -> task.accept(worker.shard()));
    }

    /** Something that runs tasks on one shard, in order. */
    public Executor executor(int shard) {
        return workers[shard];
    }

    /** The shard of that number, for what may be read by any thread. */
    public Shard peek(int shard) {
        return workers[shard].shard();
    }

    /** Runs a task on every shard. */
    public void each(Consumer<Shard> task) {
        for (ShardWorker worker : workers) {
            worker.execute(() -> task.accept(worker.shard()));
        }
    }

    /**
     * Starts something on every shard; the future completes when all have called what they were given. It fails when
     * this throws on a shard, or a step of a job that it queued there does; the log has that, as of any task.
     */
    public CompletableFuture<Void> all(BiConsumer<Shard, Runnable> task) {
        CompletableFuture<Void> done = new CompletableFuture<>();
        AtomicInteger missing = new AtomicInteger(workers.length);
        each(shard -> shard.watched(
                done::completeExceptionally,
                () -> task.accept(shard, () -> {
                    if (missing.decrementAndGet() == 0) {
                        done.complete(null);
                    }
                })));
        return done;
    }

    /** Asks every shard; the future has the answers in the order of the shards. */
    public <T> CompletableFuture<List<T>> ask(Function<Shard, T> question) {
        List<CompletableFuture<T>> answers = new ArrayList<>();
        for (int shard = 0; shard < workers.length; shard++) {
            answers.add(ask(shard, question));
        }
        return CompletableFuture.allOf(answers.toArray(CompletableFuture[]::new))
                .thenApply(
                        ignored -> answers.stream().map(CompletableFuture::join).toList());
    }

    /** Asks one shard; what the question throws is what the future fails with. */
    public <T> CompletableFuture<T> ask(int shard, Function<Shard, T> question) {
        CompletableFuture<T> answer = new CompletableFuture<>();
        execute(shard, asked -> {
            try {
                answer.complete(question.apply(asked));
            } catch (RuntimeException e) {
                answer.completeExceptionally(e);
            }
        });
        return answer;
    }

    /** Tasks waiting in all inboxes. */
    public int queued() {
        return Arrays.stream(workers).mapToInt(ShardWorker::queued).sum();
    }

    /** Bytes of route batches handed over and not yet applied, roughly. */
    AtomicLong underWay() {
        return underWay;
    }

    /** An empty batch, perhaps used before. */
    RouteBatch takeBatch() {
        RouteBatch batch = spareBatches.poll();
        return batch != null ? batch : new RouteBatch();
    }

    /** Returns a batch nobody reads any more; beyond a few it is left to the collector. */
    void giveBack(RouteBatch batch) {
        batch.clear();
        spareBatches.offer(batch);
    }

    /** Lets go of batches that are kept for the next burst. */
    public void rest() {
        spareBatches.clear();
    }

    @Override
    public void close() {
        for (ShardWorker worker : workers) {
            worker.stop();
        }
    }
}
