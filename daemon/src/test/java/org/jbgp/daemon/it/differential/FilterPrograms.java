package org.jbgp.daemon.it.differential;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * Writes random programs of the filter language that BIRD 2 and jbgpd, or BIRD 1.6 and jbgpd, both read. The same seed
 * and number write the same program. Programs are well typed, but may fail when run.
 */
final class FilterPrograms {
    /**
     * Numbers a configuration can hold: each has a /22 of 10.0.0.0/8 for static routes and one of 20.0.0.0/8 for those
     * of BGP.
     */
    static final int MAX_PROGRAMS = 16_384;

    /** First addresses of the two networks. */
    static final int STATIC_NET = 0x0A000000;

    static final int BGP_NET = 0x14000000;

    private static final String LATE_ATTRIBUTES =
            "attribute string tag;\nattribute bytestring blob;\nattribute mac station;\n";

    private static final int STATIC_IMPORT = 0;
    private static final int BGP_IMPORT = 1;
    private static final int BGP_EXPORT = 2;
    private static final int[] LENGTHS = {22, 23, 24, 25, 27, 30, 32};

    private final boolean flat;
    private final Language language;
    private final long seed;

    /** One program being written. */
    private final class Writing {
        private final Random random;
        private final int number;
        private final Literals literals;
        private final Names names = new Names();
        private final StringBuilder text = new StringBuilder();
        private final Statements statements;

        private Writing(int kind, int number, int network) {
            this.number = number;
            random = new Random((seed * 1_000_003 + number) * 4 + kind);
            literals = new Literals(language, random, network | number << 10);
            statements = new Statements(
                    language,
                    new Expressions(language, kind == STATIC_IMPORT, random, literals, names),
                    random,
                    literals,
                    names,
                    text,
                    number + " " + "sie".charAt(kind));
        }

        private String pick(String... choices) {
            return literals.pick(choices);
        }

        private void functions(String prefix) {
            for (int i = random.nextInt(3); i > 0; i--) {
                function(names.fresh(prefix + number + "_"));
            }
        }

        private void function(String name) {
            names.variables.clear();
            statements.begin();
            // BIRD 1.6 and later versions of BIRD 2 write what a called function prints into the line of the caller.
            statements.silent(language != Language.TWO);
            List<String> parameters = new ArrayList<>();
            text.append("function ").append(name).append('(');
            for (int i = random.nextInt(3); i >= 0; i--) {
                String type = statements.expressions().type();
                String parameter = names.fresh("arg");
                text.append(parameters.isEmpty() ? "" : "; ")
                        .append(type)
                        .append(' ')
                        .append(parameter);
                parameters.add(type);
                names.variables.add(new Names.Variable(parameter, type));
            }
            text.append(')');
            int head = text.length();
            List<Names.Variable> locals = statements.declarations();
            text.append("\n{\n");
            statements.initialise(locals);
            // A quad literal is an address until it is stored, and the two do not mix as results.
            String type = statements.expressions().type().replace("quad", "int");
            text.insert(head, language.late() && random.nextBoolean() ? " -> " + type : "");
            statements.block(random.nextInt(3), 1, "  ", false);
            if (random.nextBoolean()) {
                text.append("  if ")
                        .append(statements.expressions().condition(1))
                        .append(" then return ")
                        .append(statements.expressions().expression(type, 1))
                        .append(";\n");
            }
            text.append("  return ")
                    .append(statements.expressions().expression(type, 2))
                    .append(";\n}\n");
            names.functions.add(new Names.Routine(name, type, parameters));
            statements.silent(false);
            names.variables.clear();
        }

        /** Declarations and statements, to the verdict. */
        private void body(boolean marked) {
            statements.begin();
            List<Names.Variable> locals = statements.declarations();
            text.append("\n{\n");
            if (marked && random.nextInt(3) > 0) {
                text.append("  bgp_med = ").append(number % 1000).append(";\n  bgp_local_pref = 100;\n");
                text.append(flat ? "" : "  mark = 7;\n");
            }
            if (random.nextInt(4) == 0) {
                // Only here: for BIRD a list that was set to an empty one is undefined.
                String list = pick(
                        "bgp_path", "bgp_community", "bgp_ext_community", "bgp_large_community", "bgp_cluster_list");
                statements.line("  ", "if defined(" + list + ") then bgp_med = 1; else bgp_med = 2");
            }
            statements.initialise(locals);
            statements.block(2 + random.nextInt(6), 2, "  ", false);
            for (int i = random.nextInt(3); i > 0; i--) {
                statements.show();
            }
            text.append(
                    random.nextInt(4) == 0
                            ? "  if " + statements.expressions().condition(2) + " then accept; else reject;\n"
                            : "  accept;\n");
            text.append("}\n");
        }

