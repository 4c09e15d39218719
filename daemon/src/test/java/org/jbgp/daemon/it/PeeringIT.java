package org.jbgp.daemon.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.BiFunction;
import org.jbgp.daemon.lab.Bird;
import org.jbgp.daemon.lab.Bird1;
import org.jbgp.daemon.lab.ExaBgp;
import org.jbgp.daemon.lab.Frr;
import org.jbgp.daemon.lab.GoBgp;
import org.jbgp.daemon.lab.Jbgpd;
import org.jbgp.daemon.lab.Lab;
import org.jbgp.daemon.lab.NeedsPeer;
import org.jbgp.daemon.lab.Node;
import org.jbgp.daemon.lab.OpenBgpd;
import org.jbgp.daemon.lab.Peer;
import org.jbgp.daemon.lab.PeerRoute;
import org.jbgp.daemon.lab.Prefixes;
import org.jbgp.daemon.lab.Software;
import org.jbgp.daemon.lab.Speaker;
import org.jbgp.daemon.lab.Speaker.Dial;
import org.jbgp.daemon.lab.Speaker.Neighbor;
import org.junit.jupiter.api.Test;

/**
 * Every maker as the other side, over fourteen sessions at once between one jbgpd and one router: eBGP and iBGP, IPv4
 * and IPv6, dialled by us, by them, by both, plus TCP MD5 with the right and with the wrong key. Each session has a
 * table and a thousand prefixes of its own in jbgpd, so what went over which session is plain from the prefixes.
 */
class PeeringIT {
    private static final int ROUTES = 1000;
    private static final int WITHDRAWN = 50;
    private static final long OUR_AS = 65001;
    private static final long THEIR_AS = 65002;
    private static final Duration LIMIT = Duration.ofSeconds(60);

    private enum Roles {
        WE_DIAL,
        THEY_DIAL,
        BOTH_DIAL
    }

    /** One session between the two. {@code number} is part of its addresses and prefixes. */
    private record Link(int number, boolean ibgp, boolean ipv6, Roles roles, String ourKey, String theirKey) {
        String name() {
            return (ibgp ? "ibgp" : "ebgp") + (ipv6 ? "6" : "4") + "x" + number;
        }

        String ours() {
            return ipv6 ? "fd01:" + number + "::1" : "10.1." + number + ".1";
        }

        String theirs() {
            return ipv6 ? "fd01:" + number + "::2" : "10.1." + number + ".2";
        }

        long ourAs() {
            return ibgp ? THEIR_AS : OUR_AS;
        }

        boolean hasRightKey() {
            return ourKey.equals(theirKey);
        }

        /** How all of its prefixes begin. */
        String block() {
            return ipv6 ? "2001:" + Integer.toHexString(0xa00 + number) + ":" : (40 + number) + ".";
        }

        List<String> prefixes(int count) {
            return ipv6 ? Prefixes.ipv6(Integer.toHexString(0xa00 + number), count) : Prefixes.ipv4(40 + number, count);
        }

        String expectedAsPath() {
            return ibgp ? "" : String.valueOf(THEIR_AS);
        }
    }

    @Test
    @NeedsPeer({Software.BIRD2})
    void bird2() {
        run(Bird::new, false, true);
    }

    @Test
    @NeedsPeer({Software.BIRD1})
    void bird1ForIpv4() {
        run((node, name) -> new Bird1(node, name, false), false);
    }

    @Test
    @NeedsPeer({Software.BIRD1})
    void bird1ForIpv6() {
        run((node, name) -> new Bird1(node, name, true), true);
    }

    @Test
    @NeedsPeer({Software.FRR})
    void frr() {
        run(Frr::new, false, true);
    }

    @Test
    @NeedsPeer({Software.GOBGP})
    void gobgp() {
        run(GoBgp::new, false, true);
    }

    @Test
    @NeedsPeer({Software.OPENBGPD})
    void openbgpd() {
        run(OpenBgpd::new, false, true);
    }

