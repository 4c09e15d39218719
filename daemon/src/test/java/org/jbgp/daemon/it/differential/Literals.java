package org.jbgp.daemon.it.differential;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Random literals and sets of the filter language. */
final class Literals {
    private static final int[] LENGTHS = {0, 8, 16, 20, 22, 23, 24, 26, 28, 32};

    private final boolean flat;
    private final boolean late;
    private final Random random;
    private final int block;

    /** @param block first address of the program's /22 */
    Literals(Language language, Random random, int block) {
        this.flat = language.flat();
        this.late = language.late();
        this.random = random;
        this.block = block;
    }

    String pick(String... choices) {
        return choices[random.nextInt(choices.length)];
    }

    /** A number below 65536. */
    String small() {
        return pick("0", "1", "5", "100", "65000", "65535", "net.len", "bgp_path.len", "FOUR", "(net.len * 3)");
    }

    String literal(String type) {
        return switch (type) {
            case "int" ->
                pick(
                        "0",
                        "1",
                        "2",
                        "3",
                        "7",
                        "10",
                        "22",
                        "24",
                        "100",
                        "65000",
                        "65535",
                        "65536",
                        "100000",
                        "4200000000",
                        "4294967295",
                        "0xff");
            case "bool" -> pick("true", "false");
            case "pair" ->
                "(" + pick("0", "1", "2", "3", "10", "65000", "65535") + ", " + pick("0", "1", "2", "7", "50", "65535")
                        + ")";
            case "ip" -> pick("10.0.0.1", "192.0.2.1", flat ? "192.0.2.2" : "0.0.0.0", "255.255.255.255", "10.128.0.0");
            case "prefix" -> prefix(pickLength());
            case "quad" -> pick("1.2.3.4", "10.0.0.1", "255.0.0.1", "0.0.0.1");
            case "string" -> pick("\"\"", "\"abc\"", "\"a*\"", "\"p1\"", "\"abd\"");
            case "bytestring" -> pick("hex:00ff", "hex:0a:0b", "hex:", "from_hex(\"cafe\")");
            case "mac" -> pick("02:00:00:aa:bb:0c", "00:00:00:00:00:00");
            case "bgppath" -> "+empty+";
            case "clist" -> "-empty-";
            case "eclist" -> "--empty--";
            case "lclist" -> "---empty---";
            case "ec" ->
                "(" + pick("rt", "ro") + ", "
                        + pick("1, 2", "10, 20", "10, 100000", "65000, 5", "100000, 7", "10.0.0.1, 9") + ")";
            case "lc" -> pick("(1, 2, 3)", "(65000, 2, 1)", "(65000, 2, 2)", "(4200000000, 0, 4294967295)");
            case "origin" -> pick("ORIGIN_IGP", "ORIGIN_EGP", "ORIGIN_INCOMPLETE");
            default -> throw new IllegalArgumentException(type);
        };
    }

    int pickLength() {
        return LENGTHS[random.nextInt(LENGTHS.length)];
    }

    String intSet() {
        return pick("SET", "[ 1, 2, 65000 ]", "[ 0..100 ]", "[ 3..7, 65536..4294967295 ]", "[ FOUR, (FOUR + 3) ]");
    }

    String pairSet() {
        return pick(
                "PAIRS", "[ (1, 1), (2, 2..50) ]", "[ (*, 7) ]", "[ (1, 2)..(3, 5), (65535, *) ]", "[ (10, FOUR) ]");
    }

    String prefixSet() {
        List<String> items = new ArrayList<>();
        for (int i = random.nextInt(3); i >= 0; i--) {
            int length = pickLength();
            int low = random.nextInt(33);
            int high = low + random.nextInt(33 - low);
            items.add(prefix(length) + pick("", "+", "-", "{" + low + "," + high + "}"));
        }
        return "[ " + String.join(", ", items) + " ]";
    }

    String mask() {
        if (flat && BgpRoutes.hasSets(block >> 10)) {
            // In BIRD 1.6 an AS_SET stands for no AS as well.
            return "[= * =]";
        }
        StringBuilder mask = new StringBuilder("[= ");
        for (int i = random.nextInt(4); i >= 0; i--) {
            mask.append(pick(
                            "*",
                            "*",
                            "?",
                            literal("int"),
                            "1",
                            "65000",
                            "(" + small() + ")",
                            late ? "1+" : "?",
                            flat ? "?" : "1..100",
                            flat ? "*" : "[ 1, 2, 65000 ]"))
                    .append(' ');
        }
        return mask.append("=]").toString();
    }

    /** A prefix inside the program's own block, or covering it. */
    String prefix(int length) {
        int address = block | (length > 22 ? random.nextInt(1024) : 0);
        int masked = length == 0 ? 0 : address & -1 << (32 - length);
        return address(masked) + "/" + length;
    }

    static String address(int bits) {
        return (bits >>> 24) + "." + (bits >>> 16 & 255) + "." + (bits >>> 8 & 255) + "." + (bits & 255);
    }
}
