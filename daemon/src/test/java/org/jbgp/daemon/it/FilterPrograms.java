package org.jbgp.daemon.it;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * Writes random filters with routes to run them on, in the language that BIRD 2.0.12 and jbgpd, or BIRD 1.6.8 and jbgpd, both read. The
 * same seed and number write the same program. Programs are well typed, but may fail when run.
 */
final class FilterPrograms {
    /** Programs one configuration can hold: each has a /22 of 10.0.0.0/8 for its routes. */
    static final int MAX_PROGRAMS = 16_384;

    private static final int[] LENGTHS = {22, 23, 24, 25, 27, 30, 32};
    private static final String[] TYPES = {
        "int", "int", "bool", "pair", "ip", "prefix", "quad", "string", "bgppath", "clist", "ec", "eclist", "lc",
        "lclist"
    };

    private final boolean flat;
    private final long seed;

    private Random random;
    private int number;
    private int names;
    private StringBuilder text;
    private boolean silent;
    private final List<Name> variables = new ArrayList<>();
    private final List<Routine> functions = new ArrayList<>();

    private record Name(String name, String type) {}

    private record Routine(String name, String type, List<String> parameters) {}

    /** @param flat in the dialect of BIRD 1.6 */
    FilterPrograms(boolean flat, long seed) {
        this.flat = flat;
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
                        + "attribute int mark;\nattribute clist marks;\nattribute bgppath trail;\nattribute ip place;\n"
                        + "attribute quad four;\nattribute eclist ecs;\nattribute lclist lcs;\n";
    }

    /** Functions, filter and static protocol of one program; its protocol is called {@code p<number>}. */
    String program(int which) {
        number = which;
        random = new Random(seed * 1_000_003 + which);
        names = 0;
        text = new StringBuilder();
        variables.clear();
        functions.clear();
        int count = random.nextInt(3);
        for (int i = 0; i < count; i++) {
            function("f" + number + "_" + i);
        }
        text.append("filter f").append(number);
        List<Name> locals = declarations();
        text.append("\n{\n");
        if (random.nextInt(3) > 0) {
            text.append("  bgp_med = ").append(number % 1000).append(";\n  bgp_local_pref = 100;\n");
            text.append(flat ? "" : "  mark = 7;\n");
        }
        if (random.nextInt(4) == 0) {
            // Only here: for BIRD a list that was set to an empty one is undefined.
            String list =
                    pick("bgp_path", "bgp_community", "bgp_ext_community", "bgp_large_community", "bgp_cluster_list");
            line("  ", "if defined(" + list + ") then bgp_med = 1; else bgp_med = 2");
        }
        initialise(locals);
        block(2 + random.nextInt(6), 2, "  ", false);
        for (int i = random.nextInt(3); i > 0; i--) {
            show();
        }
        text.append(random.nextInt(4) == 0 ? "  if " + condition(2) + " then accept; else reject;\n" : "  accept;\n");
        text.append("}\n");
        protocol();
        return text.toString();
    }

    // ---- routes ----------------------------------------------------------------------------------------------------

