package org.jbgp.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class NextCollectionTest {
    private final Semaphore reports = new Semaphore(0);
    private final NextCollection collection = new NextCollection(reports::release);

    @Test
    @Timeout(60)
    void aCollectionIsReportedOnce() throws InterruptedException {
        collection.await();
        collection.await();
        awaited();
        System.gc();
        assertThat(reports.tryAcquire()).isFalse();
        collection.await();
        awaited();
        collection.close();
    }

    /** What it is reported to may end as soon as nothing is reported any more. */
    @Test
    @Timeout(60)
    void nothingIsReportedOnceItIsClosed() throws InterruptedException {
        Semaphore begun = new Semaphore(0);
        Semaphore goOn = new Semaphore(0);
        AtomicBoolean ended = new AtomicBoolean();
        NextCollection reported = new NextCollection(() -> {
            begun.release();
            goOn.acquireUninterruptibly();
            assertThat(ended).isFalse();
            reports.release();
        });
        reported.await();
        do {
            System.gc();
        } while (!begun.tryAcquire(100, TimeUnit.MILLISECONDS));
        Thread closing = Thread.ofPlatform().start(() -> {
            reported.close();
            ended.set(true);
        });
        while (closing.getState() != Thread.State.BLOCKED) {
            Thread.sleep(1);
        }
        goOn.release();
        closing.join();
        assertThat(reports.tryAcquire()).isTrue();
        reported.await();
        assertThat(reported.isWatching()).isFalse();
    }

    /** The first collection after the question reports it, whoever asked for that one. */
    private void awaited() throws InterruptedException {
        do {
            System.gc();
        } while (!reports.tryAcquire(100, TimeUnit.MILLISECONDS));
    }
}
