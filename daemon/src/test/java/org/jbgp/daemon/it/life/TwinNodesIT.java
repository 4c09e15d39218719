package org.jbgp.daemon.it.life;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.jbgp.daemon.it.life.TwinState.Event;
import org.jbgp.daemon.lab.Bird1;
import org.jbgp.daemon.lab.Jbgpd;
import org.jbgp.daemon.lab.NeedsPeer;
import org.jbgp.daemon.lab.Software;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;

/**
 * BIRD 1.6 and jbgpd, each in the middle of a laboratory of its own, and the same happens to both: routes, cables,
 * addresses, devices, reloads, restarts, in an order that a seed decides. When both have settled, kernel and table are
 * the same.
 *
 * <p>The system property {@code jbgpd.twins.events} says how many events (40), {@code jbgpd.twins.seed} which ones.
 */
@NeedsPeer({Software.BIRD1, Software.BIRD2})
class TwinNodesIT {
    private static final int EVENTS = Integer.getInteger("jbgpd.twins.events", 40);
    private static final long SEED = Long.getLong("jbgpd.twins.seed", 1);
    private static final int AT_ONCE = 7;
    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(30);

    @Test
    void kernelAndTableAreTheSame(TestReporter reporter) throws InterruptedException {
        Random random = new Random(SEED);
        TwinState state = new TwinState(random);
        try (Twin bird = new Twin((node, name, options) -> new Bird1(node, name, false, options), state);
                Twin ours = new Twin((node, name, options) -> new Jbgpd(node, name, options).calledAs("bird"), state)) {
            compare(state, bird, ours, List.of("start"));
            int steps = 0;
            for (int done = 0; done < EVENTS; steps++) {
                List<String> names = new ArrayList<>();
                for (int count = random.nextInt(1, AT_ONCE + 1); count > 0 && done < EVENTS; count--) {
                    Event event = state.next();
                    if (event.alone() && !names.isEmpty()) {
                        compare(state, bird, ours, names);
                        names.clear();
                    }
                    event.to().accept(bird);
                    event.to().accept(ours);
                    names.add(event.name());
                    done++;
                    if (event.alone()) {
                        break;
                    }
                }
                compare(state, bird, ours, names);
            }
            reporter.publishEntry("seed " + SEED, EVENTS + " events, compared after " + steps + " steps");
        }
    }

    private static void compare(TwinState state, Twin bird, Twin ours, List<String> events)
            throws InterruptedException {
        bird.awaitSessions(state);
        ours.awaitSessions(state);
        // The first one may have been under way.
        for (int scan = 0; scan < 2; scan++) {
            bird.leaveStray();
            ours.leaveStray();
            bird.awaitScan();
            ours.awaitScan();
        }
        long end = System.nanoTime() + PATIENCE_NANOS;
        while (!(bird.kernel().equals(ours.kernel()) && bird.table().equals(ours.table()))
                && System.nanoTime() - end < 0) {
            TimeUnit.MILLISECONDS.sleep(100);
        }
        String after = "seed " + SEED + ", after " + events;
        assertThat(ours.kernel()).as("kernel; %s%n%s", after, ours.report()).isEqualTo(bird.kernel());
        assertThat(ours.table()).as("table; %s%n%s", after, ours.report()).isEqualTo(bird.table());
    }
}
