package org.jbgp.daemon.net;

import static org.assertj.core.api.Assertions.assertThat;

import org.jbgp.config.model.bgp.BgpTimers;
import org.jbgp.daemon.net.connection.EstablishedSession;
import org.jbgp.daemon.net.socket.SocketOptions;
import org.jbgp.daemon.session.Session;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A password changes on both sides of a session that stands. */
@Timeout(90)
class RekeyingTest {
    private static final BgpTimers TIMERS = LoopbackFixture.QUICK.withHold(9).withKeepalive(1, -1);

    private LoopbackFixture fixture;
    private final RecordingHandler two = new RecordingHandler();
    private final RecordingHandler three = new RecordingHandler();

    @BeforeEach
    void setUp() throws Exception {
        fixture = new LoopbackFixture();
    }

    @AfterEach
    void tearDown() {
        fixture.close();
    }

    /** As Cisco's and others do it: the key of the living connection changes, here without our neighbor's own care. */
    @Test
    void neighborThatChangesTheLivingConnectionsKey() throws Exception {
        EpollBgpNetwork network = fixture.network();
        BgpNeighbor ours = network.add(
                fixture.settings(2, 3, b -> b.timers(TIMERS).password("old").passive(true)), two);
        ours.start();
        BgpNeighbor theirs = fixture.network()
                .add(fixture.settings(3, 2, b -> b.timers(TIMERS).password("old")), three);
        theirs.start();
        two.awaitEstablished();
        Session far = three.awaitEstablished();

        ours.reconfigure(
                fixture.settings(2, 3, b -> b.timers(TIMERS).password("new").passive(true)));
        exchange(ours, theirs);
        SocketOptions.md5(((EstablishedSession) far).connection().channel(), LoopbackFixture.address(2), "new");
        exchange(ours, theirs);
        assertThat(two.down).isEmpty();
        assertThat(three.down).isEmpty();
    }

    /** Both hear KEEPALIVEs for longer than the hold time. */
    private static void exchange(BgpNeighbor one, BgpNeighbor other) throws InterruptedException {
        long first = keepalives(one);
        long second = keepalives(other);
        LoopbackFixture.eventually(
                "keepalives", () -> keepalives(one) >= first + 10 && keepalives(other) >= second + 10);
    }

    private static long keepalives(BgpNeighbor neighbor) {
        return neighbor.status().received().keepalives();
    }
}
