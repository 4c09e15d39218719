package org.jbgp.bench.config;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Random;

/**
 * Writes the configuration of a large route server in BIRD 2's language: 1,000 neighbors with a table, a pipe, filters
 * and a prefix list each, and ten prefix sets of 5,000, one prefix a line as IRR tools write them; 100,053 lines
 * altogether. The same file every time. Debian's BIRD 2.0 takes it too.
 *
 * <p>Runs without being built: {@code java RouteServerFile.java rs.conf}.
 */
public final class RouteServerFile {
    private static final int NEIGHBORS = 1000;
    private static final int SETS = 10;
    private static final int SET_SIZE = 5000;
    private static final int OWN_PREFIXES = 13;

    private final PrintStream out;
    private final Random random = new Random(1);

    private RouteServerFile(PrintStream out) {
        this.out = out;
    }

    /** Writes the file named by the first argument. */
    public static void main(String[] arguments) throws IOException {
        try (PrintStream out =
                new PrintStream(Files.newOutputStream(Path.of(arguments[0])), false, StandardCharsets.UTF_8)) {
            new RouteServerFile(out).write();
        }
    }

    private void line(String format, Object... values) {
        out.printf(Locale.ROOT, format + "\n", values);
    }

    private void write() {
        line("# Route server of a made-up exchange: %d neighbors, %d prefix sets of %d.", NEIGHBORS, SETS, SET_SIZE);
        line("router id 192.0.2.1;");
        line("define LOCAL_AS = 64500;");
        line("log stderr all;");
        line("timeformat base iso long;");
        line("protocol device { }");
        common();
        for (int i = 0; i < SETS; i++) {
            set(i);
        }
        template();
        for (int i = 0; i < NEIGHBORS; i++) {
            neighbor(i);
        }
    }

    private void common() {
        line("define BOGONS = [");
        line("    0.0.0.0/0, 0.0.0.0/8+, 10.0.0.0/8+, 100.64.0.0/10+, 127.0.0.0/8+, 169.254.0.0/16+, 172.16.0.0/12+,");
        line("    192.0.2.0/24+, 192.168.0.0/16+, 198.18.0.0/15+, 198.51.100.0/24+, 203.0.113.0/24+, 224.0.0.0/3+");
        line("];");
        line("define BOGON_ASNS = [ 0, 23456, 64496..64511, 65535..131071, 4200000000..4294967295 ];");
        line("function sane()");
        line("{");
        line("    if net ~ BOGONS then return false;");
        line("    if net.len > 24 then return false;");
        line("    if bgp_path.len > 64 then return false;");
        line("    if bgp_path ~ BOGON_ASNS then return false;");
        line("    return true;");
        line("}");
        line("function wanted(int peer)");
        line("{");
        line("    if (0, peer) ~ bgp_community then return false;");
        line("    if (LOCAL_AS, peer) ~ bgp_community then return true;");
        line("    if (0, LOCAL_AS) ~ bgp_community then return false;");
        line("    return true;");
        line("}");
    }

    private void set(int number) {
        line("define SET_%d = [", number);
        for (int i = 0; i < SET_SIZE; i++) {
            line("    %s%s", prefix(), i < SET_SIZE - 1 ? "," : "");
        }
        line("];");
    }

    private String prefix() {
        int length = 16 + random.nextInt(9);
        int address = (1 + random.nextInt(222)) << 24 | random.nextInt(1 << 24);
        address &= -1 << (32 - length);
        String text = (address >>> 24) + "." + (address >>> 16 & 255) + "." + (address >>> 8 & 255) + "."
                + (address & 255) + "/" + length;
        return switch (random.nextInt(4)) {
            case 0 -> text;
            case 1 -> text + "+";
            default -> text + "{" + length + ",24}";
        };
    }

    private void template() {
        line("template bgp rs_member {");
        line("    local 192.0.2.1 as LOCAL_AS;");
        line("    rs client;");
        line("    hold time 90;");
        line("    connect delay time 1;");
        line("    passive;");
        line("}");
    }

    private void neighbor(int i) {
        int asn = 100_000 + i;
        line("");
        line("# AS%d", asn);
        line("ipv4 table t%d;", asn);
        line("define OWN_%d = [", asn);
        for (int k = 0; k < OWN_PREFIXES; k++) {
            line("    %s%s", prefix(), k < OWN_PREFIXES - 1 ? "," : "");
        }
        line("];");
        line("filter from_%d", asn);
        line("{");
        line("    if ! sane() then reject;");
        line("    if bgp_path.first != %d then {", asn);
        line("        print \"first AS of \", net, \" is not %d\";", asn);
        line("        reject;");
        line("    }");
        line("    if bgp_path.len > 1 && ! (bgp_path.last ~ [ %d, %d, %d ]) then reject;", asn, asn + 7, asn + 9);
        line("    if net ~ OWN_%d then {", asn);
        line("        bgp_large_community.add((LOCAL_AS, 1, %d));", asn);
        line("        accept;");
        line("    }");
        line("    if net ~ SET_%d then accept;", i % SETS);
        line("    reject;");
        line("}");
        line("filter to_%d", asn);
        line("{");
        line("    if ! wanted(%d) then reject;", i + 1);
        line("    bgp_community.delete([ (LOCAL_AS, *) ]);");
        line("    accept;");
        line("}");
        line("protocol pipe p%d {", asn);
        line("    table t%d;", asn);
        line("    peer table master4;");
        line("    import where proto != \"b%d\";", asn);
        line("    export all;");
        line("}");
        line("protocol bgp b%d from rs_member {", asn);
        line("    description \"AS%d, port %d\";", asn, i);
        line("    neighbor 10.0.%d.%d as %d;", i / 200, 10 + i % 200, asn);
        line("    ipv4 { table t%d; import filter from_%d; export filter to_%d; };", asn, asn, asn);
        line("}");
    }
}
