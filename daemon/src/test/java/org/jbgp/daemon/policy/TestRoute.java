package org.jbgp.daemon.policy;

import java.io.ByteArrayOutputStream;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import org.jbgp.daemon.wire.AddressFamily;
import org.jbgp.daemon.wire.Destination;

/** Routes for tests, and a log that remembers. */
public final class TestRoute {

    static final RouteSource BGP = bgp();
    public static final RouteSource STATIC = RouteSource.local("static1", RouteSource.Kind.RTS_STATIC, 200);

    /** eth0 = 1, cali123 = 2, tunl0 = 3; 10.0.0.0/24 is on eth0. */
    public static final LinkView LINKS = new LinkView() {
        private final List<String> names = List.of("", "eth0", "cali123", "tunl0");

        @Override
        public String nameOf(int index) {
            return index < names.size() ? names.get(index) : "";
        }

        @Override
        public int indexOf(String name) {
            return Math.max(0, names.indexOf(name));
        }

        @Override
        public int neighborInterface(int addressLength, long hi, long lo, int interfaceIndex, boolean onlink) {
            return addressLength == 4 && lo >>> 8 == 0x0A0000 ? 1 : 0;
        }
    };

    private final TreeMap<Integer, byte[]> attributes = new TreeMap<>();
    private RouteSource source = BGP;
    private long prefix = 0x0A010000L;
    private int length = 16;
    private NextHopView nextHop;
    public final List<String> printed = new ArrayList<>();
    public final List<String> errors = new ArrayList<>();

    public final PolicyLog log = new PolicyLog() {
        @Override
        public void print(String text) {
            printed.add(text);
        }

        @Override
        public void error(String message) {
            errors.add(message);
        }
    };

    private static RouteSource bgp() {
        try {
            return new RouteSource(
                    "peer1",
                    RouteSource.Kind.RTS_BGP,
                    100,
                    InetAddress.getByName("10.0.0.2"),
                    InetAddress.getByName("10.0.0.1"),
                    65002,
                    65001,
                    0x0A000002,
                    false,
                    false);
        } catch (UnknownHostException e) {
            throw new IllegalStateException(e);
        }
    }

    /** A BGP route 10.1.0.0/16 with path 65002 65003, local preference 100 and communities (65002,1) (65002,2). */
    public static TestRoute typical() {
        return new TestRoute()
                .with(AttributeSlot.ORIGIN, "00")
                .with(AttributeSlot.AS_PATH, "0202 0000FDEA 0000FDEB")
                .with(AttributeSlot.NEXT_HOP, "0A000002")
                .with(AttributeSlot.LOCAL_PREF, "00000064")
                .with(AttributeSlot.COMMUNITY, "FDEA0001 FDEA0002");
    }

    /** A route of random attributes and length, from BGP or static. */
    public static TestRoute random(Random random) {
        TestRoute route = typical();
        if (random.nextBoolean()) {
            route.with(AttributeSlot.MULTI_EXIT_DISC, random.nextBoolean() ? "00000001" : "FFFFFFFF");
        }
        if (random.nextBoolean()) {
            route.with(AttributeSlot.AS_PATH, "0201 0000FDEA 0102 00000001 0000FDEB 0201 00000007");
        }
        if (random.nextInt(3) == 0) {
            route.without(AttributeSlot.AS_PATH);
        }
        if (random.nextInt(3) == 0) {
            route.without(AttributeSlot.COMMUNITY);
        }
        if (random.nextInt(3) == 0) {
            route.without(AttributeSlot.LOCAL_PREF);
        }
        if (random.nextBoolean()) {
            route.with(AttributeSlot.LARGE_COMMUNITY, "0000FDEA 00000001 00000001");
        }
        if (random.nextBoolean()) {
            route.with(AttributeSlot.EXTENDED_COMMUNITIES, "0002000A00000014");
        }
        if (random.nextBoolean()) {
            route.via(new Hop(Destination.UNICAST, random.nextInt(4), 0x0A000003));
        }
        if (random.nextInt(3) == 0) {
            route.from(STATIC);
        }
        int length = 8 + random.nextInt(24);
        return route.prefix(0x0A010000L >>> (32 - length) << (32 - length), length);
    }

    public TestRoute with(int slot, String hex) {
        attributes.put(slot, HexFormat.of().parseHex(hex.replace(" ", "")));
        return this;
    }

    TestRoute without(int slot) {
        attributes.remove(slot);
        return this;
    }

    public TestRoute prefix(long newPrefix, int newLength) {
        prefix = newPrefix;
        length = newLength;
        return this;
    }

    public TestRoute from(RouteSource newSource) {
        source = newSource;
        return this;
    }

    public TestRoute via(NextHopView newNextHop) {
        nextHop = newNextHop;
        return this;
    }

    byte[] blob() {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        attributes.forEach((slot, value) -> {
            out.write(AttributeSlot.flagsOf(slot));
            out.write(AttributeSlot.codeOf(slot));
            out.write(value.length >> 8);
            out.write(value.length);
            out.writeBytes(value);
        });
        return out.toByteArray();
    }

    public RouteView load(RouteView view) {
        byte[] blob = blob();
        view.load(AddressFamily.IPV4_UNICAST, 0, prefix, length, source, blob, 0, blob.length, nextHop);
        return view;
    }

    /** The attributes after a filter, as {@code slot:hex} in order. */
    public static String attributes(RouteView view) {
        int size = view.encode();
        byte[] bytes = view.encoded();
        StringBuilder text = new StringBuilder();
        for (int at = 0; at < size; ) {
            int slot = (bytes[at] & 0x0F) << 6 | bytes[at + 1];
            int valueLength = (bytes[at + 2] & 0xFF) << 8 | (bytes[at + 3] & 0xFF);
            text.append(text.isEmpty() ? "" : " ").append(slot).append(':');
            text.append(HexFormat.of().formatHex(bytes, at + 4, at + 4 + valueLength));
            at += 4 + valueLength;
        }
        return text.toString();
    }

    /** A next hop through an interface. */
    public record Hop(Destination destination, int interfaceIndex, long gatewayLo) implements NextHopView {
        @Override
        public int gatewayLength() {
            return gatewayLo == 0 ? 0 : 4;
        }

        @Override
        public long gatewayHi() {
            return 0;
        }

        @Override
        public int weight() {
            return 1;
        }

        @Override
        public boolean onlink() {
            return false;
        }

        @Override
        public long igpMetric() {
            return 20;
        }
    }
}
