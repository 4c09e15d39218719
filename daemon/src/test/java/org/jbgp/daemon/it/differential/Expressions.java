package org.jbgp.daemon.it.differential;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Random expressions of a wanted type, of literals, attributes, and the names in scope. */
final class Expressions {
    private static final String[] TYPES = {
        "int", "int", "bool", "pair", "ip", "prefix", "quad", "string", "bgppath", "clist", "ec", "eclist", "lc",
        "lclist"
    };

    private final boolean flat;
    private final boolean late;
    private final Random random;
    private final Literals literals;
    private final Names names;
    private final boolean hasWay;

    /**
     * @param hasWay whether jbgpd knows the way of packets when it filters: not before it has looked up the next hop
     */
    Expressions(Language language, boolean hasWay, Random random, Literals literals, Names names) {
        this.hasWay = hasWay;
        this.flat = language.flat();
        this.late = language.late();
        this.random = random;
        this.literals = literals;
        this.names = names;
    }

    /** Any type. */
    String type() {
        if (late && random.nextInt(10) == 0) {
            return "bytestring";
        }
        return pick(TYPES);
    }

    private String pick(String... choices) {
        return literals.pick(choices);
    }

    private String literal(String type) {
        return literals.literal(type);
    }

    private String small() {
        return literals.small();
    }

    String expression(String type, int depth) {
        List<String> choices = new ArrayList<>();
        for (Names.Variable variable : names.variables) {
            if (variable.type().equals(type)) {
                choices.add(variable.name());
            }
        }
        for (Names.Routine function : names.functions) {
            if (depth > 0 && function.type().equals(type) && random.nextInt(3) == 0) {
                List<String> arguments = new ArrayList<>();
                for (String parameter : function.parameters()) {
                    arguments.add(expression(parameter, depth - 1));
                }
                choices.add(function.name() + "(" + String.join(", ", arguments) + ")");
            }
        }
        if (!choices.isEmpty() && random.nextInt(3) == 0) {
            return choices.get(random.nextInt(choices.size()));
        }
        if (depth <= 0) {
            return atom(type);
        }
        int next = depth - 1;
        String method = late && random.nextInt(3) == 0 ? method(type, next) : "";
        if (!method.isEmpty()) {
            return method;
        }
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
            case "ip" ->
                pick(atom("ip"), "net.ip.mask(" + pick(flat ? "8" : "0", "8", "22", "24", "32") + ")", "net.ip");
            case "bgppath" ->
                switch (random.nextInt(5)) {
                    case 0, 1 -> "prepend(" + expression("bgppath", next) + ", " + expression("int", next) + ")";
                    case 2 ->
                        "delete(" + expression("bgppath", next) + ", "
                                + pick(literals.intSet(), expression("int", next)) + ")";
                    case 3 -> "filter(" + expression("bgppath", next) + ", " + literals.intSet() + ")";
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
                                + pick(expression("pair", next), expression("clist", next), literals.pairSet()) + ")";
                    case 3 ->
                        "filter(" + expression("clist", next) + ", "
                                + pick(expression("clist", next), literals.pairSet()) + ")";
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
            case "string" -> flat ? atom("string") : pick(atom("string"), "format(" + expression(type(), next) + ")");
            default -> atom(type);
        };
    }

