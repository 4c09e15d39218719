package org.jbgp.config.split;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jbgp.config.base.Dialect;
import org.jbgp.config.grammar.BirdLexer;
import org.jbgp.config.source.Problem;
import org.jbgp.config.source.Problems;
import org.jbgp.config.source.SourceFiles;
import org.jbgp.config.source.SourcePosition;

/**
 * Makes of a configuration with OSPF, RIP or Babel and with BGP two: one for BIRD, one for jbgpd. Each side puts its
 * own routes into the kernel under its own protocol number and learns the other's from there. One use, any thread.
 */
public final class Splitter {
    private final String path;
    private final FlatText source;
    private final Dialect dialect;
    private final List<ConfigItem> items;
    private final Parts parts;
    private final Map<String, ConfigItem> filters = new HashMap<>();
    private final Map<ConfigItem, Handover> handovers = new LinkedHashMap<>();
    private final Set<Problem> unsplit = new LinkedHashSet<>();
    private final List<String> notes = new ArrayList<>();

    private Splitter(String path, FlatText source, Dialect dialect, List<ConfigItem> items) {
        this.path = path;
        this.source = source;
        this.dialect = dialect;
        this.items = items;
        parts = new Parts(dialect, items);
        Set<String> taken = new HashSet<>();
        for (ConfigItem item : items) {
            taken.add(item.name());
            if (item.kind() == ConfigItem.Kind.FILTER) {
                filters.putIfAbsent(item.name(), item);
            }
        }
        for (ConfigItem item : items) {
            parts.handover(item).ifPresent(place -> {
                String name = handoverName(item, place, taken);
                handovers.put(item, new Handover(source, parts, filters, dialect.isFlat(), item, place, name));
            });
        }
    }

    /**
     * Splits a file and what it includes.
     *
     * @param path the root file, as the source of files knows it
     * @param wanted the language; empty: as the contents say
     */
    public static SplitResult split(String path, SourceFiles files, Optional<Dialect> wanted) {
        Problems problems = new Problems();
        FlatText source;
        try {
            source = FlatText.read(path, files, problems);
        } catch (IOException failure) {
            problems.error(new SourcePosition(path, 1, 1), "cannot read the file: " + failure.getMessage());
            return failed(problems, wanted.orElse(Dialect.BIRD_2));
        }
        Dialect dialect = wanted.orElse(source.dialect());
        List<ConfigItem> items = problems.any() ? List.of() : ConfigItem.of(source, problems);
        if (problems.any()) {
            return failed(problems, dialect);
        }
        Splitter splitter = new Splitter(path, source, dialect, items);
        if (splitter.parts.routing(SplitSide.IGP).isEmpty()) {
            problems.error(
                    new SourcePosition(path, 1, 1),
                    "there is no OSPF, RIP or Babel to split off: jbgpd reads this file as it is");
        } else if (splitter.parts.routing(SplitSide.BGP).isEmpty()) {
            problems.error(new SourcePosition(path, 1, 1), "there is no BGP for jbgpd: leave this file to BIRD");
        }
        return problems.any() ? failed(problems, dialect) : splitter.run();
    }

    private static SplitResult failed(Problems problems, Dialect dialect) {
        return new SplitResult(Optional.empty(), dialect, problems.errors(), List.of(), List.of());
    }

    private String handoverName(ConfigItem kernel, Attachment place, Set<String> taken) {
        String family =
                dialect.isFlat() ? "" : place.family().substring(place.family().length() - 1);
        String name = kernel.tokens().stream().anyMatch(each -> each.name().equals(kernel.name()))
                ? kernel.name().replaceAll("\\W", "_")
                : "kernel" + family;
        String unique = name;
        for (int i = 2; !taken.add("igp_routes_to_" + unique); i++) {
            unique = name + "_" + i;
        }
        return unique;
    }

