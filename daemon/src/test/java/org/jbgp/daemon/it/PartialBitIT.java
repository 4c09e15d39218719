package org.jbgp.daemon.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jbgp.daemon.lab.Bird;
import org.jbgp.daemon.lab.Jbgpd;
import org.jbgp.daemon.lab.Lab;
import org.jbgp.daemon.lab.NeedsPeer;
import org.jbgp.daemon.lab.Node;
import org.jbgp.daemon.lab.RawPeer;
import org.jbgp.daemon.lab.Software;
import org.junit.jupiter.api.Test;

/**
 * Flags of attributes that a route brought, that filters added to it, and that they changed, as they arrive at the next
 * router.
 */
@NeedsPeer(Software.BIRD2)
class PartialBitIT {
    private static final Duration LIMIT = Duration.ofSeconds(60);

    private static final String FILE = """
            router id 10.0.0.1;
            log stderr all;
            protocol device { }
            protocol static { ipv4; route 10.70.0.0/16 blackhole { bgp_community.add((1,1)); }; }
            filter incoming {
              if net = 10.60.0.0/16 then {
                bgp_community.add((1,1)); bgp_large_community.add((1,1,1)); bgp_ext_community.add((rt,1,1));
              }
              if net ~ [ 10.61.0.0/16, 10.62.0.0/16 ] then bgp_community.add((1,2));
              if net = 10.64.0.0/16 then { bgp_community.empty; bgp_community.add((9,9)); }
              if net = 10.65.0.0/16 then { unset(bgp_community); bgp_community.add((9,9)); }
              accept;
            }
            filter outgoing {
              if net ~ [ 10.61.0.0/16, 10.66.0.0/16, 10.70.0.0/16 ] then bgp_large_community.add((2,2,2));
              if net = 10.66.0.0/16 then bgp_community.add((3,3));
              accept;
            }
            protocol bgp origin { local 10.0.0.1 as 65001; passive; neighbor 10.0.0.2 as 65002;
              ipv4 { import filter incoming; export none; }; }
            protocol bgp beyond { local 10.0.0.1 as 65001; passive; neighbor 10.0.0.3 as 65003;
              ipv4 { import none; export filter outgoing; next hop self; }; }
            """;

    private static final String CAME_PARTIAL = "100a3e";

    /** By prefix: what comes beside ORIGIN, AS_PATH and NEXT_HOP. */
    private static final Map<String, String> ROUTES = Map.of(
            "100a3c",
            "",
            "100a3d",
            "c0080400640001",
            CAME_PARTIAL,
            "e0080400640001",
            "100a3f",
            "c0c802abcd", // unknown and transitive
            "100a40",
            "c0080400640001",
            "100a41",
            "c0080400640001",
            "100a42",
            "c0080400640001" + "e0c802abcd");

    @Test
    void isThatOfBird() {
        try (Lab lab = new Lab()) {
            Node us = lab.node("us");
            Node them = lab.node("them");
            them.address(lab.link(us, "10.0.0.1/24", them, "10.0.0.2/24"), "10.0.0.3/24");
            List<Map<String, String>> seen = new ArrayList<>();
            for (Bird daemon : List.of(new Bird(us, "bird"), new Jbgpd(us, "jbgpd"))) {
                daemon.start(FILE);
                try (RawPeer source = new RawPeer(them, "source-" + daemon);
                        RawPeer sink = new RawPeer(them, "sink-" + daemon)) {
                    sink.establish("10.0.0.3", "10.0.0.1", 65003, "10.0.0.3");
                    sink.stayAlive();
                    source.establish("10.0.0.2", "10.0.0.1", 65002, "10.0.0.2");
                    source.stayAlive();
                    ROUTES.forEach((prefix, more) -> source.send(update(prefix, more)));
                    seen.add(lab.await(
                            "all routes by " + daemon,
                            LIMIT,
                            () -> flags(sink),
                            routes -> routes.size() == ROUTES.size() + 1));
                }
                daemon.kill();
            }
            Map<String, String> bird = seen.getFirst();
            Map<String, String> jbgpd = seen.getLast();
            assertThat(jbgpd)
                    .as("attached on the way: partial")
                    .containsEntry("100a3c", "1=40 2=40 3=40 8=e0 16=e0 32=e0 ")
                    .as("changed on the way: as it came")
                    .containsEntry("100a3d", "1=40 2=40 3=40 8=c0 32=e0 ")
                    .as("attached by who originates the route")
                    .containsEntry("100a46", "1=40 2=40 3=40 8=c0 32=c0 ");
            // RFC 4271 §4.3 forbids to take the bit away, as BIRD does when a filter changes the attribute.
            assertThat(bird.remove(CAME_PARTIAL)).isEqualTo("1=40 2=40 3=40 8=c0 ");
            assertThat(jbgpd.remove(CAME_PARTIAL)).isEqualTo("1=40 2=40 3=40 8=e0 ");
            assertThat(jbgpd).isEqualTo(bird);
        }
    }

    private static String update(String prefix, String more) {
        String attributes = "40010100" + "4002060201" + "0000fdea" + "4003040a000002" + more;
        return RawPeer.message(
                2, "0000" + HexFormat.of().toHexDigits(attributes.length() / 2, 4) + attributes + prefix);
    }

    /** By prefix, codes and flags of the attributes received; Extended Length, which says nothing, is left out. */
    private static Map<String, String> flags(RawPeer sink) {
        Map<String, String> flags = new TreeMap<>();
        for (String line : sink.lines()) {
            if (!line.startsWith("received 2 ")) {
                continue;
            }
            byte[] body = HexFormat.of().parseHex(line.split(" ", -1)[2]);
            int end = 4 + (body[2] & 0xff) * 256 + (body[3] & 0xff);
            StringBuilder text = new StringBuilder();
            for (int at = 4; at < end; ) {
                boolean extended = (body[at] & 0x10) != 0;
                text.append(body[at + 1] & 0xff)
                        .append('=')
                        .append(HexFormat.of().toHexDigits((byte) (body[at] & 0xef)))
                        .append(' ');
                at += extended ? 4 + (body[at + 2] & 0xff) * 256 + (body[at + 3] & 0xff) : 3 + (body[at + 2] & 0xff);
            }
            for (int at = end; at < body.length; at += 3) {
                flags.put(HexFormat.of().formatHex(body, at, at + 3), text.toString());
            }
        }
        return flags;
    }
}