        private void staticProtocol() {
            text.append("protocol static p").append(number).append(" {\n");
            text.append(flat ? "  import filter f" : "  ipv4 { import filter f").append(number);
            text.append(flat ? ";\n" : "; };\n");
            int routes = 1 + random.nextInt(4);
            int first = random.nextInt(LENGTHS.length);
            for (int i = 0; i < routes; i++) {
                text.append("  route ")
                        .append(literals.prefix(LENGTHS[(first + i) % LENGTHS.length]))
                        .append(' ')
                        .append(pick("blackhole", "unreachable", "prohibit"));
                if (flat || random.nextInt(3) > 0) {
                    // In BIRD 1.6 a route without a path fails wherever the path is used.
                    text.append(flat ? " {\n    bgp_path = +empty+;\n" : " {\n");
                    attributes();
                    text.append("  }");
                }
                text.append(";\n");
            }
            text.append("}\n");
        }

        /** What a static route comes with. */
        private void attributes() {
            several(5, "bgp_path.prepend", "int");
            several(4, "bgp_community.add", "pair");
            several(3, "bgp_large_community.add", "lc");
            several(3, "bgp_ext_community.add", "ec");
            if (random.nextBoolean()) {
                set("bgp_origin", "origin");
            }
            if (random.nextBoolean()) {
                set("bgp_med", "int");
            }
            if (random.nextBoolean()) {
                set("bgp_local_pref", "int");
            }
            if (random.nextInt(4) == 0) {
                set("bgp_originator_id", "quad");
                text.append("    bgp_cluster_list.add(")
                        .append(literals.literal("quad"))
                        .append(");\n");
            }
            if (random.nextInt(4) == 0) {
                set("bgp_next_hop", "ip");
            }
        }

        private void several(int bound, String call, String type) {
            for (int i = random.nextInt(bound); i > 0; i--) {
                statements.line("    ", call + "(" + literals.literal(type) + ")");
            }
        }

        private void set(String attribute, String type) {
            statements.line("    ", attribute + " = " + literals.literal(type));
        }
    }

    FilterPrograms(Language language, long seed) {
        this.language = language;
        this.flat = language.flat();
        this.seed = seed;
    }

    /** What stands before the programs. */
    String header() {
        String common = """
                router id 10.0.0.1;
                log stderr all;
                protocol device { }
                define FOUR = 2 + 2;
                define SET = [ 1..10, 65000, 100000..4000000000 ];
                define PAIRS = [ (1, *), (65000, 1..100), (2..5, 7) ];
                """;
        return flat
                ? common
                : common
                        + (language.late() ? LATE_ATTRIBUTES : "")
                        + "attribute int mark;\nattribute clist marks;\nattribute bgppath trail;\nattribute ip place;\n"
                        + "attribute quad four;\nattribute eclist ecs;\nattribute lclist lcs;\n";
    }

    /** A static protocol {@code p<number>} with its import filter, and the functions that calls. */
    String staticImport(int number) {
        Writing writing = new Writing(STATIC_IMPORT, number, STATIC_NET);
        writing.functions("f");
        writing.text.append("filter f").append(number);
        writing.body(true);
        writing.staticProtocol();
        return writing.text.toString();
    }

    /** A function {@code i<number>} that decides about BGP's routes on their way in. */
    String bgpImport(int number) {
        Writing writing = new Writing(BGP_IMPORT, number, BGP_NET);
        writing.functions("g");
        writing.text.append("function i").append(number).append("()");
        writing.body(false);
        return writing.text.toString();
    }

    /** A function {@code e<number>} that decides about the routes of both networks on their way to a neighbor. */
    String bgpExport(int number) {
        Writing writing = new Writing(BGP_EXPORT, number, BGP_NET);
        writing.functions("h");
        writing.text.append("function e").append(number).append("()");
        writing.body(false);
        return writing.text.toString();
    }

    /** The addresses of a program in a network, as a label of a {@code case}. */
    static String addresses(int network, int number) {
        int first = network | number << 10;
        return Literals.address(first) + ".." + Literals.address(first | 1023);
    }

    /** The program a prefix of either network belongs to. */
    static int programOf(String prefix) {
        String[] parts = prefix.split("[./]", -1);
        return (Integer.parseInt(parts[1]) << 16 | Integer.parseInt(parts[2]) << 8) >> 10;
    }
}
