package org.jbgp.config.split;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jbgp.config.grammar.BirdLexer;
import org.jbgp.config.source.Problem;
import org.jbgp.config.source.SourcePosition;

/**
 * A kernel protocol at a table that both sides know: what it exports and imports in each part, so that each side puts
 * its own routes into the kernel and learns the other's.
 */
final class Handover {
    private static final int BGP_PREFERENCE = 100;
    /** That of 2.x. */
    private static final int USUAL_METRIC = 32;

    private static final List<FlatToken> NONE =
            List.of(new FlatToken(BirdLexer.WORD, "none", 0, 0, new SourcePosition("", 0, 0)));

    private final FlatText source;
    private final Parts parts;
    private final Map<String, ConfigItem> filters;
    private final boolean flat;
    private final ConfigItem kernel;
    private final Attachment place;
    private final String name;
    private final boolean learns;

    /**
     * For one kernel protocol.
     *
     * @param place where it is attached
     * @param filters the file's filters by name
     * @param flat the file is in the language of 1.6
     * @param name what the new filters are called after
     */
    Handover(
            FlatText source,
            Parts parts,
            Map<String, ConfigItem> filters,
            boolean flat,
            ConfigItem kernel,
            Attachment place,
            String name) {
        this.source = source;
        this.parts = parts;
        this.filters = filters;
        this.flat = flat;
        this.kernel = kernel;
        this.place = place;
        this.name = name;
        learns = learn(parts.attachments().statements(kernel)).isPresent();
    }

    /**
     * What becomes of the kernel protocol.
     *
     * @param filters text of the filters that are new
     * @param edits changes in the protocol
     * @param unsplit what of its filters cannot be asked there
     */
    record Change(String filters, List<Edit> edits, List<Problem> unsplit) {}

    private static Optional<BlockStatement> learn(List<BlockStatement> statements) {
        return statements.stream()
                .filter(each -> each.starts("learn"))
                .reduce((former, latter) -> latter)
                .filter(each -> !Set.of("off", "no").contains(each.word(1)));
    }

    /** True if routes of that side's protocols may reach the kernel by this protocol. */
    boolean carries(SplitSide side) {
        return ExportNeeds.letsPass(
                body(place.exports()),
                side == SplitSide.BGP
                        ? Set.of("RTS_BGP")
                        : Set.copyOf(parts.joint().igpSources()),
                parts.joint().protocols().get(side).keySet());
    }

    /** True if OSPF and its like may want routes of BGP that are in this table. */
    boolean isWanted() {
        return parts.at(SplitSide.IGP, place.table()).stream()
                .filter(each -> each.family().equals(place.family()))
                .anyMatch(each -> ExportNeeds.letsPass(
                        body(each.exports()),
                        Set.of("RTS_BGP"),
                        parts.joint().protocols().get(SplitSide.BGP).keySet()));
    }

    /** True if BIRD's part is to have this kernel protocol too. */
    boolean isOfUseToBird() {
        return learns || carries(SplitSide.IGP) || (isWanted() && carries(SplitSide.BGP));
    }

    /** The kinds of IGP whose routes are in this table. */
    private Set<Igp> igps() {
        Set<Igp> igps = new TreeSet<>();
        for (ConfigItem item : parts.routing(SplitSide.IGP)) {
            boolean here = parts.attachments().of(item).stream()
                    .anyMatch(each -> each.family().equals(place.family()) && parts.isShared(each.table()));
            if (here) {
                igps.add(Igp.of(item.word()).orElseThrow());
            }
        }
        return igps;
    }

    /** The preference that the IGP's routes have in the table: of several the lowest. */
    int igpPreference() {
        int lowest = Integer.MAX_VALUE;
        for (ConfigItem item : parts.routing(SplitSide.IGP)) {
            int usual = Igp.of(item.word()).orElseThrow().preference();
            for (Attachment each : parts.attachments().of(item)) {
                if (each.family().equals(place.family()) && parts.isShared(each.table())) {
                    lowest = Math.min(lowest, each.preference() < 0 ? usual : each.preference());
                }
            }
        }
        return lowest;
    }

