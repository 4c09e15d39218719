package org.jbgp.daemon.policy.compile;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Writes random filters that are well-typed, but may fail when run. The same seed writes the same filter. */
public final class FilterGenerator {

    private static final String[] TYPES = {
        "int", "bool", "pair", "ip", "prefix", "string", "bgppath", "clist", "lc", "lclist", "ec", "eclist", "quad"
    };

    private final Random random;
    private final List<String[]> variables = new ArrayList<>();
    private final List<String[]> functions = new ArrayList<>();
    private final StringBuilder text = new StringBuilder();
    private int names;
    private String returnType;

    public FilterGenerator(long seed) {
        this(new Random(seed));
    }

    /** Takes its decisions from here. */
    public FilterGenerator(Random random) {
        this.random = random;
    }

    public String write() {
        text.append("attribute int mark; attribute clist marks;\n");
        int count = random.nextInt(3);
        for (int i = 0; i < count; i++) {
            function("fun" + i);
        }
        variables.clear();
        returnType = null;
        text.append("filter f {\n");
        block(3 + random.nextInt(6), 3);
        text.append("if ").append(expression("bool", 2)).append(" then accept; else reject;\n}\n");
        return text.toString();
    }

    private void function(String name) {
        variables.clear();
        returnType = pick(TYPES);
        String parameter = pick(TYPES);
        text.append("function ").append(name).append('(').append(parameter).append(" arg) -> ");
        text.append(returnType).append(" {\n");
        variables.add(new String[] {"arg", parameter});
        block(1 + random.nextInt(3), 2);
        text.append("return ").append(expression(returnType, 2)).append(";\n}\n");
        functions.add(new String[] {name, parameter, returnType});
    }

    private String pick(String... choices) {
        return choices[random.nextInt(choices.length)];
    }

    private void block(int statements, int depth) {
        int known = variables.size();
        for (int i = 0; i < statements; i++) {
            statement(depth);
        }
        while (variables.size() > known) {
            variables.removeLast();
        }
    }

    private void statement(int depth) {
        switch (random.nextInt(depth > 0 ? 13 : 9)) {
            case 0 -> {
                String type = pick(TYPES);
                String name = "v" + names++;
                String value = random.nextInt(4) == 0 ? "" : " = " + expression(type, 2);
                text.append(type).append(' ').append(name).append(value).append(";\n");
                variables.add(new String[] {name, type});
            }
            case 1 -> {
                if (!variables.isEmpty()) {
                    String[] variable = variables.get(random.nextInt(variables.size()));
                    text.append(variable[0])
                            .append(" = ")
                            .append(expression(variable[1], 2))
                            .append(";\n");
                }
            }
            case 2 ->
                text.append(pick("bgp_med", "bgp_local_pref", "krt_metric", "mark", "preference", "bgp_otc"))
                        .append(" = ")
                        .append(expression("int", 2))
                        .append(";\n");
            case 3 ->
                text.append("bgp_community.")
                        .append(pick("add", "delete"))
                        .append('(')
                        .append(expression(pick("pair", "clist"), 1))
                        .append(");\n");
            case 4 ->
                text.append("bgp_path.prepend(").append(expression("int", 1)).append(");\n");
            case 5 ->
                text.append(pick(
                        "bgp_large_community.add(" + expression("lc", 1) + ");\n",
                        "bgp_ext_community.add(" + expression("ec", 1) + ");\n",
                        "bgp_origin = ORIGIN_EGP;\n",
                        "marks.add((1,2));\n",
                        "krt_lock_mtu = " + expression("bool", 1) + ";\n",
                        "bgp_originator_id = " + expression("quad", 1) + ";\n"));
            case 6 ->
                text.append("unset(")
                        .append(pick("bgp_med", "bgp_community", "bgp_local_pref", "bgp_path", "mark", "krt_lock_mtu"))
                        .append(");\n");
            case 7 ->
                text.append(pick("print ", "printn "))
                        .append(expression(pick(TYPES), 1))
                        .append(", \"|\", ")
                        .append(expression(pick(TYPES), 1))
                        .append(";\n");
            case 8 -> {
                if (random.nextInt(6) == 0) {
                    text.append("if ").append(expression("bool", 1)).append(" then ");
                    text.append(
                            returnType != null && random.nextBoolean()
                                    ? "return " + expression(returnType, 1)
                                    : pick("accept", "reject \"no\""));
                    text.append(";\n");
                }
            }
            case 9, 10 -> {
                text.append("if ").append(expression("bool", 2)).append(" then {\n");
                block(1 + random.nextInt(2), depth - 1);
                text.append("}\n");
                if (random.nextBoolean()) {
                    text.append("else {\n");
                    block(1, depth - 1);
                    text.append("}\n");
                }
            }
            case 11 -> {
                boolean number = random.nextBoolean();
                text.append("case ")
                        .append(expression(number ? "int" : "pair", 1))
                        .append(" {\n");
                text.append(number ? "1..50: " : "(65002,*): ");
                text.append("bgp_med = 1;\n").append(number ? "100, 200: " : "(1..3,5): ");
                block(1, depth - 1);
                text.append(random.nextBoolean() ? "else: bgp_med = 9;\n}\n" : "}\n");
            }
            default -> {
                boolean path = random.nextBoolean();
                String name = "v" + names++;
                text.append("for ").append(path ? "int " : "pair ").append(name).append(" in ");
                text.append(expression(path ? "bgppath" : "clist", 1)).append(" do {\n");
                variables.add(new String[] {name, path ? "int" : "pair"});
                block(1, depth - 1);
                variables.removeLast();
                text.append("}\n");
            }
        }
    }

