package org.jbgp.daemon.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.jbgp.daemon.lab.Bird;
import org.jbgp.daemon.lab.Jbgpd;
import org.jbgp.daemon.lab.Lab;
import org.jbgp.daemon.lab.NeedsPeer;
import org.jbgp.daemon.lab.Node;
import org.jbgp.daemon.lab.RawPeer;
import org.jbgp.daemon.lab.Software;
import org.jbgp.daemon.lab.TwoRouters;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which of a neighbor's addresses and ours belong together, and what is said where they do not. */
@NeedsPeer(Software.BIRD2)
class NeighborAddressIT {
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final String HEAD = "router id 10.0.0.1; log stderr all; protocol device { }\n";

    private static String protocol(String name, String local, String neighbor, String options) {
        return "protocol bgp " + name + " { " + local + "; neighbor " + neighbor + "; connect delay time 1;\n"
                + "  connect retry time 3; error wait time 1, 1; " + options + " ipv4 { import all; export all; }; }\n";
    }

    private static String info(Bird router, String protocol) {
        return router.command("show protocols")
                .lines()
                .filter(line -> line.startsWith(protocol + " "))
                .findFirst()
                .orElse("");
    }

    @Test
    void twoProtocolsForOneNeighbor() {
        try (TwoRouters routers = TwoRouters.withBird()) {
            Lab lab = routers.lab();
            Jbgpd jbgpd = routers.jbgpd();
            Bird bird = routers.bird();
            routers.near().address(device(routers.near()), "10.0.0.11/24");
            jbgpd.start(HEAD
                    + protocol("one", "local 10.0.0.1 as 65000", "10.0.0.2 as 65002", "passive;")
                    + protocol("two", "local 10.0.0.11 as 65000", "10.0.0.2 as 65002", "passive;"));
            lab.says(jbgpd, "show protocols", "one ", "two ");
            bird.start(HEAD.replace("10.0.0.1", "10.0.0.2")
                    + protocol("two", "local 10.0.0.2 as 65002", "10.0.0.11 as 65000", "")
                    + protocol("one", "local 10.0.0.2 as 65002", "10.0.0.1 as 65000", ""));
            lab.await("one", LIMIT, () -> info(jbgpd, "one").contains("Established"));
            lab.await("two", LIMIT, () -> info(jbgpd, "two").contains("Established"));
            lab.says(jbgpd, "show protocols all one", "Source address: 10.0.0.1\n");
            lab.says(jbgpd, "show protocols all two", "Source address: 10.0.0.11\n");
        }
    }

    @Test
    void oneProtocolTwice() {
        try (TwoRouters routers = TwoRouters.withBird()) {
            Lab lab = routers.lab();
            Jbgpd jbgpd = routers.jbgpd();
            jbgpd.start(HEAD
                    + protocol("one", "local 10.0.0.1 as 65000", "10.0.0.2 as 65002", "")
                    + protocol("two", "local 10.0.0.1 as 65000", "10.0.0.2 as 65002", ""));
            routers.bird()
                    .start(HEAD.replace("10.0.0.1", "10.0.0.2")
                            + protocol("up", "local 10.0.0.2 as 65002", "10.0.0.1 as 65000", ""));
            lab.await("one", LIMIT, () -> info(jbgpd, "one").contains("Established"));
            lab.eventually(
                    "two waits",
                    LIMIT,
                    () -> assertThat(info(jbgpd, "two"))
                            .contains("start", "Idle          Error: Same neighbor as protocol one"));
            jbgpd.command("disable one");
            lab.await("two", LIMIT, () -> info(jbgpd, "two").contains("Established"));
            jbgpd.command("enable one");
            lab.await("one waits", LIMIT, () -> info(jbgpd, "one").contains("Same neighbor as protocol two"));
        }
    }

