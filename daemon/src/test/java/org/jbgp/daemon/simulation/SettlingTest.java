package org.jbgp.daemon.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.jbgp.config.base.SettleTime;
import org.jbgp.daemon.instance.Revalidator;
import org.jbgp.daemon.policy.validity.ChangedAuthorizations;
import org.junit.jupiter.api.Test;

/** Authorizations that change again and again are waited for by the network's clock. */
class SettlingTest {
    private final VirtualTime time = new VirtualTime();
    private final AtomicInteger revalidated = new AtomicInteger();
    private final Revalidator revalidator = new Revalidator(
            null, // no protocol has routes
            () -> {
                revalidated.incrementAndGet();
                return List.of();
            },
            new VirtualEventLoop(time),
            time::nanoTime,
            table -> new SettleTime(Duration.ofSeconds(1), Duration.ofSeconds(20)));

    @Test
    void settles() {
        change();
        time.run(Duration.ofMillis(900));
        assertThat(revalidated).hasValue(0);
        time.run(Duration.ofMillis(100));
        assertThat(revalidated).hasValue(1);
    }

    @Test
    void isNotWaitedForWithoutEnd() {
        for (int i = 0; i < 39; i++) {
            change();
            time.run(Duration.ofMillis(500));
        }
        assertThat(revalidated).hasValue(0);
        change();
        time.run(Duration.ofMillis(500));
        assertThat(revalidated).hasValue(1);
    }

    private void change() {
        ChangedAuthorizations changed = new ChangedAuthorizations("roas", ChangedAuthorizations.Kind.ORIGINS_OF_IPV4);
        changed.addPrefix(0, 0x0A000000, 104);
        revalidator.changed(changed);
    }
}
