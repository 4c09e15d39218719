package org.jbgp.daemon.it.differential;

import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;

/** Random routes as a neighbor announces them, with all attributes a neighbor may send. */
final class BgpRoutes {
    private static final int[] LENGTHS = {22, 23, 24, 25, 27, 30, 32};
    private static final int OPTIONAL = 0x80;
    private static final int TRANSITIVE = 0x40;

    /** Attributes and one prefix, as on the wire, in hexadecimal. */
    record Route(String attributes, String nlri) {}

    private final Random random;
    private final boolean internal;
    private final boolean sets;
    private final TreeMap<Integer, String> attributes = new TreeMap<>();

    private BgpRoutes(long seed, boolean internal, boolean sets) {
        this.random = new Random(seed);
        this.sets = sets;
        this.internal = internal;
    }

    /** Routes of one program. {@code nextHop} and {@code as} are the neighbor's. */
    static List<Route> of(long seed, int number, boolean internal, long as, String nextHop) {
        BgpRoutes routes = new BgpRoutes(seed * 1_000_003 + number, internal, hasSets(number));
        List<Route> list = new ArrayList<>();
        int first = routes.random.nextInt(LENGTHS.length);
        for (int i = routes.random.nextInt(3); i >= 0; i--) {
            list.add(new Route(
                    routes.attributes(as, nextHop), routes.nlri(number, LENGTHS[(first + i) % LENGTHS.length])));
        }
        return list;
    }

    /** Whether a program gets routes with AS_SETs. */
    static boolean hasSets(int number) {
        return number % 2 == 0;
    }

    private String nlri(int number, int length) {
        int address = FilterPrograms.BGP_NET | number << 10 | (length > 22 ? random.nextInt(1024) : 0);
        int masked = address & -1 << (32 - length);
        return HexFormat.of().toHexDigits(length, 2)
                + HexFormat.of().toHexDigits(masked).substring(0, 2 * ((length + 7) / 8));
    }

    private String attributes(long as, String nextHop) {
        attributes.clear();
        put(TRANSITIVE, 1, "0" + random.nextInt(3));
        put(TRANSITIVE, 2, path(as));
        put(TRANSITIVE, 3, nextHop);
        if (random.nextBoolean()) {
            put(OPTIONAL, 4, number());
        }
        if (internal) {
            put(TRANSITIVE, 5, number());
            if (random.nextInt(3) == 0) {
                put(OPTIONAL, 9, "01020304");
                put(OPTIONAL, 10, "01020305".repeat(1 + random.nextInt(2)));
            }
        }
        if (random.nextInt(4) == 0) {
            put(TRANSITIVE, 6, "");
        }
        if (random.nextInt(4) == 0) {
            put(OPTIONAL | TRANSITIVE, 7, "0000fde8" + "0a000001");
        }
        lists();
        return String.join("", attributes.values());
    }

    private void lists() {
        if (random.nextBoolean()) {
            put(
                    OPTIONAL | TRANSITIVE,
                    8,
                    several("00010001", "00010032", "fde80001", "fde80007", "00000000", "ffff0007"));
        }
        if (random.nextInt(3) == 0) {
            put(OPTIONAL | TRANSITIVE, 16, several("0002000a00000014", "0003fde800000005", "0002000100000002"));
        }
        if (random.nextInt(3) == 0) {
            put(OPTIONAL | TRANSITIVE, 32, several("000000010000000200000003", "0000fde80000000200000001"));
        }
        if (random.nextInt(8) == 0) {
            // An attribute nobody knows is passed on, and marked as partial.
            put(OPTIONAL | TRANSITIVE, 200, "cafe" + number());
        }
        if (random.nextInt(8) == 0) {
            put(OPTIONAL, 201, number());
        }
    }

    private String path(long as) {
        StringBuilder path = new StringBuilder();
        int length = random.nextInt(4) + (internal ? 0 : 1);
        if (length > 0) {
            path.append("02").append(HexFormat.of().toHexDigits(length, 2));
            for (int i = 0; i < length; i++) {
                path.append(i == 0 && !internal ? HexFormat.of().toHexDigits(as, 8) : number());
            }
        }
        if (sets && random.nextInt(3) == 0) {
            path.append("0102").append(number()).append(number());
        }
        return path.toString();
    }

    private String number() {
        long[] numbers = {1, 2, 3, 7, 10, 22, 24, 100, 65000, 65001, 100000, 4200000000L, 4294967294L};
        return HexFormat.of().toHexDigits(numbers[random.nextInt(numbers.length)], 8);
    }

    private String several(String... choices) {
        StringBuilder list = new StringBuilder();
        List<String> left = new ArrayList<>(List.of(choices));
        for (int i = 1 + random.nextInt(choices.length); i > 0; i--) {
            list.append(left.remove(random.nextInt(left.size())));
        }
        return list.toString();
    }

    private void put(int flags, int code, String value) {
        attributes.put(
                code,
                HexFormat.of().toHexDigits(flags, 2)
                        + HexFormat.of().toHexDigits(code, 2)
                        + HexFormat.of().toHexDigits(value.length() / 2, 2)
                        + value);
    }
}