    /**
     * Two neighbors with one link-local address, each on an interface of its own: both have a session and their own
     * routes.
     */
    @ParameterizedTest(name = "we {0}, they {1}")
    @CsvSource({",", "passive;,", ",passive;"})
    void oneLinkLocalAddressOnTwoInterfaces(String ours, String theirs) {
        try (Lab lab = new Lab()) {
            Node near = lab.node("near");
            Jbgpd jbgpd = new Jbgpd(near, "jbgpd");
            StringBuilder configuration = new StringBuilder(HEAD);
            for (int i = 1; i <= 2; i++) {
                Node far = lab.node("far" + i);
                lab.link(near, "fe80::1/64", far, "fe80::2/64");
                String device = linkLocalDevice(near, i - 1);
                configuration.append(protocol(
                                "to" + i,
                                "local as 65000",
                                "fe80::2%" + device + " as 6500" + i,
                                ours == null ? "" : ours)
                        .replace("ipv4", "ipv6"));
                new Bird(far, "bird" + i)
                        .start(HEAD.replace("10.0.0.1", "10.0.1." + i)
                                + "protocol static { ipv6; route 2a0" + i + "::/32 blackhole; }\n"
                                + protocol(
                                                "up",
                                                "local as 6500" + i,
                                                "fe80::1%" + linkLocalDevice(far, 0) + " as 65000",
                                                theirs == null ? "" : theirs)
                                        .replace("ipv4", "ipv6"));
            }
            jbgpd.start(configuration.toString());
            for (int i = 1; i <= 2; i++) {
                String device = linkLocalDevice(near, i - 1);
                String[] wanted = {"[to" + i + " ", "via fe80::2 on " + device};
                String network = "2a0" + i + "::/32";
                lab.await(
                        network,
                        LIMIT,
                        () -> jbgpd.command("show route " + network),
                        text -> text.contains(wanted[0]) && text.contains(wanted[1]));
            }
        }
    }

    private static String linkLocalDevice(Node node, int which) {
        return node.ip("-o", "-6", "address", "show", "scope", "link")
                .lines()
                .filter(line -> line.contains(" fe80::1/") || line.contains(" fe80::2/"))
                .map(line -> line.split(" +", -1)[1])
                .sorted()
                .toList()
                .get(which);
    }

    /** A listener of one neighbor's own gets what others send to that address, too. */
    @Test
    void strictBindLeavesOthersTheAddress() {
        try (TwoRouters routers = TwoRouters.withBird()) {
            Jbgpd jbgpd = routers.jbgpd();
            jbgpd.start(HEAD
                    + protocol("strict", "local 10.0.0.1 as 65000", "10.0.0.9 as 65009", "strict bind; passive;")
                    + protocol("any", "local as 65000", "10.0.0.2 as 65002", "passive;"));
            routers.bird()
                    .start(HEAD.replace("10.0.0.1", "10.0.0.2")
                            + protocol("up", "local 10.0.0.2 as 65002", "10.0.0.1 as 65000", ""));
            routers.lab().await("session", LIMIT, () -> info(jbgpd, "any").contains("Established"));
        }
    }

    @Test
    void strictBindToAnInterface() {
        try (TwoRouters routers = TwoRouters.withBird()) {
            Lab lab = routers.lab();
            Jbgpd jbgpd = routers.jbgpd();
            String device = device(routers.near());
            jbgpd.start(HEAD
                    + protocol(
                            "one",
                            "local as 65000",
                            "10.0.0.2 as 65002",
                            "interface \"" + device + "\"; strict bind; passive;"));
            routers.bird()
                    .start(HEAD.replace("10.0.0.1", "10.0.0.2")
                            + protocol("up", "local 10.0.0.2 as 65002", "10.0.0.1 as 65000", ""));
            lab.await("session", LIMIT, () -> info(jbgpd, "one").contains("Established"));
            lab.await("the log", LIMIT, jbgpd::log, log -> log.contains("Listening on 0.0.0.0 port 179 on " + device));
        }
    }

    /** BIRD refuses it as well. */
    @Test
    void anotherOfOurAddressesIsNotTheOneGiven() {
        try (TwoRouters routers = TwoRouters.withBird()) {
            Lab lab = routers.lab();
            Jbgpd jbgpd = routers.jbgpd();
            routers.near().address(device(routers.near()), "10.0.0.11/24");
            jbgpd.start(HEAD
                    + protocol("one", "local as 65000", "10.0.0.2 as 65002", "source address 10.0.0.11; passive;"));
            routers.bird()
                    .start(HEAD.replace("10.0.0.1", "10.0.0.2")
                            + protocol("up", "local 10.0.0.2 as 65002", "10.0.0.1 as 65000", ""));
            lab.await(
                    "refusal",
                    LIMIT,
                    () -> jbgpd.log()
                            .matches("(?s).*Unexpected connect from neighbor 10\\.0\\.0\\.2 port \\d+ to"
                                    + " 10\\.0\\.0\\.1, which is not the local address given for it.*"));
            lab.holds("no session", Duration.ofSeconds(3), () -> !jbgpd.established("10.0.0.2"));
        }
    }