    private int bgpPreference() {
        return parts.at(SplitSide.BGP, place.table()).stream()
                .filter(each -> each.family().equals(place.family()))
                .mapToInt(each -> each.preference() < 0 ? BGP_PREFERENCE : each.preference())
                .min()
                .orElse(BGP_PREFERENCE);
    }

    /** A filter with its whole definition in the place of its name. */
    private List<FlatToken> body(List<FlatToken> policy) {
        if (policy.size() == 2 && policy.getFirst().type() == BirdLexer.FILTER) {
            ConfigItem named = filters.get(policy.get(1).name());
            return named == null ? policy : named.tokens();
        }
        return policy;
    }

    /** The table, and the family of its routes. */
    Attachment place() {
        return place;
    }

    ConfigItem kernel() {
        return kernel;
    }

    Change change(SplitSide side) {
        return side == SplitSide.IGP ? inBird() : inJbgpd();
    }

    private Change inBird() {
        List<Problem> unsplit = new ArrayList<>();
        List<Edit> edits = new ArrayList<>();
        StringBuilder made = new StringBuilder();
        boolean carries = carries(SplitSide.IGP);
        String export = "igp_routes_to_" + name;
        if (carries) {
            made.append("# Into the kernel go the routes of ")
                    .append(String.join(" and ", igps().stream().map(Igp::title).toList()))
                    .append("; all others are put there by jbgpd.\n")
                    .append(filter(SplitSide.IGP, export, place.exports(), "none", guardOfIgp(), unsplit));
        }
        String imports = "";
        if (isWanted() || learns) {
            imports = "bgp_routes_from_" + name;
            made.append(
                    isWanted()
                            ? "# jbgpd's routes, which are " + SplitSide.BGP.protocolNumber()
                                    + " (RTPROT_BGP) in the kernel, for the exports of this file.\n"
                            : "# jbgpd's routes, which are " + SplitSide.BGP.protocolNumber()
                                    + " (RTPROT_BGP) in the kernel, are not wanted here.\n");
            String guard = isWanted()
                    ? "    if krt_source = 186 then {\n        preference = " + bgpPreference()
                            + ";\n        accept;\n    }\n"
                    : "    if krt_source = 186 then reject;\n";
            made.append(filter(SplitSide.IGP, imports, learns ? place.imports() : NONE, "all", guard, unsplit));
        }
        policies(edits, imports.isEmpty() ? "" : "filter " + imports, carries ? "filter " + export : "none");
        if (carries) {
            if (birdMetric() != metric()) {
                insertOrReplace(edits, "metric", "metric " + birdMetric() + ";");
            }
        }
        if (isWanted() && !learns) {
            insertOrReplace(edits, "learn", "learn;");
        }
        return new Change(made.toString(), edits, unsplit);
    }

    private String guardOfIgp() {
        StringBuilder guard = new StringBuilder();
        List<String> sources =
                igps().stream().flatMap(each -> each.sources().stream()).toList();
        guard.append("    if ")
                .append(
                        sources.size() == 1
                                ? "source != " + sources.getFirst()
                                : "!(source ~ [ " + String.join(", ", sources) + " ])")
                .append(" then reject;\n");
        guard.append("    # Its distance goes along as cwnd, which TCP does not use unless it is locked.\n");
        boolean several = igps().size() > 1;
        for (Igp igp : igps()) {
            String distance = "if " + igp.metric() + " > 0 then krt_cwnd = " + igp.metric() + "; else krt_cwnd = 1;";
            if (igp.sources().contains(Igp.FAR)) {
                // BIRD counts these as far away when it compares next hops.
                guard.append("    if source ~ [ RTS_OSPF, RTS_OSPF_IA, RTS_OSPF_EXT1 ] then {\n        ")
                        .append(distance)
                        .append("\n    }\n");
            } else if (several) {
                guard.append("    if source = ")
                        .append(igp.sources().getFirst())
                        .append(" then {\n        ")
                        .append(distance)
                        .append("\n    }\n");
            } else {
                guard.append("    ").append(distance).append("\n");
            }
        }
        return guard.toString();
    }

