package org.jbgp.daemon.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jbgp.daemon.lab.Bird;
import org.jbgp.daemon.lab.Jbgpd;
import org.jbgp.daemon.lab.Lab;
import org.jbgp.daemon.lab.NeedsPeer;
import org.jbgp.daemon.lab.Node;
import org.jbgp.daemon.lab.Software;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Routes with two ways in a real kernel: they go by a group of next hop objects, and the whole group goes the other way
 * when one ends, with no change of a route. Scans are so far apart that none helps.
 */
@NeedsPeer(Software.BIRD2)
class FailoverIT {
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final Pattern OBJECT = Pattern.compile("nhid (\\d+)");
    private static final String OURS = """
            router id 10.0.0.1;
            log stderr all;
            protocol device { }
            protocol kernel { scan time 3600; next hop objects; ipv4 { export all; }; }
            protocol kernel { scan time 3600; next hop objects; ipv6 { export all; }; }
            protocol static { ipv4; route 192.0.2.1/32 via 10.0.1.2; }
            protocol static { ipv6; route 2001:db8:ff::1/128 via 2001:db8:1::2; }
            template bgp one {
              connect delay time 1; connect retry time 2; error wait time 1, 2;
            }
            protocol bgp a4 from one {
              local 10.0.1.1 as 65000; neighbor 10.0.1.2 as 65001;
              ipv4 { import filter { bgp_local_pref = 200; accept; }; export none; %1$s };
            }
            protocol bgp b4 from one {
              local 10.0.2.1 as 65000; neighbor 10.0.2.2 as 65002;
              ipv4 { import all; export none; };
            }
            protocol bgp a6 from one {
              local 2001:db8:1::1 as 65000; neighbor 2001:db8:1::2 as 65001;
              ipv6 { import filter { bgp_local_pref = 200; accept; }; export none; %1$s };
            }
            protocol bgp b6 from one {
              local 2001:db8:2::1 as 65000; neighbor 2001:db8:2::2 as 65002;
              ipv6 { import all; export none; };
            }
            """;

    private static String theirs(int number, String nextHop4, String nextHop6) {
        return """
                router id 10.0.%1$d.2;
                log stderr all;
                protocol device { }
                protocol static { ipv4; route 10.20.0.0/16 blackhole; route 10.21.0.0/16 blackhole; }
                protocol static { ipv6; route 2001:db8:20::/48 blackhole; route 2001:db8:21::/48 blackhole; }
                protocol bgp up4 {
                  local 10.0.%1$d.2 as 6500%1$d; neighbor 10.0.%1$d.1 as 65000; passive;
                  ipv4 { import none; export filter { %2$s accept; }; };
                }
                protocol bgp up6 {
                  local 2001:db8:%1$d::2 as 6500%1$d; neighbor 2001:db8:%1$d::1 as 65000; passive;
                  ipv6 { import none; export filter { %3$s accept; }; };
                }
                """.formatted(number, nextHop4, nextHop6);
    }

    /** Us between two neighbors with the same routes, of whom the first is preferred. */
    private static final class Triangle implements AutoCloseable {
        private final Lab lab = new Lab();
        private final Node us = lab.node("us");
        private final Node left = lab.node("n1");
        private final Node right = lab.node("n2");
        private final String firstLink = link(left, 1);
        private final Bird first = new Bird(left, "first");
        private final Bird second = new Bird(right, "second");
        private final Jbgpd jbgpd = new Jbgpd(us, "jbgpd");

        private Triangle() {
            link(right, 2);
        }

        private String link(Node node, int number) {
            String network = "10.0." + number + ".";
            String network6 = "2001:db8:" + number + "::";
            String link = lab.link(us, network + "1/24", node, network + "2/24");
            us.address(link, network6 + "1/64");
            node.address(link, network6 + "2/64");
            return link;
        }

        private void start() {
            second.start(theirs(2, "", ""));
            first.start(theirs(1, "", ""));
            jbgpd.start(OURS.formatted(""));
            paired();
        }

