package org.jbgp.daemon.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.jbgp.daemon.lab.Bird;
import org.jbgp.daemon.lab.Bird1;
import org.jbgp.daemon.lab.Jbgpd;
import org.jbgp.daemon.lab.Lab;
import org.jbgp.daemon.lab.NeedsPeer;
import org.jbgp.daemon.lab.Node;
import org.jbgp.daemon.lab.Software;
import org.junit.jupiter.api.Test;

/** Which of its host's addresses a router takes for its own: the same as BIRD. */
@NeedsPeer({Software.BIRD2, Software.BIRD1})
class OwnAddressesIT {
    private static final Duration LIMIT = Duration.ofSeconds(30);

    @Test
    void preferredAddressesAndRouterIdAreThoseOfBird() {
        try (Lab lab = new Lab()) {
            Node us = host(lab);
            Bird bird = new Bird(us, "bird");
            Jbgpd jbgpd = new Jbgpd(us, "jbgpd");
            String text = """
                    router id from -"lo", "d*" 10.8.0.0/16;
                    log stderr all;
                    protocol device { %s }
                    """;
            String preferred = """
                    interface "x*" { preferred 10.8.6.1; };
                    interface "d0" { preferred 10.8.6.1; preferred 2001:db8:6::1; };
                    interface "*" { preferred 10.8.5.1; };
                    """;
            bird.start(text.formatted(preferred));
            jbgpd.start(text.formatted(preferred));
            same(lab, bird, jbgpd, "10.8.6.1/24", "2001:db8:6::1/64");
            assertThat(id(jbgpd)).isEqualTo(id(bird)).isEqualTo("10.8.5.1");
            lab.eventually(
                    "its words",
                    () -> assertThat(jbgpd.log()).contains("Chosen router ID 10.8.5.1 according to interface d0"));

            String other =
                    text.formatted("interface \"d0\" { preferred 10.8.5.1; };").replace("10.8.0.0/16", "10.7.0.0/16");
            bird.reconfigure(other);
            jbgpd.reconfigure(other);
            lab.await("the other id", LIMIT, () -> id(jbgpd), id -> id.equals("10.7.7.1"));
            assertThat(id(bird)).isEqualTo("10.7.7.1");
            lab.await(
                    "the other address",
                    LIMIT,
                    () -> jbgpd.command("show interfaces summary"),
                    line -> line.contains("10.8.5.1/24"));
            // Nothing fits: the old one is kept.
            jbgpd.reconfigure(other.replace("10.7.0.0/16", "10.99.0.0/16"));
            lab.await(
                    "a warning",
                    LIMIT,
                    () -> jbgpd.log(),
                    log -> log.contains("Cannot determine router ID, using old"));
            assertThat(id(jbgpd)).isEqualTo("10.7.7.1");
        }
    }

    @Test
    void primaryOf16() {
        try (Lab lab = new Lab()) {
            Node us = host(lab);
            Bird bird = new Bird1(us, "bird", false);
            Jbgpd jbgpd = new Jbgpd(us, "jbgpd");
            String text = """
                    router id 10.0.0.1;
                    log stderr all;
                    protocol device { primary "d*" 10.8.6.0/24; primary 10.8.5.1; }
                    protocol static { import all; }
                    """;
            bird.start(text);
            jbgpd.start(text);
            same(lab, bird, jbgpd, "10.8.6.1/24", "");
        }
    }

    private static Node host(Lab lab) {
        Node us = lab.node("us");
        us.address("lo", "10.7.1.1/32");
        us.tun("d0", "10.8.5.1/24", "10.8.6.1/24", "10.7.7.1/24", "2001:db8:5::1/64", "2001:db8:6::1/64");
        us.tun("d1", "10.8.9.1/24");
        return us;
    }

    private static void same(Lab lab, Bird bird, Jbgpd jbgpd, String address, String other) {
        lab.eventually("the preferred addresses", LIMIT, () -> {
            assertThat(line(jbgpd)).contains(address, other);
            // BIRD 1.6 is a router of one family, and has narrower columns.
            assertThat(line(jbgpd).replaceAll("\\s+", " "))
                    .startsWith(line(bird).replaceAll("\\s+", " ").strip());
        });
    }

    private static String line(Bird router) {
        return router.command("show interfaces summary")
                .lines()
                .filter(line -> line.startsWith("d0"))
                .findFirst()
                .orElse("");
    }

    private static String id(Bird router) {
        return router.command("show status")
                .lines()
                .filter(line -> line.contains("Router ID is "))
                .map(line -> line.replaceFirst(".*Router ID is ", "").strip())
                .findFirst()
                .orElse("");
    }
}
