package org.jbgp.daemon.it.differential;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Random statements, written to a text. */
final class Statements {
    private final boolean flat;
    private final boolean late;
    private final Random random;
    private final Literals literals;
    private final Expressions expressions;
    private final Names names;
    private final StringBuilder text;
    private final String mark;
    private boolean silent;
    private boolean innerVariables;

    /** @param mark what stands before all that is printed */
    Statements(
            Language language,
            Expressions expressions,
            Random random,
            Literals literals,
            Names names,
            StringBuilder text,
            String mark) {
        this.flat = language.flat();
        this.late = language.late();
        this.random = random;
        this.literals = literals;
        this.names = names;
        this.text = text;
        this.mark = mark;
        this.expressions = expressions;
    }

    /** The expressions these statements are made of. */
    Expressions expressions() {
        return expressions;
    }

    /** A function or filter begins. */
    void begin() {
        innerVariables = false;
    }

    /** Whether nothing is printed from here on. */
    void silent(boolean quiet) {
        silent = quiet;
    }

    private String pick(String... choices) {
        return literals.pick(choices);
    }

    /** Once in so many times. */
    private boolean bit(int times) {
        return random.nextInt(times) == 0;
    }

    private String expression(String type, int depth) {
        return expressions.expression(type, depth);
    }

    private String condition(int depth) {
        return expressions.condition(depth);
    }

    private String literal(String type) {
        return literals.literal(type);
    }

    /** BIRD 1.6 knows variables only between the head and the brace. */
    List<Names.Variable> declarations() {
        List<Names.Variable> locals = new ArrayList<>();
        for (int i = random.nextInt(3); flat && i >= 0; i--) {
            Names.Variable local = new Names.Variable(names.fresh("loc"), expressions.type());
            text.append("\n")
                    .append(local.type())
                    .append(' ')
                    .append(local.name())
                    .append(';');
            locals.add(local);
        }
        return locals;
    }

    void initialise(List<Names.Variable> locals) {
        for (Names.Variable local : locals) {
            text.append("  ")
                    .append(local.name())
                    .append(" = ")
                    .append(expression(local.type(), 1))
                    .append(";\n");
            names.variables.add(local);
        }
    }

    /** @param bare where no variable may be declared: directly behind the label of a case, and in loops */
    void block(int statements, int depth, String indent, boolean bare) {
        int known = names.variables.size();
        for (int i = 0; i < statements; i++) {
            statement(depth, indent, bare);
        }
        while (names.variables.size() > known) {
            names.variables.removeLast();
            innerVariables = true;
        }
    }

    private void statement(int depth, String indent, boolean bare) {
        switch (random.nextInt(depth > 0 ? 14 : 9)) {
            case 0 -> {
                if (!flat && !bare) {
                    String type = expressions.type();
                    String name = names.fresh("loc");
                    // Without a value BIRD 2.0.12 rejects the route.
                    line(indent, type + " " + name + (late && bit(4) ? "" : " = " + expression(type, 2)));
                    names.variables.add(new Names.Variable(name, type));
                }
            }
            case 1 -> {
                if (!names.variables.isEmpty()) {
                    Names.Variable variable = names.variables.get(random.nextInt(names.variables.size()));
                    line(indent, variable.name() + " = " + expression(variable.type(), 2));
                }
            }
            case 2, 3 -> assignment(indent);
            case 4 ->
                line(
                        indent,
                        pick(
                                "bgp_community." + pick("add", "delete") + "(" + expression("pair", 1) + ")",
                                "bgp_community." + pick("delete", "filter") + "(" + literals.pairSet() + ")",
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
                                "bgp_path.prepend(" + literals.small() + ")",
                                "bgp_path." + pick("delete", "filter") + "(" + literals.intSet() + ")",
                                "bgp_path.delete(" + expression("int", 1) + ")"));
            case 6 -> {
                // BIRD 1.6 forgets on import what a filter unset.
                if (!flat && random.nextInt(3) == 0) {
                    String name = pick("bgp_med", "bgp_local_pref", "bgp_origin", "bgp_originator_id");
                    // Without the question BIRD 2.0.12 may crash.
                    line(indent, (late && bit(2) ? "" : "if defined(" + name + ") then ") + "unset(" + name + ")");
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
                // Behind a block with variables of its own loops hang, crash or go wrong in BIRD 2, up to 2.19.
                if (!flat && !bare && !innerVariables) {
                    loop(depth, indent);
                }
            }
        }
    }

    void line(String indent, String statement) {
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
        if (late && bit(4)) {
            target = pick("tag", "blob", "station");
        }
        String value = switch (target) {
            case "tag" -> expression("string", 2);
            case "blob" -> expression("bytestring", 2);
            case "station" -> literal("mac");
            case "bgp_path", "trail" -> expression("bgppath", 2);
            case "bgp_community", "marks" -> expression("clist", 2);
            case "bgp_ext_community", "ecs" -> expression("eclist", 2);
            case "bgp_large_community", "lcs" -> expression("lclist", 2);
            case "bgp_origin" -> literal("origin");
            case "bgp_originator_id", "four" -> expression("quad", 1);
            case "bgp_next_hop", "place" -> expression("ip", 1);
            case "preference" -> literals.small();
            default -> expression("int", 2);
        };
        line(indent, target + " = " + value);
        if (target.equals("bgp_next_hop") && !flat) {
            // Set as the only attribute of a route it is what the import filter said, else what the export filter is to
            // say.
            line(indent, "mark = 8");
        }
    }

    /** Prints something with the number of the program before it. */
    void show() {
        if (silent) {
            return;
        }
        text.append("    print \"@").append(mark).append(" \", net");
        for (int i = random.nextInt(2); i >= 0; i--) {
            text.append(", \"|\", ").append(expression(expressions.type(), 2));
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
                if (!late || !braces) {
                    line(indent + "    ", "bgp_med = " + literal("int"));
                }
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
        Names.Variable element = new Names.Variable(names.fresh("loc"), kind[0]);
        text.append(indent)
                .append("for ")
                .append(kind[0])
                .append(' ')
                .append(element.name())
                .append(" in ");
        text.append(expression(kind[1], 1)).append(" do {\n");
        names.variables.add(element);
        // Variables inside a loop upset its iterator in BIRD 2.0.12.
        block(1 + random.nextInt(2), depth - 1, indent + "  ", true);
        names.variables.remove(element);
        text.append(indent).append("}\n");
    }
}
