package org.jbgp.config.split;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jbgp.config.base.Dialect;
import org.jbgp.config.grammar.BirdLexer;
import org.jbgp.config.source.Problem;

/** Which side each protocol and each option goes to, and where the sides meet. */
final class Parts {
    private static final Set<String> OPTIONS_OF_BGP = Set.of("listen", "mrtdump", "cli", "thread");
    private static final Set<String> OPTIONS_OF_IGP = Set.of("mpls");

    private final List<ConfigItem> items;
    private final Attachments attachments;
    private final TableGroups groups;
    private final Map<SplitSide, Set<String>> tables = new EnumMap<>(SplitSide.class);
    private final Map<SplitSide, List<ConfigItem>> routing = new EnumMap<>(SplitSide.class);
    private final List<Problem> unsplit = new ArrayList<>();
    private final Joint joint;

    Parts(Dialect dialect, List<ConfigItem> items) {
        this.items = items;
        attachments = new Attachments(dialect, items);
        groups = new TableGroups(items, attachments);
        routing.put(SplitSide.IGP, items.stream().filter(Parts::isIgp).toList());
        routing.put(
                SplitSide.BGP,
                items.stream().filter(each -> each.isProtocol("bgp")).toList());
        for (SplitSide side : SplitSide.values()) {
            Set<String> own = new LinkedHashSet<>();
            for (ConfigItem item : items) {
                if (isOf(item, side)) {
                    own.addAll(attachments.tables(item));
                }
            }
            tables.put(side, groups.reach(own));
        }
        joint = findJoint();
    }

    private static boolean isIgp(ConfigItem item) {
        return item.kind() == ConfigItem.Kind.PROTOCOL && Igp.of(item.word()).isPresent();
    }

    /** True for protocols whose tables are those of a side. */
    private static boolean isOf(ConfigItem item, SplitSide side) {
        return side == SplitSide.IGP ? isIgp(item) : item.isProtocol("bgp", "rpki", "aggregator", "mrt", "bmp");
    }

    private Joint findJoint() {
        Set<Igp> igps = new LinkedHashSet<>();
        Map<SplitSide, Map<String, Set<String>>> names = new EnumMap<>(SplitSide.class);
        for (SplitSide side : SplitSide.values()) {
            Map<String, Set<String>> of = new LinkedHashMap<>();
            for (ConfigItem item : routing.get(side)) {
                Set<String> families = new HashSet<>();
                for (Attachment each : attachments.of(item)) {
                    if (isShared(each.table())) {
                        families.add(each.family());
                    }
                }
                if (!families.isEmpty()) {
                    of.put(item.name(), families);
                    Igp.of(item.word()).ifPresent(igps::add);
                }
            }
            names.put(side, of);
        }
        return new Joint(igps, names);
    }

    Attachments attachments() {
        return attachments;
    }

    Joint joint() {
        return joint;
    }

    /** OSPF, RIP and Babel, or BGP. */
    List<ConfigItem> routing(SplitSide side) {
        return routing.get(side);
    }

    /** What cannot be in both parts, though both want it. */
    List<Problem> unsplit() {
        return unsplit;
    }

    /** True for a table that, with those it is joined with by pipes, has routes of both sides. */
    boolean isShared(String table) {
        return tables.get(SplitSide.IGP).contains(table)
                && tables.get(SplitSide.BGP).contains(table);
    }

    /** The tables of a side. */
    Set<String> tables(SplitSide side) {
        return tables.get(side);
    }

    /** The kernel protocol's place at a table of both sides; empty if there is none. */
    Optional<Attachment> handover(ConfigItem item) {
        return item.isProtocol("kernel")
                ? attachments.of(item).stream()
                        .filter(each -> isShared(each.table()))
                        .findFirst()
                : Optional.empty();
    }

    /** The places of a side's routing protocols at a table or one that pipes join with it. */
    List<Attachment> at(SplitSide side, String table) {
        Set<String> group = groups.reach(Set.of(table));
        return routing.get(side).stream()
                .flatMap(item -> attachments.of(item).stream())
                .filter(each -> group.contains(each.table()))
                .toList();
    }