    private Change inJbgpd() {
        List<Problem> unsplit = new ArrayList<>();
        List<Edit> edits = new ArrayList<>();
        StringBuilder made = new StringBuilder();
        if (!carries(SplitSide.IGP)) {
            routeProtocol(kernel, source, edits);
            return new Change("", edits, unsplit);
        }
        String imports = "igp_routes_from_" + name;
        made.append("# BIRD's routes, which are ")
                .append(SplitSide.IGP.protocolNumber())
                .append(" (proto bird) in the kernel, with the preference they had beside BGP's, and their distance.\n")
                .append(filter(
                        SplitSide.BGP,
                        imports,
                        learns ? place.imports() : NONE,
                        "all",
                        "    if krt_source = 12 then {\n        preference = " + igpPreference()
                                + ";\n        if defined(krt_cwnd) then igp_metric = krt_cwnd; else igp_metric = "
                                + RouteTests.FAR
                                + ";\n        accept;\n    }\n",
                        unsplit));
        String export = "";
        if (parts.kernels(place.table()).size() > 1) {
            export = "bgp_routes_to_" + name;
            made.append("# BIRD puts its routes into each kernel table itself.\n")
                    .append(filter(
                            SplitSide.BGP,
                            export,
                            place.exports(),
                            "none",
                            "    if source = RTS_INHERIT && krt_source = 12 then reject;\n",
                            unsplit));
        }
        policies(edits, "filter " + imports, export.isEmpty() ? "" : "filter " + export);
        routeProtocol(kernel, source, edits);
        if (!learns) {
            insertOrReplace(edits, "learn", "learn;");
        }
        if (jbgpdMetric() != metric()) {
            insertOrReplace(edits, "metric", "metric " + jbgpdMetric() + ";");
        }
        return new Change(made.toString(), edits, unsplit);
    }

    /** The kernel's metric of the routes, as the file has it. */
    private int metric() {
        return writtenMetric().orElse(flat ? 0 : USUAL_METRIC);
    }

    private Optional<Integer> writtenMetric() {
        return parts.attachments().statements(kernel).stream()
                .filter(each -> each.starts("metric") && each.word(1).matches("\\d{1,9}"))
                .map(each -> Integer.parseInt(each.word(1)))
                .reduce((former, latter) -> latter);
    }

    /**
     * Linux has one route a prefix and metric, so that the sides need different ones; where both have a prefix for a
     * moment, the IGP's is used, as its preference is higher. Where the file says 0, filters set it.
     */
    private int birdMetric() {
        return switch (metric()) {
            case 0 -> writtenMetric().isPresent() ? 0 : USUAL_METRIC - 1;
            case 1 -> 1;
            default -> metric() - 1;
        };
    }

    private int jbgpdMetric() {
        return switch (metric()) {
            case 0 -> writtenMetric().isPresent() ? 0 : USUAL_METRIC;
            case 1 -> 2;
            default -> metric();
        };
    }

    /** The kernel protocol number that is not BIRD's. */
    static void routeProtocol(ConfigItem kernel, FlatText source, List<Edit> edits) {
        int open = kernel.open();
        if (open >= 0) {
            edits.add(insertion(source.text(), kernel.tokens(), open, "route protocol bgp;"));
        }
    }

    /** A filter: what decides first, then what the file has. */
    @SuppressWarnings("ReferenceEquality") // a filter written in place is its own body
    private String filter(
            SplitSide side,
            String filterName,
            List<FlatToken> policy,
            String usual,
            String guard,
            List<Problem> unsplit) {
        List<FlatToken> tokens = body(policy);
        String variables = "";
        String rest;
        if (tokens.isEmpty() || tokens.getFirst().is("all") || tokens.getFirst().is("none")) {
            boolean all = (tokens.isEmpty() ? usual : tokens.getFirst().text()).equals("all");
            rest = all ? "    accept;\n" : "    reject;\n";
        } else if (tokens.getFirst().type() == BirdLexer.WHERE) {
            rest = "    if (" + text(side, tokens, 1, tokens.size(), unsplit) + ") then accept;\n    reject;\n";
        } else {
            int open = 0;
            while (open < tokens.size() && tokens.get(open).type() != BirdLexer.LBRACE) {
                open++;
            }
            int close = BlockStatement.close(tokens, open);
            if (close < 0) {
                // A name that means nothing: each side's check of its file says so.
                return "filter " + filterName + "\n{\n" + guard + "    reject;\n}\n\n";
            }
            int head = tokens == policy ? 1 : 2;
            variables = open > head ? text(side, tokens, head, open, unsplit) + "\n" : "";
            String inner = source.text()
                    .substring(tokens.get(open).end(), tokens.get(close).start());
            rest = Edit.apply(
                            source.text(),
                            tokens.get(open).end(),
                            tokens.get(close).start(),
                            RouteTests.edits(side, parts.joint(), tokens.subList(open + 1, close), unsplit))
                    .stripTrailing();
            rest = (inner.startsWith("\n") || rest.isEmpty() ? "" : "    ") + rest.replaceFirst("^[ \t]*\n|^[ \t]+", "")
                    + "\n";
        }
        return "filter " + filterName + "\n" + variables + "{\n" + guard + rest + "}\n\n";
    }