    private void protocol() {
        text.append("protocol static p").append(number).append(" {\n");
        text.append(flat ? "  import filter f" : "  ipv4 { import filter f").append(number);
        text.append(flat ? ";\n" : "; };\n");
        int routes = 1 + random.nextInt(4);
        int first = random.nextInt(LENGTHS.length);
        for (int i = 0; i < routes; i++) {
            int length = LENGTHS[(first + i) % LENGTHS.length];
            text.append("  route ")
                    .append(prefix(length))
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

    /** What the route comes with. */
    private void attributes() {
        for (int i = random.nextInt(5); i > 0; i--) {
            text.append("    bgp_path.prepend(").append(literal("int")).append(");\n");
        }
        for (int i = random.nextInt(4); i > 0; i--) {
            text.append("    bgp_community.add(").append(literal("pair")).append(");\n");
        }
        for (int i = random.nextInt(3); i > 0; i--) {
            text.append("    bgp_large_community.add(").append(literal("lc")).append(");\n");
        }
        for (int i = random.nextInt(3); i > 0; i--) {
            text.append("    bgp_ext_community.add(").append(literal("ec")).append(");\n");
        }
        if (random.nextBoolean()) {
            text.append("    bgp_origin = ").append(literal("origin")).append(";\n");
        }
        if (random.nextBoolean()) {
            text.append("    bgp_med = ").append(literal("int")).append(";\n");
        }
        if (random.nextBoolean()) {
            text.append("    bgp_local_pref = ").append(literal("int")).append(";\n");
        }
        if (random.nextInt(4) == 0) {
            text.append("    bgp_originator_id = ").append(literal("quad")).append(";\n");
            text.append("    bgp_cluster_list.add(").append(literal("quad")).append(");\n");
        }
        if (random.nextInt(4) == 0) {
            text.append("    bgp_next_hop = ").append(literal("ip")).append(";\n");
        }
    }

    /** A prefix inside the program's own block, or covering it. */
    private String prefix(int length) {
        int address = 0x0A000000 | number << 10 | (length > 22 ? random.nextInt(1024) : 0);
        int masked = length == 0 ? 0 : address & -1 << (32 - length);
        return address(masked) + "/" + length;
    }

    private static String address(int bits) {
        return (bits >>> 24) + "." + (bits >>> 16 & 255) + "." + (bits >>> 8 & 255) + "." + (bits & 255);
    }

    // ---- functions and statements ----------------------------------------------------------------------------------

    private void function(String name) {
        variables.clear();
        // BIRD 1.6 writes what a called function prints into the line of the caller.
        silent = flat;
        List<String> parameters = new ArrayList<>();
        text.append("function ").append(name).append('(');
        for (int i = random.nextInt(3); i >= 0; i--) {
            String type = pick(TYPES);
            String parameter = "arg" + names++;
            text.append(parameters.isEmpty() ? "" : "; ")
                    .append(type)
                    .append(' ')
                    .append(parameter);
            parameters.add(type);
            variables.add(new Name(parameter, type));
        }
        text.append(')');
        List<Name> locals = declarations();
        text.append("\n{\n");
        initialise(locals);
        // A quad literal is an address until it is stored, and the two do not mix as results.
        String type = pick(TYPES).replace("quad", "int");
        block(random.nextInt(3), 1, "  ", false);
        if (random.nextBoolean()) {
            text.append("  if ")
                    .append(condition(1))
                    .append(" then return ")
                    .append(expression(type, 1))
                    .append(";\n");
        }
        text.append("  return ").append(expression(type, 2)).append(";\n}\n");
        functions.add(new Routine(name, type, parameters));
        silent = false;
        variables.clear();
    }

    /** BIRD 1.6 knows variables only between the head and the brace. */
    private List<Name> declarations() {
        List<Name> locals = new ArrayList<>();
        for (int i = random.nextInt(3); flat && i >= 0; i--) {
            Name local = new Name("loc" + names++, pick(TYPES));
            text.append("\n").append(local.type).append(' ').append(local.name).append(';');
            locals.add(local);
        }
        return locals;
    }

    private void initialise(List<Name> locals) {
        for (Name local : locals) {
            text.append("  ")
                    .append(local.name)
                    .append(" = ")
                    .append(expression(local.type, 1))
                    .append(";\n");
            variables.add(local);
        }
    }

    /** @param bare where no variable may be declared: directly behind the label of a case, and in loops */
    private void block(int statements, int depth, String indent, boolean bare) {
        int known = variables.size();
        for (int i = 0; i < statements; i++) {
            statement(depth, indent, bare);
        }
        while (variables.size() > known) {
            variables.removeLast();
        }
    }

    private void statement(int depth, String indent, boolean bare) {
        switch (random.nextInt(depth > 0 ? 14 : 9)) {
            case 0 -> {
                if (!flat && !bare) {
                    String type = pick(TYPES);
                    String name = "loc" + names++;
                    // Without a value BIRD 2.0.12 rejects the route.
                    line(indent, type + " " + name + " = " + expression(type, 2));
                    variables.add(new Name(name, type));
                }
            }
            case 1 -> {
                if (!variables.isEmpty()) {
                    Name variable = variables.get(random.nextInt(variables.size()));
                    line(indent, variable.name + " = " + expression(variable.type, 2));
                }
            }
            case 2, 3 -> assignment(indent);
            case 4 ->
                line(
                        indent,
                        pick(
                                "bgp_community." + pick("add", "delete") + "(" + expression("pair", 1) + ")",
                                "bgp_community." + pick("delete", "filter") + "(" + pairSet() + ")",
                                "bgp_community.delete(" + expression("clist", 1) + ")",
                                "bgp_large_community." + pick("add", "delete") + "(" + expression("lc", 1) + ")",
                                "bgp_large_community." + pick("delete", "filter") + "([ (1, *, *), (65000, 2, 1..9) ])",
                                "bgp_ext_community." + pick("add", "delete") + "(" + expression("ec", 1) + ")",
                                "bgp_ext_community." + pick("delete", "filter")
                                        + "([ (rt, 10, *), (ro, 65000, 1..9) ])"));
            case 5 ->
                line(
                        indent,
                        pick(
                                "bgp_path.prepend(" + expression("int", 1) + ")",
                                "bgp_path.prepend(" + small() + ")",
                                "bgp_path." + pick("delete", "filter") + "(" + intSet() + ")",
                                "bgp_path.delete(" + expression("int", 1) + ")"));
            case 6 -> {
                // BIRD 1.6 forgets on import what a filter unset.
                if (!flat && random.nextInt(3) == 0) {
                    String name = pick("bgp_med", "bgp_local_pref", "bgp_origin", "bgp_originator_id");
                    // Without the question BIRD 2.0.12 may crash.
                    line(indent, "if defined(" + name + ") then unset(" + name + ")");
                }
            }
            case 7 -> show();
            case 8 -> {
                if (random.nextInt(5) == 0) {
                    line(indent, "if " + condition(1) + " then " + pick("accept", "reject", "accept"));
                }
            }
            case 9, 10, 11 -> {
                text.append(indent).append("if ").append(condition(2)).append(" then {\n");
                block(1 + random.nextInt(2), depth - 1, indent + "  ", bare);
                text.append(indent).append("}\n");
                if (random.nextBoolean()) {
                    text.append(indent).append("else {\n");
                    block(1, depth - 1, indent + "  ", bare);
                    text.append(indent).append("}\n");
                }
            }
            case 12 -> selection(depth, indent, bare);
            default -> {
                if (!flat && !bare) {
                    loop(depth, indent);
                }
            }
        }
    }

    private void line(String indent, String statement) {
        text.append(indent).append(statement).append(";\n");
    }

    private void assignment(String indent) {
        String target = flat
                ? pick(
                        "bgp_med",
                        "bgp_local_pref",
                        "bgp_path",
                        "bgp_community",
                        "bgp_large_community",
                        "preference",
                        "bgp_origin",
                        "bgp_ext_community",
                        "bgp_originator_id",
                        "bgp_next_hop")
                : pick(
                        "bgp_med",
                        "bgp_local_pref",
                        "bgp_path",
                        "bgp_community",
                        "bgp_large_community",
                        "preference",
                        "bgp_origin",
                        "bgp_ext_community",
                        "bgp_originator_id",
                        "bgp_next_hop",
                        "krt_metric",
                        "mark",
                        "mark",
                        "marks",
                        "trail",
                        "place",
                        "four",
                        "ecs",
                        "lcs");
        String value = switch (target) {
            case "bgp_path", "trail" -> expression("bgppath", 2);
            case "bgp_community", "marks" -> expression("clist", 2);
            case "bgp_ext_community", "ecs" -> expression("eclist", 2);
            case "bgp_large_community", "lcs" -> expression("lclist", 2);
            case "bgp_origin" -> literal("origin");
            case "bgp_originator_id", "four" -> expression("quad", 1);
            case "bgp_next_hop", "place" -> expression("ip", 1);
            case "preference" -> small();
            default -> expression("int", 2);
        };
        line(indent, target + " = " + value);
    }

    /** Prints something with the number of the program before it. */
    private void show() {
        if (silent) {
            return;
        }
        text.append("    print \"@").append(number).append(' ').append("\", net");
        for (int i = random.nextInt(2); i >= 0; i--) {
            text.append(", \"|\", ").append(expression(pick(TYPES), 2));
        }
        text.append(";\n");
    }

    private void selection(int depth, String indent, boolean bare) {
        boolean pairs = random.nextInt(3) == 0;
        text.append(indent)
                .append("case ")
                .append(pairs ? expression("pair", 1) : expression("int", 1))
                .append(" {\n");
        List<String> labels = pairs
                ? List.of("(1, *)", "(2, 2..9), (3, 1)", "(65000, *)")
                : List.of("1..9", "22, 24", "65000", "(FOUR * 25)..200", "100000..4294967295");
        for (String label : labels) {
            if (random.nextInt(3) > 0) {
                text.append(indent).append("  ").append(label).append(": ");
                text.append(!flat && random.nextBoolean() ? "{\n" : "\n");
                boolean braces = text.charAt(text.length() - 2) == '{';
                // A branch without any statement crashes BIRD 2.0.12.
                line(indent + "    ", "bgp_med = " + literal("int"));
                block(1, depth - 1, indent + "    ", bare || !braces);
                text.append(braces ? indent + "  }\n" : "");
            }
        }
        if (random.nextBoolean()) {
            text.append(indent).append("  else: bgp_local_pref = 4;\n");
        }
        text.append(indent).append("}\n");
    }

    private void loop(int depth, String indent) {
        String[] kind = List.of(
                        new String[] {"int", "bgppath"},
                        new String[] {"pair", "clist"},
                        new String[] {"ec", "eclist"},
                        new String[] {"lc", "lclist"})
                .get(random.nextInt(4));
        Name element = new Name("loc" + names++, kind[0]);
        text.append(indent)
                .append("for ")
                .append(kind[0])
                .append(' ')
                .append(element.name)
                .append(" in ");
        text.append(expression(kind[1], 1)).append(" do {\n");
        variables.add(element);
        // Variables inside a loop upset its iterator in BIRD 2.0.12.
        block(1 + random.nextInt(2), depth - 1, indent + "  ", true);
        variables.remove(element);
        text.append(indent).append("}\n");
    }

    // ---- expressions -----------------------------------------------------------------------------------------------

    private String pick(String... choices) {
        return choices[random.nextInt(choices.length)];
    }

    /** A number below 65536. */
    private String small() {
        return pick("0", "1", "5", "100", "65000", "65535", "net.len", "bgp_path.len", "FOUR", "(net.len * 3)");
    }

    private String literal(String type) {
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
            case "ip" -> pick("10.0.0.1", "192.0.2.1", "0.0.0.0", "255.255.255.255", "10.128.0.0");
            case "prefix" -> prefix(pickLength());
            case "quad" -> pick("1.2.3.4", "10.0.0.1", "255.0.0.1", "0.0.0.1");
            case "string" -> pick("\"\"", "\"abc\"", "\"a*\"", "\"p1\"", "\"abd\"");
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

    private int pickLength() {
        int[] lengths = {0, 8, 16, 20, 22, 23, 24, 26, 28, 32};
        return lengths[random.nextInt(lengths.length)];
    }

    private String expression(String type, int depth) {
        List<String> choices = new ArrayList<>();
        for (Name variable : variables) {
            if (variable.type.equals(type)) {
                choices.add(variable.name);
            }
        }
        for (Routine function : functions) {
            if (depth > 0 && function.type.equals(type) && random.nextInt(3) == 0) {
                List<String> arguments = new ArrayList<>();
                for (String parameter : function.parameters) {
                    arguments.add(expression(parameter, depth - 1));
                }
                choices.add(function.name + "(" + String.join(", ", arguments) + ")");
            }
        }
        if (!choices.isEmpty() && random.nextInt(3) == 0) {
            return choices.get(random.nextInt(choices.size()));
        }
        if (depth <= 0) {
            return atom(type);
        }
        int next = depth - 1;
        return switch (type) {
            case "int" ->
                switch (random.nextInt(7)) {
                    case 0, 1 ->
                        "(" + expression("int", next) + pick(" + ", " - ", " * ") + expression("int", next) + ")";
                    case 5 ->
                        "(" + expression("int", next) + " / " + pick("2", "7", "100", "bgp_med", "preference") + ")";
                    case 2 ->
                        expression("int", next) + pick(" + ", " - ") + expression("int", next) + " * " + atom("int");
                    case 3 -> pick("bgp_path.len", "net.len", "bgp_community.len");
                    case 4 -> pick("bgp_path.first", "bgp_path.last", "bgp_path.last_nonaggregated");
                    default -> atom("int");
                };
            case "bool" -> condition(next);
            case "pair" ->
                random.nextInt(6) == 0
                        ? "(" + pick("bgp_med", "(bgp_local_pref + 65500)", "preference") + ", " + small() + ")"
                        : pick(atom("pair"), "(" + small() + ", " + small() + ")");
            case "ip" -> pick(atom("ip"), "net.ip.mask(" + pick("0", "8", "22", "24", "32") + ")", "net.ip");
            case "bgppath" ->
                switch (random.nextInt(5)) {
                    case 0, 1 -> "prepend(" + expression("bgppath", next) + ", " + expression("int", next) + ")";
                    case 2 ->
                        "delete(" + expression("bgppath", next) + ", " + pick(intSet(), expression("int", next)) + ")";
                    case 3 -> "filter(" + expression("bgppath", next) + ", " + intSet() + ")";
                    default -> atom("bgppath");
                };
            case "clist" ->
                switch (random.nextInt(6)) {
                    case 0, 1 ->
                        "add(" + expression("clist", next) + ", "
                                + pick(expression("pair", next), expression("clist", next), expression("quad", 0))
                                + ")";
                    case 2 ->
                        "delete(" + expression("clist", next) + ", "
                                + pick(expression("pair", next), expression("clist", next), pairSet()) + ")";
                    case 3 ->
                        "filter(" + expression("clist", next) + ", " + pick(expression("clist", next), pairSet()) + ")";
                    default -> atom("clist");
                };
            case "eclist" ->
                switch (random.nextInt(5)) {
                    case 0, 1 ->
                        "add(" + expression("eclist", next) + ", "
                                + pick(expression("ec", next), expression("eclist", next)) + ")";
                    case 2 ->
                        "delete(" + expression("eclist", next) + ", "
                                + pick(expression("ec", next), "[ (rt, 10, *), (ro, 65000, 1..9) ]") + ")";
                    case 3 -> "filter(" + expression("eclist", next) + ", [ (rt, 10, 20..90), (ro, 1, *) ])";
                    default -> atom("eclist");
                };
            case "lclist" ->
                switch (random.nextInt(5)) {
                    case 0, 1 ->
                        "add(" + expression("lclist", next) + ", "
                                + pick(expression("lc", next), expression("lclist", next)) + ")";
                    case 2 ->
                        "delete(" + expression("lclist", next) + ", "
                                + pick(expression("lc", next), "[ (1, *, *), (65000, 2, 1..9) ]") + ")";
                    case 3 -> "filter(" + expression("lclist", next) + ", [ (65000, 2, *), (1, 2, 3) ])";
                    default -> atom("lclist");
                };
            case "ec" -> pick(atom("ec"), "(rt, " + small() + ", " + expression("int", next) + ")");
            case "lc" ->
                pick(atom("lc"), "(" + expression("int", next) + ", " + small() + ", " + expression("int", next) + ")");
            case "string" ->
                flat ? atom("string") : pick(atom("string"), "format(" + expression(pick(TYPES), next) + ")");
            default -> atom(type);
        };
    }

    private String atom(String type) {
        boolean attribute = random.nextInt(3) == 0;
        return switch (type) {
            case "int" ->
                attribute
                        ? pick("bgp_med", "bgp_local_pref", "preference", flat ? "preference" : "mark")
                        : literal(type);
            case "ip" -> attribute ? pick("net.ip", flat ? "net.ip" : "from", "bgp_next_hop") : literal(type);
            case "prefix" -> attribute ? "net" : literal(type);
            case "quad" -> attribute ? "bgp_originator_id" : literal(type);
            case "string" -> attribute ? pick("proto", "ifname") : literal(type);
            case "bgppath" -> random.nextInt(4) > 0 ? pick("bgp_path", flat ? "bgp_path" : "trail") : literal(type);
            case "clist" ->
                random.nextInt(4) > 0 ? pick("bgp_community", flat ? "bgp_community" : "marks") : literal(type);
            case "eclist" -> random.nextInt(4) > 0 ? "bgp_ext_community" : literal(type);
            case "lclist" -> random.nextInt(4) > 0 ? "bgp_large_community" : literal(type);
            default -> literal(type);
        };
    }

    private String intSet() {
        return pick("SET", "[ 1, 2, 65000 ]", "[ 0..100 ]", "[ 3..7, 65536..4294967295 ]", "[ FOUR, (FOUR + 3) ]");
    }

    private String pairSet() {
        return pick(
                "PAIRS", "[ (1, 1), (2, 2..50) ]", "[ (*, 7) ]", "[ (1, 2)..(3, 5), (65535, *) ]", "[ (10, FOUR) ]");
    }

    private String prefixSet() {
        List<String> items = new ArrayList<>();
        for (int i = random.nextInt(3); i >= 0; i--) {
            int length = pickLength();
            int low = random.nextInt(33);
            int high = low + random.nextInt(33 - low);
            items.add(prefix(length) + pick("", "+", "-", "{" + low + "," + high + "}"));
        }
        return "[ " + String.join(", ", items) + " ]";
    }

    private String mask() {
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
                            flat ? "?" : "1..100",
                            flat ? "*" : "[ 1, 2, 65000 ]"))
                    .append(' ');
        }
        return mask.append("=]").toString();
    }