    /** Kernel protocols at a table or one that pipes join with it. */
    List<ConfigItem> kernels(String table) {
        Set<String> group = groups.reach(Set.of(table));
        return items.stream()
                .filter(item -> item.isProtocol("kernel"))
                .filter(item -> attachments.of(item).stream().anyMatch(each -> group.contains(each.table())))
                .toList();
    }

    /** Whose an item is that is there for its own sake, not to be used by others. */
    Set<SplitSide> sides(ConfigItem item) {
        return switch (item.kind()) {
            case PROTOCOL -> protocol(item);
            case TEST -> EnumSet.of(SplitSide.BGP);
            case OPTION ->
                OPTIONS_OF_BGP.contains(item.word())
                        ? EnumSet.of(SplitSide.BGP)
                        : OPTIONS_OF_IGP.contains(item.word())
                                ? EnumSet.of(SplitSide.IGP)
                                : EnumSet.allOf(SplitSide.class);
            case TABLE -> {
                Set<SplitSide> sides = EnumSet.noneOf(SplitSide.class);
                for (SplitSide side : SplitSide.values()) {
                    if (tables.get(side).contains(item.name())) {
                        sides.add(side);
                    }
                }
                yield sides;
            }
            case CONSTANT, ATTRIBUTE, FILTER, FUNCTION, TEMPLATE -> EnumSet.noneOf(SplitSide.class);
        };
    }

    private Set<SplitSide> protocol(ConfigItem item) {
        return switch (item.word()) {
            case "device" -> EnumSet.allOf(SplitSide.class);
            case "ospf", "rip", "babel", "perf", "bridge" -> EnumSet.of(SplitSide.IGP);
            case "l3vpn", "evpn" -> {
                unsplit.add(new Problem(
                        item.position(),
                        "protocol " + item.describe() + " is left out: it joins BGP's routes of VPNs, which jbgpd does"
                                + " not carry, with tables: leave BGP of this router to BIRD"));
                yield EnumSet.noneOf(SplitSide.class);
            }
            case "radv" ->
                item.statements().stream().anyMatch(each -> each.starts("neighbors"))
                        ? EnumSet.of(SplitSide.BGP)
                        : EnumSet.of(SplitSide.IGP);
            case "bfd" -> bfd(item);
            case "direct", "static", "kernel", "pipe" -> {
                Set<SplitSide> sides = EnumSet.noneOf(SplitSide.class);
                for (SplitSide side : SplitSide.values()) {
                    if (attachments.tables(item).stream().anyMatch(tables.get(side)::contains)) {
                        sides.add(side);
                    }
                }
                yield sides.isEmpty() ? EnumSet.of(SplitSide.BGP) : sides;
            }
            default -> EnumSet.of(SplitSide.BGP);
        };
    }

    private Set<SplitSide> bfd(ConfigItem item) {
        List<ConfigItem> igps =
                routing.get(SplitSide.IGP).stream().filter(this::asksForBfd).toList();
        boolean bgp = items.stream().anyMatch(each -> each.isProtocol("bgp", "static") && asksForBfd(each));
        if (igps.isEmpty()) {
            return EnumSet.of(SplitSide.BGP);
        }
        if (!bgp) {
            return EnumSet.of(SplitSide.IGP);
        }
        for (ConfigItem igp : igps) {
            unsplit.add(new Problem(
                    igp.position(),
                    igp.describe() + " runs without BFD: one process of a host has its UDP ports, and with '"
                            + item.name() + "' that is jbgpd, for BGP: shorten hello and dead times of "
                            + igp.describe() + ", or take 'bfd' out of BGP and move '" + item.name()
                            + "' to BIRD's file"));
        }
        return EnumSet.of(SplitSide.BGP);
    }

    private boolean asksForBfd(ConfigItem item) {
        return attachments.statements(item).stream().anyMatch(statement -> {
            List<FlatToken> tokens = statement.tokens();
            for (int i = 0; i < tokens.size(); i++) {
                boolean begins = i == 0
                        || tokens.get(i - 1).type() == BirdLexer.SEMICOLON
                        || tokens.get(i - 1).type() == BirdLexer.LBRACE
                        || tokens.get(i - 1).type() == BirdLexer.RBRACE;
                if (begins && tokens.get(i).is("bfd")) {
                    return i + 1 == tokens.size()
                            || !Set.of("off", "no").contains(tokens.get(i + 1).text());
                }
            }
            return false;
        });
    }
}
