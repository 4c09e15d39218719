package org.jbgp.daemon.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jbgp.daemon.lab.InsideNamespace;
import org.jbgp.daemon.lab.Jbgpd;
import org.jbgp.daemon.lab.Lab;
import org.jbgp.daemon.lab.NeedsPeer;
import org.jbgp.daemon.lab.Node;
import org.jbgp.daemon.lab.Software;
import org.jbgp.daemon.net.RawPeer;
import org.jbgp.daemon.wire.AddressFamily;
import org.jbgp.daemon.wire.ErrorRow;
import org.jbgp.daemon.wire.ErrorRow.Neighbor;
import org.jbgp.daemon.wire.MessageType;
import org.jbgp.daemon.wire.open.Capability;
import org.jbgp.daemon.wire.open.OpenMessage;
import org.jbgp.daemon.wire.update.Rfc7606;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Every row of {@code rfc7606.csv} over a socket to a running router: the routes are what the row says, a good route of
 * the same neighbor stays, the session ends exactly where it must and with that NOTIFICATION, and a second session
 * notices nothing.
 */
@NeedsPeer(Software.BIRD2)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ErrorHandlingIT {
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final String US = "10.0.0.1";
    private static final String SECOND = "10.0.0.20";
    private static final String SECOND_ROUTE = "192.0.2.0/24";
    private static final Pattern PREFIX = Pattern.compile("(?m)^(?:\\d{4}-| )([0-9a-f.:]+/\\d+) ");

    /** Good routes that stay as long as the session does. */
    private static final Set<String> GOOD = Set.of("198.51.100.0/24", "2001:db8:1::/48");
    /** What rows announce and withdraw; 10.16.0.0/12 is only announced. */
    private static final Set<String> USED = Set.of("10.0.0.0/8", "11.0.0.0/8", "2000::/8");

    private static final String NLRI4 = "080a 080b";
    private static final String NLRI6 = "0820";

    private final Lab lab = new Lab();
    private final Node us = lab.node("us");
    private final Node them = lab.node("them");
    private final Jbgpd jbgpd = new Jbgpd(us, "jbgpd").oneShard();

    private Neighbor neighbor;
    private RawPeer bad;
    private int serial;
    private int resets;

    @BeforeAll
    void start() {
        String wire = lab.link(us, US + "/24", them, "10.0.0.2/24");
        StringBuilder neighbors = new StringBuilder();
        for (Neighbor each : Neighbor.values()) {
            them.address(wire, address(each) + "/24");
            neighbors
                    .append("protocol bgp ")
                    .append(name(each))
                    .append(" { local 10.0.0.1 as 65000; neighbor ")
                    .append(address(each))
                    .append(" as ")
                    .append(as(each))
                    .append("; passive; error wait time 0, 0; channel error wait time 0; allow as sets; ")
                    .append(each == Neighbor.CONFED ? "confederation 65100; confederation member; " : "")
                    .append("ipv4 { import all; export none; }; ipv6 { import all; export none; }; }\n");
        }
        them.address(wire, SECOND + "/24");
        jbgpd.start("""
                router id 10.0.0.1;
                log stderr { warning, error, fatal };
                protocol device { }
                protocol bgp second {
                  local 10.0.0.1 as 65000; neighbor 10.0.0.20 as 65020; passive;
                  ipv4 { import all; export all; };
                }
                """ + neighbors);
    }

    @AfterAll
    void stop() {
        lab.close();
    }

    @ParameterizedTest
    @EnumSource(Neighbor.class)
    void everyRow(Neighbor from) throws Exception {
        neighbor = from;
        resets = 0;
        List<String> wrong = new ArrayList<>();
        InsideNamespace.run(them.namespace(), () -> {
            try (RawPeer second = dial(SECOND)) {
                second.send(OpenMessage.of(65020, 0, 0x0A00_0014, List.of(new Capability.FourByteAs(65020))));
                second.sendKeepalive();
                second.readUntil(MessageType.KEEPALIVE);
                second.sendHex(message(
                        "00000014" + "40010100" + "400206" + "02010000fdfc" + "400304" + "0a000014" + "18c00002"));
                lab.await("the second session's route", LIMIT, this::routes, now -> now.contains(SECOND_ROUTE));
                open();
                for (ErrorRow row : rows().toList()) {
                    if (row.verdicts().containsKey(from)) {
                        String got = send(row);
                        String right = verdict(row);
                        if (!got.equals(right)) {
                            wrong.add(row + ": " + got + ", not " + right);
                        }
                    }
                }
                bad.close();
                assertUndisturbed(second);
            }
        });
        assertThat(wrong).isEmpty();
        assertThat(resets)
                .isEqualTo(rows().filter(
                                row -> row.verdicts().getOrDefault(from, "").startsWith("reset"))
                        .count());
    }

    private static Stream<ErrorRow> rows() {
        return ErrorRow.all();
    }

    /** AS number 0 in AS_PATH, which RFC 7607 §2 has treated as malformed, and the router takes as BIRD does. */
    private boolean isTakenAsByBird(ErrorRow row) {
        return row.clause().startsWith("RFC 7607")
                && row.verdicts().get(neighbor).equals("withdraw");
    }

    /** What must become of it from this neighbor. */
    private String verdict(ErrorRow row) {
        return isTakenAsByBird(row) ? "ok" : row.verdicts().get(neighbor);
    }

    /** Sends a row and says what became of it, in the words of the table. */
    private String send(ErrorRow row) throws Exception {
        byte[] body = row.body(neighbor);
        String verdict = verdict(row);
        SortedSet<String> right = new TreeSet<>(GOOD);
        right.add(SECOND_ROUTE);
        boolean kept = verdict.equals("ok") || verdict.equals("discard");
        bad.sendHex(kept ? withdrawal() : announcement());
        if (!kept) {
            right.addAll(USED);
        }
        bad.sendHex(message(HexFormat.of().formatHex(body)));
        if (verdict.startsWith("reset")) {
            String notification = bad.readNotification();
            resets++;
            renew();
            return "reset " + notification.replaceFirst("/", ".").replaceFirst(":.*", "");
        }
        for (String event : Rfc7606.judge(body, neighbor, Set.of()).events()) {
            switch (isTakenAsByBird(row) ? '+' : event.charAt(0)) {
                case '+' -> right.add(text(event));
                case '-' -> right.remove(text(event));
                default -> {}
            }
        }
        boolean disabled4 = verdict.equals("disable ipv4");
        boolean disabled6 = verdict.equals("disable ipv6");
        right.removeIf(prefix -> prefix.contains(":") ? disabled6 : disabled4 && !prefix.equals(SECOND_ROUTE));
        // One shard: what came before the marker has been seen to when the marker is in the table.
        String marker = disabled4 ? marker6() : marker4();
        right.add(marker);
        boolean disabled = disabled4 || disabled6;
        // A disabled family's routes go a moment later.
        SortedSet<String> found = lab.await(
                row + ": " + right, LIMIT, this::routes, now -> disabled ? now.equals(right) : now.contains(marker));
        if (disabled) {
            bad.close();
            renew();
        }
        return found.equals(right) ? verdict : "routes " + found;
    }

    private static String text(String event) {
        return event.substring(1).replace("2000:0:0:0:0:0:0:0", "2000::");
    }

    private SortedSet<String> routes() {
        SortedSet<String> routes = new TreeSet<>();
        Matcher matcher = PREFIX.matcher(jbgpd.own("show route"));
        while (matcher.find()) {
            routes.add(matcher.group(1));
        }
        return routes;
    }

    private void renew() throws Exception {
        lab.await("only the second session's route", LIMIT, this::routes, now -> now.equals(Set.of(SECOND_ROUTE)));
        bad.close();
        open();
    }

    private void open() throws Exception {
        lab.await("room for the bad neighbor", LIMIT, this::tryOpen);
        bad.sendHex(update("; <O><P><N> ; 18c63364"));
        bad.sendHex(update("; <O><P> 800e1c 000201 10 <G> 00 3020010db80001 ;"));
    }

    /** False if the router has not finished with the last session. */
    private boolean tryOpen() {
        try {
            bad = dial(address(neighbor));
            List<Capability> capabilities = new ArrayList<>(List.of(
                    new Capability.MultiProtocol(AddressFamily.IPV4_UNICAST),
                    new Capability.MultiProtocol(AddressFamily.IPV6_UNICAST)));
            if (neighbor.as4()) {
                capabilities.add(new Capability.FourByteAs(as(neighbor)));
            }
            bad.send(OpenMessage.of(as(neighbor), 0, 0x0A00_0000 + host(neighbor), capabilities));
            RawPeer.Message first = bad.read();
            if (first == null || first.type() != MessageType.OPEN) {
                bad.close();
                return false;
            }
            bad.sendKeepalive();
            return bad.readUntil(MessageType.KEEPALIVE) != null;
        } catch (IOException e) {
            return false; // the connection was refused or reset
        }
    }

    private String announcement() {
        return update("; <O><P><N> ; " + NLRI4) + update("; <O><P> <R> ;");
    }

    private String withdrawal() {
        return update(NLRI4 + " 0c0a10; 800f" + "05" + "000201" + NLRI6 + " ;");
    }

    /** Announces the next marker of IPv4 and withdraws the last one; the marker. */
    private String marker4() throws IOException {
        String before = "20ac%06x".formatted(0x100000 | serial);
        serial++;
        String now = "20ac%06x".formatted(0x100000 | serial);
        bad.sendHex(update(before + "; <O><P><N> ; " + now));
        return "172.16.%d.%d/32".formatted((serial >> 8) & 0xff, serial & 0xff);
    }

    private String marker6() throws IOException {
        serial++;
        String prefix = "4020010db8ffff%04x".formatted(serial);
        bad.sendHex(update("; <O><P> 800e1e 000201 10 <G> 00 " + prefix + " ;"));
        return "2001:db8:ffff:%x::/64".formatted(serial);
    }

    /** An UPDATE as the neighbor would write it. */
    private String update(String text) {
        return message(HexFormat.of().formatHex(neighbor.body(text)));
    }

    private static String message(String body) {
        return RawPeer.MARKER + "%04x".formatted(19 + body.length() / 2) + "02" + body;
    }

    /** The second session is the one it was: nothing ended it, and it still carries what it sends. */
    private void assertUndisturbed(RawPeer second) throws Exception {
        lab.await("only the second session's route", LIMIT, this::routes, now -> now.equals(Set.of(SECOND_ROUTE)));
        second.sendHex(message("000418c00002" + "0000"));
        lab.await("the second session's route is withdrawn", LIMIT, this::routes, Set::isEmpty);
    }

    private static RawPeer dial(String from) throws IOException {
        return RawPeer.dial(InetAddress.getByName(from), new InetSocketAddress(US, 179));
    }

    private static String address(Neighbor neighbor) {
        return "10.0.0." + host(neighbor);
    }

    private static int host(Neighbor neighbor) {
        return switch (neighbor) {
            case EBGP -> 11;
            case IBGP -> 12;
            case CONFED -> 13;
            case OLD -> 14;
        };
    }

    private static String name(Neighbor neighbor) {
        return "from_" + neighbor.name().toLowerCase(Locale.ROOT);
    }

    private static long as(Neighbor neighbor) {
        return neighbor == Neighbor.IBGP ? 65000 : 65001;
    }
}
