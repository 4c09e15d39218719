package org.jbgp.daemon.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.jbgp.daemon.lab.NeedsPeer;
import org.jbgp.daemon.lab.Software;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The way to a directly connected neighbor goes and comes back: nobody waits for the hold timer. */
@NeedsPeer(Software.BIRD2)
class CableIT extends WitnessedRouter {
    /** Well below the hold time of 240 s, well above what an event needs on a busy machine. */
    private static final Duration SOON = Duration.ofSeconds(60);

    private String device;

    @BeforeEach
    void start() {
        makeNetwork();
        startBoth();
        device = us.exec("sh", "-c", "ip -o -4 addr show | awk '/10.0.0.1/ {print $2}'")
                .trim();
    }

    @AfterEach
    void stop() {
        lab.close();
    }

    @Test
    void anInterfaceThatIsSwitchedOff() {
        us.ip("link", "set", device, "down");
        lab.await("loss", SOON, () -> info().contains("Idle          Error: Neighbor lost"));
        lab.await("no routes", LIMIT, jbgpd::prefixes, List::isEmpty);
        us.ip("link", "set", device, "up");
        lab.await("return", LIMIT, () -> jbgpd.prefixes().contains("198.51.100.0/24"));
    }

    @Test
    void aCableThatIsPulled() {
        // The far end goes down: ours keeps its addresses and loses its carrier.
        them.exec(
                "sh",
                "-c",
                "ip link set $(ip -o -4 addr show | awk '/10.0.0.2/ {split($2, name, \"@\"); print name[1]}') down");
        lab.await("loss", SOON, () -> info().contains("Idle          Error: Link down"));
        lab.await("no routes", LIMIT, jbgpd::prefixes, List::isEmpty);
    }

    @Test
    void anAddressThatIsTakenAway() {
        us.ip("address", "del", "10.0.0.1/24", "dev", device);
        lab.await("loss", SOON, () -> info().contains("Idle          Error: Neighbor lost"));
        // Nobody dials into nothing, and what is disabled and enabled meanwhile still waits.
        assertThat(jbgpd.command("disable witness")).contains("witness: disabled");
        assertThat(jbgpd.command("enable witness \"cable\"")).contains("witness: enabled");
        lab.await("waiting", SOON, () -> info().contains("start") && info().contains("Idle"));
        lab.await(
                "the message",
                SOON,
                () -> jbgpd.command("show protocols all witness").contains("cable"));
        us.ip("address", "add", "10.0.0.1/24", "dev", device);
        lab.await("return", LIMIT, () -> jbgpd.prefixes().contains("198.51.100.0/24"));
    }

    @Test
    void anInterfaceThatIsMadeAgainBeforeAnybodyLooks() {
        lab.await("session", LIMIT, () -> jbgpd.prefixes().contains("198.51.100.0/24"));
        us.exec("kill", "-STOP", Long.toString(jbgpd.pid()));
        us.ip("link", "del", device);
        us.ip("link", "add", device, "type", "veth", "peer", "name", device, "netns", them.namespace());
        us.ip("link", "set", device, "up");
        us.ip("address", "add", "10.0.0.1/24", "dev", device);
        them.ip("link", "set", device, "up");
        them.ip("address", "add", "10.0.0.2/24", "dev", device);
        us.exec("kill", "-CONT", Long.toString(jbgpd.pid()));
        lab.await("loss", SOON, () -> jbgpd.log().contains(device + " was deleted and made again"));
        lab.await("return", SOON, () -> jbgpd.prefixes().contains("198.51.100.0/24"));
    }

    private String info() {
        return jbgpd.command("show protocols witness");
    }
}