    @Test
    @NeedsPeer({Software.EXABGP})
    void exabgp() {
        run(ExaBgp::new, false, true);
    }

    private static List<Link> links(boolean... families) {
        List<Link> links = new ArrayList<>();
        for (boolean ipv6 : families) {
            for (boolean ibgp : new boolean[] {false, true}) {
                for (Roles roles : Roles.values()) {
                    links.add(new Link(links.size() + 1, ibgp, ipv6, roles, "", ""));
                }
            }
        }
        boolean ipv6 = families[0];
        links.add(new Link(links.size() + 1, false, ipv6, Roles.BOTH_DIAL, "s3cret", "s3cret"));
        links.add(new Link(links.size() + 1, false, ipv6, Roles.BOTH_DIAL, "s3cret", "other"));
        return links;
    }

    private static void run(BiFunction<Node, String, Peer> maker, boolean... families) {
        run(maker, ROUTES, families);
    }

    private static void run(BiFunction<Node, String, Peer> maker, int routes, boolean... families) {
        List<Link> links = links(families);
        List<Link> good = links.stream().filter(Link::hasRightKey).toList();
        List<String> fromThem = new ArrayList<>();
        for (boolean ipv6 : families) {
            fromThem.addAll(ipv6 ? Prefixes.ipv6("db9", routes) : Prefixes.ipv4(30, routes));
        }
        try (Lab lab = new Lab()) {
            Node left = lab.node("us");
            Node right = lab.node("them");
            String wire = lab.link(left, right);
            for (Link link : links) {
                left.address(wire, link.ours() + (link.ipv6() ? "/64" : "/24"));
                right.address(wire, link.theirs() + (link.ipv6() ? "/64" : "/24"));
            }
            Jbgpd us = new Jbgpd(left, "jbgpd");
            us.start(configuration(links, routes));
            Peer them = maker.apply(right, "them");
            them.start(speaker(links, fromThem));

            everythingArrives(lab, us, them, good, fromThem, routes);
            them.withdraw(fromThem.subList(0, WITHDRAWN));
            for (Link link : good) {
                List<String> rest = family(fromThem, link).stream()
                        .filter(prefix -> !fromThem.subList(0, WITHDRAWN).contains(prefix))
                        .toList();
                awaitPrefixes(lab, "their withdraw on " + link.name(), us, link, rest);
            }
            them.announce(fromThem.subList(0, WITHDRAWN));
            us.reconfigure(configuration(links, routes - WITHDRAWN));
            everythingArrives(lab, us, them, good, fromThem, routes - WITHDRAWN);

            them.kill();
            for (Link link : good) {
                awaitPrefixes(lab, "loss of " + link.name(), us, link, List.of());
            }
            them.restart();
            everythingArrives(lab, us, them, good, fromThem, routes - WITHDRAWN);

            links.stream().filter(link -> !link.hasRightKey()).forEach(link -> {
                assertThat(us.session(link.theirs())).as("with the wrong key").isNotEqualTo("Established");
                assertThat(them.established(link.ours()))
                        .as("with the wrong key, they")
                        .isFalse();
            });
        }
    }

    private static void everythingArrives(
            Lab lab, Jbgpd us, Peer them, List<Link> links, List<String> fromThem, int ourCount) {
        for (Link link : links) {
            lab.await("session " + link.name(), LIMIT, () -> us.established(link.theirs()));
        }
        for (Link link : links) {
            List<String> expected = family(fromThem, link);
            SortedSet<PeerRoute> routes = awaitPrefixes(lab, "their routes on " + link.name(), us, link, expected);
            assertThat(routes).as(link.name()).extracting(PeerRoute::asPath).containsOnly(link.expectedAsPath());
            assertThat(routes).as(link.name()).extracting(PeerRoute::nextHop).containsOnly(link.theirs());
        }
        SortedSet<PeerRoute> held =
                lab.await("our routes", LIMIT, them::routes, routes -> routes.size() == links.size() * ourCount);
        for (Link link : links) {
            List<String> expected = link.prefixes(ourCount);
            List<PeerRoute> ofLink = held.stream()
                    .filter(route -> route.prefix().startsWith(link.block()))
                    .toList();
            same(
                    "what they have of " + link.name(),
                    ofLink.stream().map(PeerRoute::prefix).toList(),
                    expected);
            assertThat(ofLink).extracting(PeerRoute::asPath).containsOnly(link.ibgp() ? "" : String.valueOf(OUR_AS));
            assertThat(ofLink).extracting(PeerRoute::nextHop).containsOnly(link.ours());
        }
    }