    private String expression(String type, int depth) {
        List<String> choices = new ArrayList<>();
        for (String[] variable : variables) {
            if (variable[1].equals(type)) {
                choices.add(variable[0]);
            }
        }
        if (depth > 0) {
            for (String[] function : functions) {
                if (function[2].equals(type) && random.nextInt(3) == 0) {
                    choices.add(function[0] + "(" + expression(function[1], depth - 1) + ")");
                }
            }
        }
        if (!choices.isEmpty() && random.nextInt(3) == 0) {
            return choices.get(random.nextInt(choices.size()));
        }
        int next = depth - 1;
        return switch (type) {
            case "int" ->
                depth <= 0
                        ? pick(
                                "0",
                                "1",
                                "100",
                                "65002",
                                "4294967295",
                                "bgp_med",
                                "bgp_local_pref",
                                "krt_metric",
                                "mark")
                        : pick(
                                "(" + expression("int", next) + pick(" + ", " - ", " * ", " / ")
                                        + expression("int", next) + ")",
                                "preference",
                                "net.len",
                                "bgp_path.len",
                                "bgp_path.first",
                                "bgp_path.last",
                                "bgp_community.len",
                                expression("pair", next) + ".asn",
                                expression("lc", next) + ".data1",
                                expression("bgppath", next) + ".len",
                                "igp_metric",
                                "ifindex",
                                expression("int", 0));
            case "bool" ->
                depth <= 0 ? pick("true", "false", "defined(bgp_med)", "defined(bgp_community)") : condition(next);
            case "pair" ->
                depth <= 0
                        ? pick("(65002,1)", "(1,2)", "(0,0)")
                        : "(" + expression("int", next) + ", " + expression("int", next) + ")";
            case "ip" -> pick("10.0.0.2", "bgp_next_hop", "net.ip", "from", "gw", "10.1.2.3.mask(16)", "2001:db8::1");
            case "prefix" -> pick("net", "10.0.0.0/8", "10.1.0.0/16", "2001:db8::/32");
            case "string" -> pick("ifname", "proto", "\"eth0\"", "krt_tunnel", "format(" + expression("int", 0) + ")");
            case "bgppath" ->
                depth <= 0
                        ? pick("bgp_path", "+empty+")
                        : pick(
                                "bgp_path",
                                "prepend(" + expression("bgppath", next) + ", " + expression("int", next) + ")",
                                expression("bgppath", next) + ".delete(65002)",
                                expression("bgppath", next) + ".filter([65000..65003])");
            case "clist" ->
                depth <= 0
                        ? pick("bgp_community", "-empty-", "marks")
                        : pick(
                                "bgp_community",
                                "add(" + expression("clist", next) + ", " + expression("pair", next) + ")",
                                "delete(" + expression("clist", next) + ", [(65002,*)])",
                                "filter(" + expression("clist", next) + ", " + expression("clist", next) + ")");
            case "lc" ->
                depth <= 0
                        ? pick("(1,2,3)", "(65002,1,1)")
                        : "(" + expression("int", next) + ", 2, " + expression("int", next) + ")";
            case "lclist" ->
                depth <= 0
                        ? pick("bgp_large_community", "---empty---")
                        : "add(bgp_large_community, " + expression("lc", next) + ")";
            case "ec" ->
                depth <= 0
                        ? pick("(rt, 10, 20)", "(ro, 1.2.3.4, 5)")
                        : "(rt, " + expression("int", next) + ", " + expression("int", next) + ")";
            case "eclist" ->
                depth <= 0
                        ? pick("bgp_ext_community", "--empty--")
                        : "add(bgp_ext_community, " + expression("ec", next) + ")";
            default -> pick("1.2.3.4", "bgp_originator_id");
        };
    }

