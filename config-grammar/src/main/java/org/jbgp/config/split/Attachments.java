package org.jbgp.config.split;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jbgp.config.base.Dialect;
import org.jbgp.config.base.IpFamily;

/** Which protocols stand at which tables, as the file and its templates say it. */
final class Attachments {
    private static final Set<String> CHANNELS = Set.of(
            "ipv4",
            "ipv6",
            "vpn4",
            "vpn6",
            "roa4",
            "roa6",
            "flow4",
            "flow6",
            "mpls",
            "aspa",
            "eth",
            "evpn",
            "neighbors");

    private final Dialect dialect;
    private final Map<String, ConfigItem> bases = new HashMap<>();

    Attachments(Dialect dialect, List<ConfigItem> items) {
        this.dialect = dialect;
        for (ConfigItem item : items) {
            if (item.kind() == ConfigItem.Kind.TEMPLATE || item.kind() == ConfigItem.Kind.PROTOCOL) {
                bases.putIfAbsent(item.name(), item);
            }
        }
    }

    /** A protocol and what it is made from, the oldest first. */
    private List<ConfigItem> layers(ConfigItem item) {
        List<ConfigItem> layers = new ArrayList<>();
        Set<String> seen = new HashSet<>();
        for (ConfigItem each = item; each != null && seen.add(each.name()); each = bases.get(each.base())) {
            layers.addFirst(each);
        }
        return layers;
    }

    /** The statements of a protocol and of what it is made from, those that count at the end. */
    List<BlockStatement> statements(ConfigItem item) {
        return layers(item).stream()
                .flatMap(layer -> layer.statements().stream())
                .toList();
    }

    /** The words a channel begins with, or empty if the statement is none. */
    static String channel(BlockStatement statement) {
        if (!CHANNELS.contains(statement.first().text())) {
            return "";
        }
        String second = statement.word(1);
        return Set.of("multicast", "mpls", "sadr").contains(second)
                ? statement.first().text() + " " + second
                : statement.first().text();
    }

    /** True for what says which routes pass, unlike {@code import limit}. */
    static boolean isPolicy(BlockStatement statement, String word) {
        return statement.starts(word)
                && Set.of("all", "none", "filter", "where").contains(statement.word(1));
    }

    /** What stands between the first word and the end of a statement. */
    static List<FlatToken> value(BlockStatement statement) {
        int end = statement.tokens().size();
        while (end > 1
                && (statement.tokens().get(end - 1).text().isEmpty()
                        || statement.tokens().get(end - 1).is(";"))) {
            end--;
        }
        return statement.tokens().subList(1, end);
    }

    /** Where a protocol is attached. */
    List<Attachment> of(ConfigItem item) {
        if (item.word().equals("pipe")) {
            return List.of();
        }
        List<BlockStatement> statements = statements(item);
        if (dialect.isFlat()) {
            return item.isProtocol("device", "bfd")
                    ? List.of()
                    : List.of(attachment(
                            dialect.family().orElseThrow() == IpFamily.IPV4 ? "ipv4" : "ipv6", statements, "master"));
        }
        Map<String, List<BlockStatement>> channels = new LinkedHashMap<>();
        for (BlockStatement statement : statements) {
            String channel = channel(statement);
            if (!channel.isEmpty()) {
                channels.computeIfAbsent(channel, each -> new ArrayList<>()).addAll(statement.inside());
            }
        }
        if (channels.isEmpty()) {
            usual(item).ifPresent(family -> channels.put(family, List.of()));
        }
        return channels.entrySet().stream()
                .map(each -> attachment(
                        each.getKey(),
                        each.getValue(),
                        switch (each.getKey()) {
                            case "ipv4" -> "master4";
                            case "ipv6" -> "master6";
                            default -> "(" + each.getKey() + ")";
                        }))
                .toList();
    }

    /** The channel of those that have one though none is written. */
    private static Optional<String> usual(ConfigItem item) {
        boolean newer =
                ProtocolNames.isVersion(item.tokens()) && !item.tokens().get(2).is("v2");
        return switch (item.word()) {
            case "ospf", "rip" -> Optional.of(newer ? "ipv6" : "ipv4");
            default -> Optional.empty();
        };
    }

    private Attachment attachment(String family, List<BlockStatement> statements, String usualTable) {
        String table = usualTable;
        List<FlatToken> imports = List.of();
        List<FlatToken> exports = List.of();
        int preference = -1;
        for (BlockStatement statement : statements) {
            if (statement.starts("table") && statement.tokens().size() > 1) {
                table = statement.word(1);
            } else if (isPolicy(statement, "import")) {
                imports = value(statement);
            } else if (isPolicy(statement, "export")) {
                exports = value(statement);
            } else if (statement.starts("preference") && statement.word(1).matches("\\d{1,9}")) {
                preference = Integer.parseInt(statement.word(1));
            }
        }
        return new Attachment(family, table, imports, exports, preference);
    }

    /** All tables a protocol has to do with. */
    Set<String> tables(ConfigItem item) {
        Set<String> tables = new LinkedHashSet<>();
        of(item).forEach(each -> tables.add(each.table()));
        for (BlockStatement statement : statements(item)) {
            named(statement, tables);
            statement.inside().forEach(each -> named(each, tables));
        }
        if (item.word().equals("pipe") && tables.size() == 1) {
            tables.add(dialect.isFlat() ? "master" : "master4");
        }
        return tables;
    }

    private static void named(BlockStatement statement, Set<String> into) {
        if (statement.starts("table")) {
            into.add(statement.word(1));
        } else if (statement.starts("peer", "table") || statement.starts("igp", "table")) {
            into.add(statement.word(2));
        }
    }
}
