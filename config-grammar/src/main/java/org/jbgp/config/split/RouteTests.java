package org.jbgp.config.split;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jbgp.config.base.NamePattern;
import org.jbgp.config.grammar.BirdLexer;
import org.jbgp.config.source.Problem;

/**
 * What filters ask about routes that now come out of the kernel, asked of the kernel's route: which protocol made it,
 * and how far it is.
 */
final class RouteTests {
    /** The distance of routes whose metric says nothing about it, as in BIRD: the longest. */
    static final long FAR = 0x8000_0000L;

    private static final Set<String> METRICS = Set.of("ospf_metric1", "rip_metric", "babel_metric");
    private static final Set<String> IGP_ONLY =
            Set.of("ospf_metric2", "ospf_tag", "ospf_router_id", "rip_tag", "babel_router_id", "babel_seqno");

    private static final Set<String> BGP_ONLY = Set.of(
            "bgp_origin",
            "bgp_path",
            "bgp_next_hop",
            "bgp_med",
            "bgp_local_pref",
            "bgp_atomic_aggr",
            "bgp_aggregator",
            "bgp_community",
            "bgp_originator_id",
            "bgp_cluster_list",
            "bgp_ext_community",
            "bgp_large_community",
            "bgp_aigp",
            "bgp_otc");

    private final SplitSide side;
    private final Joint joint;
    private final List<FlatToken> tokens;
    private final List<Edit> edits = new ArrayList<>();
    private final List<Problem> unsplit = new ArrayList<>();
    private final Set<String> said = new HashSet<>();

    private RouteTests(SplitSide side, Joint joint, List<FlatToken> tokens) {
        this.side = side;
        this.joint = joint;
        this.tokens = tokens;
    }

    /**
     * What changes in these tokens.
     *
     * @param side whose part they are to be of
     * @param unsplit takes what cannot be asked of a kernel route
     */
    static List<Edit> edits(SplitSide side, Joint joint, List<FlatToken> tokens, List<Problem> unsplit) {
        RouteTests tests = new RouteTests(side, joint, tokens);
        tests.read();
        unsplit.addAll(tests.unsplit);
        return tests.edits;
    }

    private void read() {
        for (int i = 0; i < tokens.size(); i++) {
            FlatToken token = tokens.get(i);
            if (token.type() != BirdLexer.WORD || (i > 0 && tokens.get(i - 1).type() == BirdLexer.DOT)) {
                continue;
            }
            if (token.is("source") && isTest(i + 1)) {
                i = source(i);
            } else if (token.is("proto") && isTest(i + 1) && at(i + 2).type() == BirdLexer.STRING) {
                i = protocol(i);
            } else if (isElsewhere(token.text())) {
                cannot(
                        token,
                        token.text() + " stands where it cannot be put in words of the kernel's routes",
                        "write it as a comparison with 'source', or ask '" + ours(true) + "' in " + file()
                                + " yourself");
            } else if (side == SplitSide.BGP && METRICS.contains(token.text())) {
                metric(i);
            } else if (side == SplitSide.BGP && IGP_ONLY.contains(token.text()) && isAssigned(i)) {
                lost(token);
            } else if (side == SplitSide.BGP && IGP_ONLY.contains(token.text())) {
                cannot(
                        token,
                        "the kernel's routes have no " + token.text(),
                        "decide by it in BIRD's file, in the filter that exports to the kernel, or by prefix here");
            } else if (side == SplitSide.IGP && BGP_ONLY.contains(token.text())) {
                cannot(
                        token,
                        "the kernel's routes have no " + token.text(),
                        "decide by it in jbgpd's file, in the export filter of its kernel protocol, which may set"
                                + " krt_metric for the filter here to ask for");
            }
        }
    }

    private FlatToken at(int index) {
        return index < tokens.size() ? tokens.get(index) : tokens.getLast();
    }

    private boolean isTest(int index) {
        return switch (at(index).type()) {
            case BirdLexer.ASSIGN_EQUAL, BirdLexer.NOT_EQUAL, BirdLexer.MATCH, BirdLexer.NOT_MATCH -> true;
            default -> false;
        };
    }

    private boolean isNegative(int index) {
        return at(index).type() == BirdLexer.NOT_EQUAL || at(index).type() == BirdLexer.NOT_MATCH;
    }

    /** True for a source that the routes of the other side, or of the kernel, had. */
    private boolean isElsewhere(String word) {
        return word.equals("RTS_INHERIT")
                || (side == SplitSide.IGP
                        ? word.equals("RTS_BGP")
                        : joint.igpSources().contains(word));
    }

    /** The routes of the kernel that the other side put there, or did not. */
    private String ours(boolean theirs) {
        return "source = RTS_INHERIT && krt_source " + (theirs ? "= " : "!= ")
                + side.other().protocolNumber();
    }

    private String file() {
        return side == SplitSide.BGP ? "jbgpd's file" : "BIRD's file";
    }

    private void cannot(FlatToken token, String why, String remedy) {
        // Once for each item.
        if (said.add(why)) {
            unsplit.add(new Problem(token.position(), why + ": " + remedy));
        }
    }

