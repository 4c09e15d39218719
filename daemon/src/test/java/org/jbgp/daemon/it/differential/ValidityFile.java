package org.jbgp.daemon.it.differential;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;

/**
 * A configuration with random ROAs and ASPAs in tables that static protocols fill, and filters that write their
 * verdicts about routes, and about prefixes and paths that stand in the filter, into communities. AS numbers and
 * prefixes are few, so that much meets.
 */
final class ValidityFile {
    private static final int NEIGHBOR_AS = 65101;
    private static final int ORIGINS = 8;
    private static final int ROAS = 30;
    private static final int ROUTES = 400;
    private static final int[] IPV4_LENGTHS = {8, 12, 14, 16, 17, 18, 20, 22, 24, 32};
    private static final int[] IPV6_LENGTHS = {20, 28, 32, 33, 40, 47, 48, 56, 64, 128};

    private final Random random;
    private final Language language;
    private final boolean late;
    private final List<BgpRoutes.Route> routes = new ArrayList<>();
    private final String text;

    ValidityFile(Language language, long seed) {
        random = new Random(seed);
        this.language = language;
        late = language.late();
        text = write();
        Set<String> known = new TreeSet<>();
        for (int i = 0; i < ROUTES; i++) {
            int length = pick(IPV4_LENGTHS);
            String nlri =
                    "%02x".formatted(length) + "%08x".formatted(ipv4(length)).substring(0, 2 * ((length + 7) / 8));
            if (known.add(nlri)) {
                String path = wirePath();
                routes.add(new BgpRoutes.Route(
                        "40010100" + "4002%02x".formatted(path.length() / 2) + path + "400304ac100101", nlri));
            }
        }
    }

    String text() {
        return text;
    }

    /** What the neighbor 172.16.1.1 announces. */
    List<BgpRoutes.Route> routes() {
        return routes;
    }

    private String write() {
        StringBuilder to = new StringBuilder("""
                router id 10.0.0.1;
                log stderr all;
                roa4 table r4;
                roa6 table r6;
                protocol device { }
                protocol direct { ipv4; }
                """);
        to.append(late ? "aspa table aspas;\n" : "");
        roas(to, "roa4", "r4", this::prefix4, IPV4_LENGTHS);
        roas(to, "roa6", "r6", this::prefix6, IPV6_LENGTHS);
        if (late) {
            aspas(to, "first");
            aspas(to, "second");
        }
        filter(to, "checked4", "r4", "r6", this::prefix4, IPV4_LENGTHS);
        filter(to, "checked6", "r6", "r4", this::prefix6, IPV6_LENGTHS);
        to.append("protocol static checked { ipv6 { import filter checked6; };\n");
        Set<String> known = new TreeSet<>();
        for (int i = 0; i < ROUTES; i++) {
            String prefix = prefix6(pick(IPV6_LENGTHS));
            if (known.add(prefix)) {
                to.append("  route ").append(prefix).append(" blackhole {\n");
                for (int length = random.nextInt(5); length >= 0; length--) {
                    to.append("    bgp_path.prepend(").append(as()).append(");\n");
                }
                to.append("  };\n");
            }
        }
        to.append("}\nprotocol bgp sender { local ")
                .append(ProgramFile.ROUTER)
                .append(" as 64999; neighbor 172.16.1.1 as ")
                .append(NEIGHBOR_AS)
                .append("; passive on; ")
                .append(ProgramFile.asSets(language))
                .append("ipv4 { import filter checked4; export none; }; }\n");
        return to.toString();
    }

    /** ROAs are not for the shortest prefixes, else nothing would be unknown. */
    private void roas(StringBuilder to, String channel, String table, PrefixOfLength prefixes, int... lengths) {
        to.append("protocol static { ")
                .append(channel)
                .append(" { table ")
                .append(table)
                .append("; };\n");
        for (int i = 0; i < ROAS; i++) {
            int length = lengths[2 + random.nextInt(lengths.length - 2)];
            int longest = random.nextBoolean() ? length : Math.max(length, pick(lengths));
            to.append("  route %s max %d as %d;\n".formatted(prefixes.of(length), longest, as()));
        }
        to.append("}\n");
    }