        /** Waits until all goes by the first neighbor, and is to go by the second without it. */
        private void paired() {
            lab.eventually("all goes by the first neighbor, in pairs", LIMIT, () -> {
                for (String destination : new String[] {"10.20.0.1", "10.21.0.1", "2001:db8:20::1"}) {
                    assertThat(way(destination)).containsAnyOf("via 10.0.1.2 ", "via 2001:db8:1::2 ");
                }
                assertThat(group("10.20.0.0/16")).contains("/");
                assertThat(group("10.21.0.0/16")).isEqualTo(group("10.20.0.0/16"));
                assertThat(group("2001:db8:20::/48")).contains("/");
            });
        }

        private String way(String destination) {
            return us.ip("route", "get", destination);
        }

        private String object(String prefix) {
            Matcher matcher = OBJECT.matcher(us.ip(prefix.contains(":") ? "-6" : "-4", "route", "show", prefix));
            assertThat(matcher.find()).as("an object of " + prefix).isTrue();
            return matcher.group(1);
        }

        private String group(String prefix) {
            return us.exec("ip", "nexthop", "show", "id", object(prefix));
        }

        private void goesBy(int number) {
            lab.eventually("all goes by " + number, LIMIT, () -> {
                assertThat(way("10.20.0.1")).contains("via 10.0." + number + ".2");
                assertThat(way("10.21.0.1")).contains("via 10.0." + number + ".2");
                assertThat(way("2001:db8:20::1")).contains("via 2001:db8:" + number + "::2");
            });
        }

        @Override
        public void close() {
            lab.close();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"session", "link", "carrier"})
    void theWholeGroupGoesTheOtherWay(String what) {
        try (Triangle triangle = new Triangle()) {
            triangle.start();
            String object = triangle.object("10.20.0.0/16");
            String object6 = triangle.object("2001:db8:20::/48");
            switch (what) {
                case "session" -> {
                    triangle.first.command("disable up4");
                    triangle.first.command("disable up6");
                }
                case "link" -> triangle.us.ip("link", "set", triangle.firstLink, "down");
                default -> triangle.left.ip("link", "set", triangle.firstLink, "down");
            }
            triangle.goesBy(2);
            assertThat(triangle.object("10.20.0.0/16")).as("the same route").isEqualTo(object);
            assertThat(triangle.object("2001:db8:20::/48")).isEqualTo(object6);
            if (what.equals("session")) {
                triangle.first.command("enable up4");
                triangle.first.command("enable up6");
                triangle.paired();
            }
            triangle.jbgpd.stop();
            assertThat(triangle.us.exec("ip", "nexthop", "show")).isEmpty();
        }
    }

    @Test
    void aNextHopOfTheIgpThatMovesIsOneChange() {
        try (Triangle triangle = new Triangle()) {
            triangle.second.start(theirs(2, "", ""));
            triangle.first.start(theirs(1, "bgp_next_hop = 192.0.2.1;", "bgp_next_hop = 2001:db8:ff::1;"));
            String ours = OURS.formatted("gateway recursive;");
            triangle.jbgpd.start(ours);
            triangle.paired();
            String object = triangle.object("10.20.0.0/16");
            triangle.jbgpd.reconfigure(ours.replace("192.0.2.1/32 via 10.0.1.2", "192.0.2.1/32 via 10.0.1.3"));
            triangle.lab.await(
                    "the new way", LIMIT, () -> triangle.way("10.20.0.1").contains("via 10.0.1.3"));
            assertThat(triangle.object("10.20.0.0/16")).as("the same route").isEqualTo(object);
            triangle.jbgpd.reconfigure(ours.replace("route 192.0.2.1/32 via 10.0.1.2;", ""));
            triangle.lab.await(
                    "the other neighbor", LIMIT, () -> triangle.way("10.21.0.1").contains("via 10.0.2.2"));
            assertThat(triangle.object("10.21.0.0/16")).isEqualTo(object);
        }
    }

    @Test
    void aSuccessorTakesOver() {
        try (Triangle triangle = new Triangle()) {
            triangle.start();
            triangle.jbgpd.kill();
            assertThat(triangle.group("10.20.0.0/16")).as("left alone").contains("/");
            triangle.jbgpd.start(OURS.formatted(""));
            triangle.paired();
            triangle.lab.await(
                    "of each family three objects of the pair, and two of the static route",
                    LIMIT,
                    () -> triangle.us.exec("ip", "nexthop", "show").lines().count() == 10);
            triangle.first.command("disable up4");
            triangle.first.command("disable up6");
            triangle.goesBy(2);
        }
    }
}