    /** A test of {@code source}; returns the index of its last token. */
    private int source(int index) {
        List<String> names = new ArrayList<>();
        int last = index + 2;
        if (at(last).type() == BirdLexer.LBRACKET) {
            int close = BlockStatement.close(tokens, last);
            for (int i = last + 1; i < close; i++) {
                if (at(i).type() == BirdLexer.WORD) {
                    names.add(at(i).text());
                } else if (at(i).type() != BirdLexer.COMMA) {
                    // A range, or an expression.
                    return index;
                }
            }
            last = close;
        } else if (at(last).type() == BirdLexer.WORD) {
            names.add(at(last).text());
        } else {
            return index;
        }
        List<String> theirs = names.stream()
                .filter(this::isElsewhere)
                .filter(name -> !name.equals("RTS_INHERIT"))
                .toList();
        boolean kernel = names.contains("RTS_INHERIT");
        if (theirs.isEmpty() && !kernel) {
            return names.stream().allMatch(name -> name.startsWith("RTS_")) ? last : index;
        }
        List<String> terms = new ArrayList<>();
        List<String> rest = names.stream().filter(name -> !isElsewhere(name)).toList();
        if (rest.size() == 1) {
            terms.add("source = " + rest.getFirst());
        } else if (!rest.isEmpty()) {
            terms.add("source ~ [ " + String.join(", ", rest) + " ]");
        }
        if (kernel && !theirs.isEmpty() && isWhole(theirs)) {
            terms.add("source = RTS_INHERIT");
        } else {
            if (kernel) {
                terms.add(inBrackets(ours(false), !theirs.isEmpty() || !rest.isEmpty()));
            }
            if (!theirs.isEmpty()) {
                terms.add(inBrackets(theirs(at(index), theirs), kernel || !rest.isEmpty()));
            }
        }
        put(index, last, isNegative(index + 1), String.join(" || ", terms));
        return last;
    }

    private static String inBrackets(String term, boolean several) {
        return several ? "(" + term + ")" : term;
    }

    private boolean isWhole(List<String> sources) {
        return side == SplitSide.IGP || Set.copyOf(sources).containsAll(joint.igpSources());
    }

    /** The test for routes of the other side that had one of these sources. */
    private String theirs(FlatToken token, List<String> sources) {
        if (isWhole(sources)) {
            return ours(true);
        }
        Set<String> others = new LinkedHashSet<>(joint.igpSources());
        others.removeAll(sources);
        if (Set.copyOf(sources).equals(Set.of(Igp.FAR))) {
            return ours(true) + " && igp_metric = " + FAR;
        }
        if (others.equals(Set.of(Igp.FAR))) {
            return ours(true) + " && igp_metric != " + FAR;
        }
        cannot(
                token,
                "in the kernel routes of " + String.join(", ", sources) + " look like those of "
                        + String.join(", ", others) + ", so that this test is now true for these too",
                "tell them apart by prefix or igp_metric, or in BIRD's file, in the filter that exports to the kernel");
        return ours(true);
    }

    /** A test of {@code proto}; returns the index of its last token. */
    private int protocol(int index) {
        String quoted = at(index + 2).text();
        String wanted = quoted.substring(1, quoted.length() - 1);
        boolean pattern =
                at(index + 1).type() == BirdLexer.MATCH || at(index + 1).type() == BirdLexer.NOT_MATCH;
        Map<String, Set<String>> others = joint.protocols().get(side.other());
        Set<String> hits = new LinkedHashSet<>();
        for (String name : others.keySet()) {
            if (pattern ? new NamePattern(wanted).matches(name) : name.equals(wanted)) {
                hits.add(name);
            }
        }
        if (hits.isEmpty()) {
            return index + 2;
        }
        if (!joint.areAll(side.other(), hits)) {
            cannot(
                    at(index),
                    "in the kernel routes of " + String.join(", ", hits) + " look like those of the other "
                            + (side == SplitSide.BGP ? joint.titles() : "BGP")
                            + " protocols, so that this test is now true for these too",
                    side == SplitSide.BGP
                            ? "tell them apart by prefix, or in BIRD's file, in the filter that exports to the kernel"
                            : "tell them apart by prefix, or let the export filter of jbgpd's kernel protocol set"
                                    + " krt_metric and ask for it here");
        }
        boolean own =
                pattern && joint.protocols().get(side).keySet().stream().anyMatch(new NamePattern(wanted)::matches);
        put(
                index,
                index + 2,
                isNegative(index + 1),
                own ? "proto ~ " + quoted + " || (" + ours(true) + ")" : ours(true));
        return index + 2;
    }

    private void put(int first, int last, boolean negative, String test) {
        edits.add(new Edit(at(first).start(), at(last).end(), (negative ? "!" : "") + "(" + test + ")"));
    }

    private void metric(int index) {
        FlatToken token = at(index);
        if (isAssigned(index)) {
            lost(token);
            return;
        }
        edits.add(new Edit(token.start(), token.end(), "igp_metric"));
    }

    private void lost(FlatToken token) {
        cannot(
                token,
                token.text() + " set here does not reach " + joint.titles() + " through the kernel",
                "set it in BIRD's file, in the export filter of the protocol");
    }

    /** True for the first token of an assignment. */
    private boolean isAssigned(int index) {
        if (index == 0 || at(index + 1).type() != BirdLexer.ASSIGN_EQUAL) {
            return false;
        }
        return switch (at(index - 1).type()) {
            case BirdLexer.SEMICOLON,
                    BirdLexer.LBRACE,
                    BirdLexer.RBRACE,
                    BirdLexer.THEN,
                    BirdLexer.ELSE,
                    BirdLexer.COLON,
                    BirdLexer.ELSE_COLON -> true;
            default -> false;
        };
    }
}