    private static List<String> family(List<String> prefixes, Link link) {
        return prefixes.stream()
                .filter(prefix -> prefix.contains(":") == link.ipv6())
                .toList();
    }

    private static SortedSet<PeerRoute> awaitPrefixes(
            Lab lab, String what, Jbgpd us, Link link, List<String> expected) {
        SortedSet<PeerRoute> routes =
                lab.await(what, LIMIT, () -> us.routes(link.name() + "t"), now -> now.size() == expected.size());
        same(what, routes.stream().map(PeerRoute::prefix).toList(), expected);
        return routes;
    }

    /** The same elements in any order; a thousand lines would show nobody what is missing. */
    private static void same(String what, List<String> actual, List<String> expected) {
        Set<String> missing = new TreeSet<>(expected);
        missing.removeAll(Set.copyOf(actual));
        Set<String> surplus = new TreeSet<>(actual);
        surplus.removeAll(Set.copyOf(expected));
        assertThat(missing).as(what + ": missing").isEmpty();
        assertThat(surplus).as(what + ": more than expected").isEmpty();
        assertThat(actual).as(what).hasSameSizeAs(expected);
    }

    private static Speaker speaker(List<Link> links, List<String> announced) {
        return new Speaker(
                THEIR_AS,
                "10.1.0.2",
                links.stream()
                        .map(link -> new Neighbor(
                                link.name(),
                                link.theirs(),
                                link.ours(),
                                link.ourAs(),
                                link.roles() == Roles.WE_DIAL ? Dial.PASSIVE : Dial.ACTIVE,
                                link.theirKey()))
                        .toList(),
                announced);
    }

    private static String configuration(List<Link> links, int routes) {
        StringBuilder text = new StringBuilder("router id 10.1.0.1;\nlog stderr all;\nprotocol device { }\n");
        for (Link link : links) {
            String family = link.ipv6() ? "ipv6" : "ipv4";
            String table = link.name() + "t";
            text.append(family).append(" table ").append(table).append(";\n");
            text.append("protocol static ")
                    .append(link.name())
                    .append("s { ")
                    .append(family)
                    .append(" { table ");
            text.append(table).append("; };\n");
            int number = 0;
            for (String prefix : link.prefixes(routes)) {
                // A set of attributes for every twenty: UPDATEs of a size that is common.
                text.append("  route ").append(prefix).append(" blackhole { bgp_community.add((64999, ");
                text.append(number++ / 20).append(")); };\n");
            }
            text.append("}\nprotocol bgp ")
                    .append(link.name())
                    .append(" {\n  local ")
                    .append(link.ours());
            text.append(" as ").append(link.ourAs()).append(";\n  neighbor ").append(link.theirs());
            text.append(" as ").append(THEIR_AS).append(";\n");
            text.append("  connect delay time 1; connect retry time 2; error wait time 1, 2;\n");
            text.append(link.roles() == Roles.THEY_DIAL ? "  passive on;\n" : "");
            text.append(link.ourKey().isEmpty() ? "" : "  password \"" + link.ourKey() + "\";\n");
            text.append("  ").append(family).append(" { table ").append(table);
            text.append("; import all; export where source = RTS_STATIC; next hop self; };\n}\n");
        }
        return text.toString();
    }
}