    private String condition(int next) {
        String ordered = pick("int", "int", "pair", "ip", "lc", "ec", "string", "quad");
        return pick(
                "(" + expression("bool", next) + pick(" && ", " || ") + expression("bool", next) + ")",
                "!" + expression("bool", 0),
                "(" + expression(ordered, next) + pick(" = ", " != ", " < ", " <= ", " > ", " >= ")
                        + expression(ordered, next) + ")",
                "(net " + pick("~", "!~") + " "
                        + pick("10.0.0.0/8", "[ 10.0.0.0/8+ ]", "[ 10.1.0.0/16{8,20}, 192.168.0.0/16- ]", "[ ]")
                        + ")",
                "(net = " + expression("prefix", 0) + ")",
                "(" + expression("bgppath", next) + pick(" ~ ", " !~ ")
                        + pick(
                                "[= * 65003 =]",
                                "[= 65002+ * =]",
                                "[= ? 65003 =]",
                                "[65000..65002]",
                                "[= * " + "(" + expression("int", 0) + ") =]")
                        + ")",
                "(" + expression("int", next) + pick(" ~ ", " !~ ") + "[1..100, 65002]" + ")",
                "(" + expression("int", next) + " ~ " + expression("bgppath", 0) + ")",
                "(" + expression("pair", next) + pick(" ~ ", " !~ ") + expression("clist", 0) + ")",
                "(" + expression("clist", next) + pick(" ~ ", " !~ ") + pick("[(65002,1)]", "[(*,2)]", "[1.2.3.4]")
                        + ")",
                "(" + expression("lc", next) + " ~ " + expression("lclist", 0) + ")",
                "(" + expression("lclist", 0) + " ~ [(1,*,*)])",
                "(" + expression("ec", next) + " ~ " + expression("eclist", 0) + ")",
                "(" + expression("ip", next) + " ~ " + expression("prefix", 0) + ")",
                "(" + expression("string", next) + " ~ " + pick("\"eth*\"", "\"*0\"", "\"p?er1\"") + ")",
                "(source " + pick("= RTS_BGP", "~ [RTS_STATIC, RTS_BGP]", "!= RTS_STATIC") + ")",
                "defined(" + expression(pick(TYPES), next) + ")",
                "(net.type = NET_IP6)",
                "(bgp_origin " + pick("=", "<", "!=") + " ORIGIN_EGP)",
                "krt_lock_mtu",
                "(dest = RTD_UNICAST)");
    }
}