    private void aspas(StringBuilder to, String name) {
        to.append("protocol static ").append(name).append(" { aspa { table aspas; };\n");
        for (int customer = 1; customer <= ORIGINS; customer++) {
            if (random.nextInt(3) > 0) {
                to.append("  route aspa ").append(customer);
                if (random.nextInt(5) == 0) {
                    to.append(" transit;\n");
                } else {
                    String separator = " providers ";
                    for (int i = random.nextInt(3); i >= 0; i--) {
                        to.append(separator).append(1 + random.nextInt(ORIGINS));
                        separator = ", ";
                    }
                    to.append(";\n");
                }
            }
        }
        to.append("}\n");
    }

    private void filter(
            StringBuilder to, String name, String table, String other, PrefixOfLength prefixes, int... lengths) {
        to.append("filter ").append(name).append(" {\n");
        int number = 1;
        List<String> checks = new ArrayList<>(List.of(
                "roa_check(" + table + ")",
                "roa_check(" + other + ")",
                "roa_check(" + table + ", net, bgp_path.first)",
                "roa_check(" + table + ", net, bgp_path.last_nonaggregated)",
                "roa_check(" + table + ", net, 0)",
                "roa_check(" + other + ", net, 1)"));
        for (int i = 0; i < 10; i++) {
            checks.add("roa_check(" + table + ", " + prefixes.of(pick(lengths)) + ", " + as() + ")");
        }
        for (String check : checks) {
            for (String verdict : List.of("UNKNOWN", "INVALID", "VALID")) {
                verdict(to, check, "ROA_" + verdict, number++);
            }
        }
        if (late) {
            for (String check : List.of(
                    "aspa_check(aspas, bgp_path, true)",
                    "aspa_check(aspas, bgp_path, false)",
                    "aspa_check(aspas, prepend(bgp_path, 1), true)",
                    "aspa_check(aspas, delete(bgp_path, [1, 2]), false)",
                    "aspa_check(aspas, +empty+, true)",
                    "aspa_check(aspas, +empty+, false)")) {
                for (String verdict : List.of("UNKNOWN", "INVALID", "VALID")) {
                    verdict(to, check, "ASPA_" + verdict, number++);
                }
            }
        }
        to.append("  accept;\n}\n");
    }

    private static void verdict(StringBuilder to, String check, String verdict, int number) {
        to.append("  if ")
                .append(check)
                .append(" = ")
                .append(verdict)
                .append(" then bgp_community.add((1, ")
                .append(number)
                .append("));\n");
    }

    private interface PrefixOfLength {
        String of(int length);
    }

    private int ipv4(int length) {
        int address = 20 << 24 | random.nextInt(4) << 20 | random.nextInt(4) << 14 | random.nextInt(4) << 8;
        return address & -1 << (32 - length);
    }

    private String prefix4(int length) {
        return Literals.address(ipv4(length)) + "/" + length;
    }

    private String prefix6(int length) {
        long high = 0x20010db8L << 32 | (long) random.nextInt(4) << 30 | random.nextInt(4) << 14 | random.nextInt(4);
        long masked = length >= 64 ? high : high & -1L << (64 - length);
        return "%x:%x:%x:%x::/%d"
                .formatted(masked >>> 48, masked >>> 32 & 0xffff, masked >>> 16 & 0xffff, masked & 0xffff, length);
    }

    private int as() {
        return random.nextInt(20) == 0 ? 0 : 1 + random.nextInt(ORIGINS);
    }

    private String wirePath() {
        StringBuilder path = new StringBuilder();
        for (int segments = random.nextInt(8); segments > 4; segments--) {
            path.append(segment(2));
        }
        path.append(random.nextInt(20) == 0 ? "" : segment(2));
        return path.append(random.nextInt(6) == 0 ? segment(1) : "").toString();
    }

    private String segment(int type) {
        StringBuilder segment = new StringBuilder();
        int length = 1 + random.nextInt(4);
        for (int i = 0; i < length; i++) {
            // Often twice the same.
            String as = "%08x".formatted(1 + random.nextInt(ORIGINS));
            segment.append(as);
            if (type == 2 && random.nextInt(6) == 0) {
                segment.append(as);
            }
        }
        return "%02x%02x".formatted(type, segment.length() / 8) + segment;
    }

    private int pick(int... choices) {
        return choices[random.nextInt(choices.length)];
    }
}