    @Test
    void sourceAddressOfSomebodyElse() {
        try (TwoRouters routers = TwoRouters.withBird()) {
            Jbgpd jbgpd = routers.jbgpd();
            jbgpd.start(HEAD + protocol("one", "local 10.0.0.77 as 65000", "10.0.0.2 as 65002", ""));
            routers.lab()
                    .await(
                            "words",
                            LIMIT,
                            () -> info(jbgpd, "one"),
                            text -> text.contains("Socket: Cannot assign requested address"));
            routers.lab()
                    .eventually(
                            "the log",
                            LIMIT,
                            () -> assertThat(jbgpd.log())
                                    .contains(
                                            "one: Socket: Cannot assign requested address; the source address 10.0.0.77 is on no"
                                                    + " interface of this host"));
        }
    }

    /** Nobody can dial an address that is not there, so nothing would ever happen. */
    @Test
    void passiveAtAnAddressOfSomebodyElse() {
        try (TwoRouters routers = TwoRouters.withBird()) {
            Lab lab = routers.lab();
            Jbgpd jbgpd = routers.jbgpd();
            jbgpd.start(HEAD
                    + protocol("one", "local as 65000", "10.0.0.2 as 65002", "source address 10.0.0.77; passive;"));
            String words = "The source address 10.0.0.77 is on no interface of this host";
            lab.await("Info", LIMIT, () -> info(jbgpd, "one"), line -> line.endsWith("Passive       Error: " + words));
            lab.eventually("the log", LIMIT, () -> assertThat(jbgpd.log()).containsOnlyOnce("one: Error: " + words));
            lab.says(jbgpd, "show protocols all one", "Last error: Error: " + words);
            lab.await(
                    "JSON",
                    LIMIT,
                    () -> jbgpd.json("show protocols one"),
                    text -> text.contains("\"last_error\":{\"kind\":\"other\",\"text\":\"" + words + "\"}"));
            lab.says(jbgpd, "show route explain 20.0.0.0/8", words);

            routers.near().address(device(routers.near()), "10.0.0.77/24");
            lab.await("no reason", LIMIT, () -> info(jbgpd, "one"), line -> !line.contains("Error"));
        }
    }

    @ParameterizedTest(name = "{0}, {1}: {2}")
    @CsvSource({
        "10.9.9.9 as 65002, , Neighbor is on no connected network",
        "10.0.0.2 as 65002, interface \"eth77\";, No interface eth77",
        "fe80::2%eth77 as 65002, , No interface eth77",
        "10.9.9.9 as 65002, interface \"DEVICE\";, Neighbor is on no connected network of DEVICE",
        "10.9.9.9 as 65002, interface \"dummy\";, Interface dummy is down",
        "10.8.0.2 as 65002, , Interface dummy is down",
    })
    void whatIsInTheWayIsNamed(String neighbor, String options, String words) {
        try (TwoRouters routers = TwoRouters.withBird()) {
            Jbgpd jbgpd = routers.jbgpd();
            String device = device(routers.near());
            routers.near().ip("tuntap", "add", "name", "dummy", "mode", "tun");
            routers.near().ip("addr", "add", "10.8.0.1/24", "dev", "dummy");
            String text = protocol("one", "local as 65000", neighbor, options == null ? "" : options)
                    .replace("DEVICE", device);
            jbgpd.start(HEAD + (neighbor.contains(":") ? text.replace("ipv4", "ipv6") : text));
            String wanted = words.replace("DEVICE", device);
            routers.lab()
                    .await(
                            "Info",
                            LIMIT,
                            () -> info(jbgpd, "one"),
                            line -> line.contains("Idle          Error: " + wanted));
            String prefix = neighbor.contains(":") ? "2a00::/16" : "20.0.0.0/8";
            routers.lab().eventually("the same everywhere", LIMIT, () -> {
                assertThat(jbgpd.command("show protocols all one")).contains("Last error:       Error: " + wanted);
                assertThat(jbgpd.json("show protocols one"))
                        .contains("\"last_error\":{\"kind\":\"other\",\"text\":\"" + wanted + "\"}");
                assertThat(jbgpd.command("show route explain " + prefix)).contains(wanted);
                assertThat(jbgpd.log()).containsOnlyOnce("one: Error: " + wanted);
            });
        }
    }