    /** What only later versions of BIRD 2 know, or nothing. */
    private String method(String type, int next) {
        return switch (type) {
            case "int" ->
                pick(
                        "(" + expression("pair", next) + ")" + pick(".asn", ".data"),
                        "(" + expression("lc", next) + ")" + pick(".asn", ".data1", ".data2"),
                        "(" + expression("bgppath", next) + ")" + pick(".len", ".first", ".last"),
                        "(" + expression("prefix", next) + ").len",
                        "(" + expression(pick("clist", "eclist", "lclist"), next) + ").len");
            case "bool" ->
                pick(
                        "(" + expression("ip", next) + ").is_v4",
                        "((" + expression("prefix", next) + ").type " + pick("=", "!=") + " NET_IP4)",
                        "(" + expression("bytestring", next) + pick(" = ", " != ") + literal("bytestring") + ")",
                        "defined(" + pick("tag", "blob", "station", "marks", "four") + ")");
            case "pair" -> "(" + expression("clist", next) + ")" + pick(".min", ".max");
            case "ec" -> "(" + expression("eclist", next) + ")" + pick(".min", ".max");
            case "lc" -> "(" + expression("lclist", next) + ")" + pick(".min", ".max");
            case "ip" ->
                pick(
                        "(" + expression("prefix", next) + ").ip",
                        "(" + expression("ip", next) + ").mask(" + pick("0", "8", "31", "32") + ")");
            case "string" ->
                pick(
                        "(" + expression("string", next) + " ++ " + expression("string", next) + ")",
                        "(" + expression("string", next) + ").append(" + expression("string", next) + ")",
                        "tag");
            case "bytestring" ->
                pick(
                        "(" + expression("bytestring", next) + " ++ " + expression("bytestring", next) + ")",
                        "(" + expression("bytestring", next) + ").append(" + expression("bytestring", next) + ")",
                        "blob");
            case "bgppath" -> {
                String path = "(" + expression("bgppath", next) + ")";
                yield pick(
                        path + ".prepend(" + expression("int", next) + ")",
                        path + ".delete(" + pick(literals.intSet(), expression("int", next)) + ")",
                        path + ".filter(" + literals.intSet() + ").prepend(" + small() + ")",
                        path + ".empty");
            }
            case "clist" -> {
                String list = "(" + expression("clist", next) + ")";
                yield pick(
                        list + ".add(" + expression(pick("pair", "int", "ip", "quad", "clist"), next) + ")",
                        list + ".delete("
                                + pick(expression(pick("pair", "int", "ip", "quad", "clist"), next), literals.pairSet())
                                + ")",
                        list + ".filter(" + literals.pairSet() + ").add(" + literal("pair") + ")",
                        list + ".empty");
            }
            case "eclist" -> {
                String list = "(" + expression("eclist", next) + ")";
                yield pick(
                        list + ".add(" + expression(pick("ec", "eclist"), next) + ")",
                        list + ".delete(" + expression(pick("ec", "eclist"), next) + ")",
                        list + ".filter(" + expression("eclist", next) + ")",
                        list + ".empty");
            }
            case "lclist" -> {
                String list = "(" + expression("lclist", next) + ")";
                yield pick(
                        list + ".add(" + expression(pick("lc", "lclist"), next) + ")",
                        list + ".delete(" + expression(pick("lc", "lclist"), next) + ")",
                        list + ".filter(" + expression("lclist", next) + ")",
                        list + ".empty");
            }
            default -> "";
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
            case "string" -> attribute ? pick("proto", hasWay ? "ifname" : "proto") : literal(type);
            case "bgppath" -> random.nextInt(4) > 0 ? pick("bgp_path", flat ? "bgp_path" : "trail") : literal(type);
            case "clist" ->
                random.nextInt(4) > 0 ? pick("bgp_community", flat ? "bgp_community" : "marks") : literal(type);
            case "eclist" -> random.nextInt(4) > 0 ? "bgp_ext_community" : literal(type);
            case "lclist" -> random.nextInt(4) > 0 ? "bgp_large_community" : literal(type);
            default -> literal(type);
        };
    }

    String condition(int depth) {
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
            case 7 -> "(net " + pick("~ ", "!~ ") + literals.prefixSet() + ")";
            case 8 ->
                "(" + expression("prefix", next) + pick(" ~ ", " !~ ", " = ", " != ") + expression("prefix", 0) + ")";
            case 9 -> "(" + expression("bgppath", next) + pick(" ~ ", " !~ ") + literals.mask() + ")";
            case 10 -> "(" + expression("bgppath", next) + pick(" ~ ", " !~ ") + literals.intSet() + ")";
            case 11 -> "(" + expression("int", next) + pick(" ~ ", " !~ ") + pick(literals.intSet(), "bgp_path") + ")";
            case 12 ->
                "(" + expression("pair", next) + pick(" ~ ", " !~ ") + pick(literals.pairSet(), expression("clist", 0))
                        + ")";
            case 13 -> "(" + expression("clist", next) + pick(" ~ ", " !~ ") + literals.pairSet() + ")";
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
                        hasWay ? "(dest = RTD_BLACKHOLE)" : "(source = RTS_BGP)",
                        hasWay ? "(dest ~ [ RTD_UNREACHABLE, RTD_PROHIBIT ])" : "(source != RTS_BGP)");
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