    private SplitResult run() {
        PartText igp = part(SplitSide.IGP);
        PartText bgp = part(SplitSide.BGP);
        // What nobody uses stays with BGP, unless it can only be about the other side.
        igp.take(unused(igp, bgp).stream().filter(this::isAboutIgp).toList());
        bgp.take(unused(igp, bgp));
        reach();
        preferences();
        unsplit.addAll(igp.unsplit());
        unsplit.addAll(bgp.unsplit());
        unsplit.addAll(parts.unsplit());
        join();
        return new SplitResult(
                Optional.of(new SplitResult.Texts(head(SplitSide.IGP) + igp.text(), head(SplitSide.BGP) + bgp.text())),
                dialect,
                List.of(),
                List.copyOf(unsplit),
                notes);
    }

    private List<ConfigItem> unused(PartText igp, PartText bgp) {
        return items.stream()
                .filter(ConfigItem::isDefinition)
                .filter(item -> !igp.has(item) && !bgp.has(item))
                .toList();
    }

    private PartText part(SplitSide side) {
        PartText part = new PartText(side, items, this::write);
        part.take(items.stream().filter(item -> isIn(side, item)).toList());
        return part;
    }

    private boolean isIn(SplitSide side, ConfigItem item) {
        return parts.sides(item).contains(side)
                && (side == SplitSide.BGP
                        || !handovers.containsKey(item)
                        || handovers.get(item).isOfUseToBird());
    }

    private boolean isAboutIgp(ConfigItem item) {
        return Igp.of(item.word()).isPresent()
                || item.tokens().stream()
                        .anyMatch(token -> token.type() == BirdLexer.WORD
                                && token.text().matches("(ospf|rip|babel)_\\w+|RTS_(OSPF|RIP|BABEL)\\w*"));
    }

    private PartText.Written write(SplitSide side, ConfigItem item) {
        List<Problem> lost = new ArrayList<>();
        List<Edit> edits = new ArrayList<>();
        String before = "";
        if (!handovers.isEmpty() && item.kind() != ConfigItem.Kind.TABLE) {
            edits.addAll(RouteTests.edits(side, parts.joint(), item.tokens(), lost));
        }
        Handover handover = handovers.get(item);
        if (handover != null) {
            Handover.Change change = handover.change(side);
            before = "\n" + change.filters();
            edits.addAll(change.edits());
            lost.addAll(change.unsplit());
        } else if (side == SplitSide.BGP && item.isProtocol("kernel")) {
            Handover.routeProtocol(item, source, edits);
        }
        if (side == SplitSide.BGP
                && item.kind() == ConfigItem.Kind.OPTION
                && item.word().equals("log")) {
            logFile(item, edits);
        }
        String text = Edit.apply(source.text(), item.textStart(), item.textEnd(), edits);
        return new PartText.Written(before + (before.isEmpty() ? text : text.replaceFirst("^\\s*\n", "")), lost);
    }

    /** Two processes that rename one log file when it is full lose lines. */
    private void logFile(ConfigItem log, List<Edit> edits) {
        if (log.tokens().size() < 2 || log.tokens().get(1).type() != BirdLexer.STRING) {
            return;
        }
        FlatToken file = log.tokens().get(1);
        String quoted = file.text();
        int slash = quoted.lastIndexOf('/') + 1;
        String name = quoted.substring(Math.max(slash, 1), quoted.length() - 1);
        String own = name.contains("bird") ? name.replace("bird", "jbgpd") : "jbgpd-" + name;
        String whole = quoted.substring(0, Math.max(slash, 1)) + own + "\"";
        edits.add(new Edit(file.start(), file.end(), whole));
        notes.add("jbgpd writes its log to " + whole + ", BIRD to " + quoted);
    }

