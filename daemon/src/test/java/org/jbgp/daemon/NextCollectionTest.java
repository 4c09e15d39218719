package org.jbgp.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
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

    /** The first collection after the question reports it, whoever asked for that one. */
    private void awaited() throws InterruptedException {
        do {
            System.gc();
        } while (!reports.tryAcquire(100, TimeUnit.MILLISECONDS));
    }
}