    private String text(SplitSide side, List<FlatToken> tokens, int from, int to, List<Problem> unsplit) {
        return Edit.apply(
                source.text(),
                tokens.get(from).start(),
                tokens.get(to - 1).end(),
                RouteTests.edits(side, parts.joint(), tokens.subList(from, to), unsplit));
    }

    /** Puts in what is imported and exported; an empty text leaves what there is. */
    private void policies(List<Edit> edits, String imports, String exports) {
        List<FlatToken> tokens = kernel.tokens();
        if (flat) {
            policy(edits, kernel.statements(), kernel.open(), "import", imports);
            policy(edits, kernel.statements(), kernel.open(), "export", exports);
            return;
        }
        Optional<BlockStatement> channel = kernel.statements().stream()
                .filter(each -> Attachments.channel(each).equals(place.family()))
                .findFirst();
        String both = (imports.isEmpty() ? "" : "import " + imports + "; ")
                + (exports.isEmpty() ? "" : "export " + exports + "; ");
        if (channel.isEmpty()) {
            edits.add(insertion(source.text(), tokens, kernel.open(), place.family() + " { " + both + "};"));
        } else if (channel.get().tokens().stream().noneMatch(each -> each.type() == BirdLexer.LBRACE)) {
            edits.add(new Edit(
                    channel.get().first().start(), channel.get().last().end(), place.family() + " { " + both + "};"));
        } else {
            int open = tokens.indexOf(channel.get().tokens().stream()
                    .filter(each -> each.type() == BirdLexer.LBRACE)
                    .findFirst()
                    .orElseThrow());
            policy(edits, channel.get().inside(), open, "import", imports);
            policy(edits, channel.get().inside(), open, "export", exports);
        }
    }

    private void policy(List<Edit> edits, List<BlockStatement> statements, int open, String word, String value) {
        if (value.isEmpty()) {
            return;
        }
        String words = word + " " + value + ";";
        Optional<BlockStatement> there = statements.stream()
                .filter(each -> Attachments.isPolicy(each, word))
                .findFirst();
        edits.add(there.map(each -> replacement(each, words))
                .orElseGet(() -> insertion(source.text(), kernel.tokens(), open, words)));
    }

    private void insertOrReplace(List<Edit> edits, String word, String words) {
        Optional<BlockStatement> there =
                kernel.statements().stream().filter(each -> each.starts(word)).findFirst();
        edits.add(there.map(each -> replacement(each, words))
                .orElseGet(() -> insertion(source.text(), kernel.tokens(), kernel.open(), words)));
    }

    private static Edit replacement(BlockStatement statement, String words) {
        return new Edit(statement.first().start(), statement.last().end(), words);
    }

    /** A statement behind an opening brace, on a line of its own if the next one has that too. */
    private static Edit insertion(String text, List<FlatToken> tokens, int open, String words) {
        int at = tokens.get(open).end();
        int next = tokens.get(open + 1).start();
        int line = text.lastIndexOf('\n', next - 1);
        if (line < at || tokens.get(open + 1).type() == BirdLexer.RBRACE) {
            return new Edit(at, at, " " + words);
        }
        return new Edit(at, at, "\n" + text.substring(line + 1, next).replaceAll("\\S.*", "") + words);
    }
}