    /** Whether each routing protocol's routes come to the other side. */
    private void reach() {
        for (ConfigItem item : parts.routing(SplitSide.IGP)) {
            for (Attachment place : parts.attachments().of(item)) {
                if (!parts.isShared(place.table())) {
                    continue;
                }
                List<Handover> ways = parts.kernels(place.table()).stream()
                        .filter(handovers::containsKey)
                        .map(handovers::get)
                        .toList();
                if (ways.stream().noneMatch(each -> each.carries(SplitSide.IGP))) {
                    noWay(item, place);
                } else if (ways.stream().anyMatch(Handover::isWanted)
                        && ways.stream().noneMatch(each -> each.carries(SplitSide.BGP))) {
                    unsplit.add(new Problem(
                            item.position(),
                            item.describe() + " cannot export routes of BGP: kernel protocol "
                                    + ways.getFirst().kernel().describe()
                                    + " exports none to the kernel, where BIRD would find them: let it export those that "
                                    + item.describe() + " shall have"));
                }
            }
        }
    }

    private void noWay(ConfigItem item, Attachment place) {
        List<ConfigItem> kernels = parts.kernels(place.table());
        String why = kernels.isEmpty()
                ? "no kernel protocol is at table " + place.table()
                : "kernel protocol " + kernels.getFirst().describe() + " exports none of them";
        unsplit.add(new Problem(
                item.position(),
                "BGP does not see the routes of " + item.describe() + ": " + why
                        + ": give table " + place.table()
                        + " a kernel protocol that exports them, with a 'kernel table' nobody looks routes up in if they"
                        + " are not to be used, and split again"));
    }

    /** Where the kernel's order of routes is not that of one table. */
    private void preferences() {
        for (ConfigItem item : parts.routing(SplitSide.BGP)) {
            for (Attachment place : parts.attachments().of(item)) {
                handovers.values().stream()
                        .filter(each ->
                                parts.at(SplitSide.BGP, each.place().table()).contains(place))
                        .filter(each -> place.preference() >= each.igpPreference())
                        .findFirst()
                        .ifPresent(each -> unsplit.add(new Problem(
                                item.position(),
                                "preference " + place.preference() + " puts " + item.describe() + " before "
                                        + parts.joint().titles() + " (" + each.igpPreference()
                                        + "), but where both have a prefix the kernel takes the lower metric, which is BIRD's: give "
                                        + each.kernel().describe()
                                        + " in jbgpd's file a 'metric' lower than in BIRD's")));
            }
        }
    }

    /** What joins the parts, in words. */
    private void join() {
        if (!source.included().isEmpty()) {
            notes.add("the parts include nothing: they hold the text of " + String.join(", ", source.included())
                    + " themselves, so changes go into them from now on");
        }
        for (Handover each : handovers.values()) {
            if (!each.isOfUseToBird()) {
                continue;
            }
            notes.add("joined by " + each.kernel().describe() + ", table "
                    + each.place().table() + ": jbgpd learns "
                    + parts.joint().titles() + " with its distances and preference "
                    + each.igpPreference()
                    + (each.isWanted()
                            ? ", BIRD learns jbgpd's routes for its exports"
                            : "; BIRD learns nothing of jbgpd, for it exports no routes of BGP"));
        }
        Set<String> kinds = new TreeSet<>();
        for (ConfigItem item : items) {
            if (item.isProtocol("static", "direct", "pipe") && isIn(SplitSide.IGP, item) && isIn(SplitSide.BGP, item)) {
                kinds.add(item.describe());
            }
        }
        if (!kinds.isEmpty()) {
            notes.add("in both parts, so that both tables choose alike: " + String.join(", ", kinds)
                    + (handovers.isEmpty() ? "" : "; only jbgpd puts their routes into the kernel"));
        }
        if (handovers.isEmpty() && parts.joint().igps().isEmpty()) {
            notes.add("no table has routes of both parts: nothing joins them");
        }
    }

    private String head(SplitSide side) {
        String name = path.substring(path.lastIndexOf('/') + 1);
        String text = side == SplitSide.IGP
                ? "# The part of " + name
                        + " for BIRD, beside jbgpd, which has BGP in jbgpd.cfg. Written by jbgpd --split.\n"
                : "# The part of " + name
                        + " for jbgpd, beside BIRD, which has the rest in bird.cfg. Written by jbgpd --split.\n";
        return text + "\n";
    }
}
