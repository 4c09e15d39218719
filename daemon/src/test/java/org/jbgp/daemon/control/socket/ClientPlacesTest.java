package org.jbgp.daemon.control.socket;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.jbgp.daemon.control.socket.ClientPlaces.Activity;
import org.junit.jupiter.api.Test;

/** Who goes when all places are taken. */
class ClientPlacesTest {
    private static final long SECOND = 1_000_000_000L;

    private final List<String> closed = new ArrayList<>();
    private final ClientPlaces places = new ClientPlaces(4);

    private void enter(String name, Activity activity, long lastMoved) {
        places.enter(new ClientPlaces.Client() {
            @Override
            public Activity activity() {
                return activity;
            }

            @Override
            public long lastMoved() {
                return lastMoved;
            }

            @Override
            public void close() {
                closed.add(name);
            }
        });
    }

    @Test
    void theIdlestGoesFirst() {
        enter("idle long", Activity.ASKING_NOTHING, 0);
        enter("stuck", Activity.NOT_READING, 5 * SECOND);
        enter("stuck longer", Activity.NOT_READING, 4 * SECOND);
        enter("served", Activity.SERVED, 9 * SECOND + 1);
        assertThat(places.full()).isTrue();

        while (places.makeRoom(10 * SECOND).isPresent()) {}

        assertThat(closed).containsExactly("stuck longer", "stuck", "idle long");
        assertThat(places.full()).isFalse();
    }

    /** All of them ask for a file that cannot be read: the operator comes in all the same. */
    @Test
    void whoWaitedLongForItsAnswerGoesLast() {
        enter("waits", Activity.SERVED, 8 * SECOND);
        enter("waits longer", Activity.SERVED, 7 * SECOND);
        enter("idle", Activity.ASKING_NOTHING, 9 * SECOND);

        assertThat(places.makeRoom(10 * SECOND)).contains(Activity.ASKING_NOTHING);
        assertThat(places.makeRoom(10 * SECOND)).contains(Activity.SERVED);
        assertThat(closed).containsExactly("idle", "waits longer");
    }

    @Test
    void whoReadAMomentAgoStays() {
        enter("reader", Activity.NOT_READING, 10 * SECOND - 1);
        enter("prompt", Activity.ASKING_NOTHING, 10 * SECOND - 1);

        assertThat(places.makeRoom(10 * SECOND)).isEmpty();
        assertThat(closed).isEmpty();
    }
}