    /** The kernel's words, and none of Java's. */
    @Test
    void noRouteToTheNeighbor() {
        try (TwoRouters routers = TwoRouters.withBird()) {
            Jbgpd jbgpd = routers.jbgpd();
            jbgpd.start(HEAD + protocol("one", "local as 65000", "10.9.9.9 as 65002", "multihop;"));
            routers.lab()
                    .await(
                            "words",
                            LIMIT,
                            () -> info(jbgpd, "one"),
                            text -> text.endsWith("Socket: Network is unreachable"));
        }
    }

    /** RFC 5082: who sits behind a router does not get in, also with segments that came before we looked. */
    @ParameterizedTest(name = "{1}")
    @CsvSource({
        "24, 10.0.0, ., 10.0.1, ipv4, net/ipv4/ip_forward",
        "64, fd00:0, ::, fd00:1, ipv6, net/ipv6/conf/all/forwarding",
    })
    void ttlSecurity(int length, String here, String dot, String there, String family, String forward) {
        String our = here + dot + 1;
        String their = there + dot + 2;
        try (Lab lab = new Lab()) {
            Node near = lab.node("near");
            Node middle = lab.node("middle");
            Node far = lab.node("far");
            lab.link(near, our + "/" + length, middle, here + dot + "99/" + length);
            lab.link(far, their + "/" + length, middle, there + dot + "99/" + length);
            middle.sysctl(forward, "1");
            String option = dot.equals(".") ? "-4" : "-6";
            near.ip(option, "route", "add", there + dot + "0/" + length, "via", here + dot + "99");
            far.ip(option, "route", "add", here + dot + "0/" + length, "via", there + dot + "99");
            Jbgpd jbgpd = new Jbgpd(near, "jbgpd");
            Bird bird = new Bird(far, "bird");
            jbgpd.start(HEAD
                    + protocol("one", "local as 65000", their + " as 65002", "multihop 1; ttl security; passive;")
                            .replace("ipv4", family));
            bird.start(HEAD.replace("10.0.0.1", "10.0.1.2")
                    + protocol("up", "local " + their + " as 65002", our + " as 65000", "multihop 2; ttl security;")
                            .replace("ipv4", family));
            lab.await(
                    "words",
                    LIMIT,
                    () -> info(jbgpd, "one"),
                    text -> text.contains("Error: TTL 254 is less than 255 ('ttl security')"));
            assertThat(jbgpd.command("show protocols all one")).doesNotContain("OpenConfirm", "OpenSent");
            jbgpd.reconfigure(HEAD
                    + protocol("one", "local as 65000", their + " as 65002", "multihop 2; ttl security; passive;")
                            .replace("ipv4", family));
            lab.await("session", LIMIT, () -> jbgpd.established(their));
        }
    }

    /** Strangers cost a line in ten seconds, whatever they do, and no library speaks about them. */
    @Test
    void strangers() {
        try (TwoRouters routers = TwoRouters.withBird()) {
            Jbgpd jbgpd = routers.jbgpd();
            jbgpd.start(HEAD + protocol("one", "local as 65000", "10.0.0.9 as 65002", "passive;"));
            try (RawPeer stranger = new RawPeer(routers.far(), "stranger")) {
                stranger.resets("10.0.0.2", "10.0.0.1", 200);
                stranger.await("reset 200");
            }
            routers.lab().await("a line", LIMIT, () -> jbgpd.log().contains("Unexpected connect from unknown address"));
            jbgpd.command("show status");
            assertThat(jbgpd.log().lines().filter(line -> line.contains("Unexpected connect")))
                    .hasSizeLessThanOrEqualTo(3);
            assertThat(jbgpd.log()).doesNotContain("netty", "Exception", "pipeline");
        }
    }

    private static String device(Node node) {
        return node.ip("-o", "-4", "address", "show", "to", "10.0.0.1/32").split(" +", -1)[1];
    }
}