    private String condition(int depth) {
        if (depth <= 0) {
            return pick("true", "false", "defined(bgp_med)", "defined(bgp_origin)", "net.len > 23", "bgp_path.len < 2");
        }
        int next = depth - 1;
        String ordered = pick("int", "int", "pair", "ip", "quad", "lc", "ec");
        return switch (random.nextInt(20)) {
            case 0, 1 -> "(" + condition(next) + pick(" && ", " || ") + condition(next) + ")";
            case 2 -> condition(next) + " && " + condition(next) + " || " + condition(next);
            case 3 -> "!(" + condition(next) + ")";
            case 4, 5, 6 ->
                "(" + expression(ordered, next) + pick(" = ", " != ", " < ", " <= ", " > ", " >= ")
                        + expression(ordered, next) + ")";
            case 7 -> "(net " + pick("~ ", "!~ ") + prefixSet() + ")";
            case 8 ->
                "(" + expression("prefix", next) + pick(" ~ ", " !~ ", " = ", " != ") + expression("prefix", 0) + ")";
            case 9 -> "(" + expression("bgppath", next) + pick(" ~ ", " !~ ") + mask() + ")";
            case 10 -> "(" + expression("bgppath", next) + pick(" ~ ", " !~ ") + intSet() + ")";
            case 11 -> "(" + expression("int", next) + pick(" ~ ", " !~ ") + pick(intSet(), "bgp_path") + ")";
            case 12 ->
                "(" + expression("pair", next) + pick(" ~ ", " !~ ") + pick(pairSet(), expression("clist", 0)) + ")";
            case 13 -> "(" + expression("clist", next) + pick(" ~ ", " !~ ") + pairSet() + ")";
            case 14 ->
                "(" + expression("lc", next) + pick(" ~ ", " !~ ")
                        + pick("bgp_large_community", "[ (1, *, *), (65000, 2, 1..9) ]") + ")";
            case 15 ->
                "(" + expression("ec", next) + pick(" ~ ", " !~ ")
                        + pick("bgp_ext_community", "[ (rt, 10, *), (ro, 65000, 1..9) ]") + ")";
            case 16 ->
                pick(
                        "(" + expression("lclist", next) + " ~ [ (1, *, *), (65000, 2, 1..9) ])",
                        "(" + expression("eclist", next) + " ~ [ (rt, 10, *), (ro, 65000, 1..9) ])",
                        "(" + expression("ip", next) + " ~ " + expression("prefix", 0) + ")",
                        "(" + expression("ip", next) + " ~ [ 10.0.0.0..10.255.255.255, 192.0.2.1 ])",
                        "(" + expression("quad", next) + " ~ [ 1.2.3.4, 10.0.0.0..255.0.0.0 ])");
            case 17 -> "(" + expression("string", next) + pick(" ~ ", " !~ ", " = ", " != ") + literal("string") + ")";
            case 18 ->
                pick(
                        "(source = RTS_STATIC)",
                        "(source ~ [ RTS_BGP, RTS_STATIC ])",
                        flat ? "(net.len != 24)" : "(bgp_origin " + pick("=", "!=") + " ORIGIN_EGP)",
                        flat ? "(net.len = 24)" : "(bgp_origin ~ [ ORIGIN_IGP, ORIGIN_INCOMPLETE ])",
                        "(dest = RTD_BLACKHOLE)",
                        "(dest ~ [ RTD_UNREACHABLE, RTD_PROHIBIT ])");
            default ->
                "defined("
                        + pick(
                                "bgp_med",
                                "bgp_local_pref",
                                "bgp_origin",
                                "bgp_originator_id",
                                "bgp_next_hop",
                                flat ? "preference" : "mark",
                                "net")
                        + ")";
        };
    }
}
