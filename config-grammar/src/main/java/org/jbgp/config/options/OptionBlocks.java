package org.jbgp.config.options;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jbgp.config.base.Dialect;
import org.jbgp.config.base.IpFamily;
import org.jbgp.config.filter.Outline;
import org.jbgp.config.options.argument.Context;
import org.jbgp.config.options.bgp.BgpAoKeyRows;
import org.jbgp.config.options.bgp.BgpOptions;
import org.jbgp.config.options.common.BfdSessionOptions;
import org.jbgp.config.options.common.NeighborsOptions;
import org.jbgp.config.options.common.PasswordOptions;
import org.jbgp.config.options.common.ProtocolDraft;
import org.jbgp.config.options.global.GlobalOptions;
import org.jbgp.config.options.global.GuardOptions;
import org.jbgp.config.options.global.HistoryOptions;
import org.jbgp.config.options.global.HttpPagesDraft;
import org.jbgp.config.options.global.TableOptions;
import org.jbgp.config.options.protocol.AggregatorOptions;
import org.jbgp.config.options.protocol.BfdOptions;
import org.jbgp.config.options.protocol.DeviceOptions;
import org.jbgp.config.options.protocol.RadvOptions;
import org.jbgp.config.options.protocol.RpkiOptions;
import org.jbgp.config.options.row.Option;
import org.jbgp.config.options.row.OptionTable;
import org.jbgp.config.options.row.StatementApplier;
import org.jbgp.config.source.Problems;
import org.jbgp.config.source.SourcePosition;

/**
 * Which options stand in which block of a file, for whoever shows or offers them. Belongs to one thread.
 */
public final class OptionBlocks {
    private static final SourcePosition NOWHERE = new SourcePosition("", 0, 0);

    private static final Block NOTHING = new Block("", Optional.empty(), List.of());

    /** What stands in the blocks of options, by the table that has the option and its name. */
    private static final Map<OptionTable<?>, Map<String, OptionTable<?>>> NESTED = Map.ofEntries(
            Map.entry(
                    GlobalOptions.TABLE,
                    Map.of(
                            "guard", GuardOptions.TABLE,
                            "cli", GlobalOptions.CONTROL_SOCKET,
                            "thread group", GlobalOptions.THREAD_GROUP,
                            "history", HistoryOptions.TABLE,
                            "listen http", HttpPagesDraft.TABLE)),
            Map.entry(
                    TableOptions.GLOBAL,
                    Map.of(
                            "roa table", TableOptions.ROA,
                            "ipv4 table", TableOptions.TABLE,
                            "ipv6 table", TableOptions.TABLE,
                            "roa4 table", TableOptions.TABLE,
                            "roa6 table", TableOptions.TABLE,
                            "aspa table", TableOptions.TABLE,
                            "neighbor table", TableOptions.TABLE)),
            Map.entry(
                    BgpOptions.TABLE,
                    Map.of(
                            "keys", BgpAoKeyRows.KEYS,
                            "bfd", BfdSessionOptions.TABLE,
                            "neighbors", NeighborsOptions.TABLE)),
            Map.entry(BgpAoKeyRows.KEYS, Map.of("key", BgpAoKeyRows.TABLE)),
            Map.entry(DeviceOptions.TABLE, Map.of("interface", DeviceOptions.PREFERRED)),
            Map.entry(
                    BfdOptions.TABLE,
                    Map.of("interface", BfdSessionOptions.TABLE, "multihop", BfdSessionOptions.TABLE)),
            Map.entry(
                    BfdSessionOptions.TABLE,
                    Map.of(
                            "passwords", BfdSessionOptions.TABLE,
                            "password", PasswordOptions.TABLE,
                            "key", PasswordOptions.TABLE)),
            Map.entry(
                    RadvOptions.TABLE, Map.of("interface", RadvOptions.INTERFACE, "neighbors", NeighborsOptions.TABLE)),
            Map.entry(RpkiOptions.TABLE, Map.of("transport tcp", RpkiOptions.TCP, "transport ssh", RpkiOptions.SSH)),
            Map.entry(AggregatorOptions.TABLE, Map.of("aggregate", AggregatorOptions.AGGREGATE)));

    /** Words that begin the block of a channel, and the family whose table it has by default. */
    private static final Map<String, IpFamily> CHANNELS = Map.of(
            "ipv4", IpFamily.IPV4,
            "ipv6", IpFamily.IPV6,
            "roa4", IpFamily.IPV4,
            "roa6", IpFamily.IPV6,
            "aspa", IpFamily.IPV4);

    private final Dialect dialect;
    private final Context context;

    /** @param dialect the language of the file */
    public OptionBlocks(Dialect dialect) {
        this.dialect = dialect;
        context = new Context(dialect, new Problems(), Outline.EMPTY, word -> false);
    }

    /**
     * A kind of block.
     *
     * @param title in the words of messages: {@code protocol bgp}; empty outside of all blocks, and where nobody knows
     * @param protocol the word behind {@code protocol}, in the block of one
     * @param tables what it may hold
     */
    public record Block(String title, Optional<String> protocol, List<OptionTable<?>> tables) {
        /** The options of a dialect, in the order of the reference. */
        public Stream<Option<?>> options(boolean flat) {
            return tables.stream()
                    .<Option<?>>flatMap(table -> table.rows().stream())
                    .filter(row -> row.dialects().isIn(flat));
        }
    }

    /** Where a statement's option was found. */
    private record Found(OptionTable<?> table, Option<?> row) {}

    /** What stands outside of all blocks. */
    public Block top() {
        return new Block("", Optional.empty(), List.of(GlobalOptions.TABLE, TableOptions.GLOBAL));
    }

    /** The words behind {@code protocol}. */
    public List<String> protocols() {
        return Stream.of(ProtocolKind.values())
                .filter(kind -> !dialect.isFlat() || kind.isIn16())
                .map(ProtocolKind::word)
                .toList();
    }

    /** The channels that a protocol may have. */
    public List<String> channels(String protocol) {
        Optional<ProtocolKind> kind = ProtocolKind.of(protocol).filter(ProtocolKind::hasChannels);
        if (kind.isEmpty() || dialect.isFlat()) {
            return List.of();
        }
        return switch (kind.get()) {
            case RPKI -> List.of("roa4", "roa6", "aspa");
            case STATIC -> List.of("ipv4", "ipv6", "roa4", "roa6", "aspa");
            default -> List.of("ipv4", "ipv6");
        };
    }

    /** The option a statement sets; if several dialects have one of that name, that of the file. */
    public Optional<Option<?>> option(Block block, List<String> words) {
        return find(block, words).map(Found::row);
    }

    private Optional<Found> find(Block block, List<String> words) {
        Found best = null;
        for (OptionTable<?> table : block.tables()) {
            for (Option<?> row : table.rows()) {
                int length = row.words().size();
                if (words.size() >= length
                        && row.words().equals(words.subList(0, length))
                        && (best == null || isBetter(row, best.row()))) {
                    best = new Found(table, row);
                }
            }
        }
        return Optional.ofNullable(best);
    }

    private boolean isBetter(Option<?> row, Option<?> than) {
        if (row.words().size() != than.words().size()) {
            return row.words().size() > than.words().size();
        }
        return row.dialects().isIn(dialect.isFlat()) && !than.dialects().isIn(dialect.isFlat());
    }

    /**
     * What stands in the block that a statement opens.
     *
     * @param outer where the statement stands
     * @param words those before the brace; anything that is no word as an empty text
     */
    public Block inside(Block outer, List<String> words) {
        if (words.isEmpty()) {
            return NOTHING;
        }
        String first = words.getFirst();
        if (outer.title().isEmpty() && (first.equals("protocol") || first.equals("template"))) {
            return words.size() < 2 ? NOTHING : protocol(words.get(1));
        }
        if (outer.protocol().isPresent() && channels(outer.protocol().get()).contains(first)) {
            ProtocolDraft draft = draft(ProtocolKind.of(outer.protocol().get()).orElseThrow());
            return new Block(
                    "channel " + first,
                    Optional.empty(),
                    tables(draft.channelScopes(draft.newChannel(first, CHANNELS.get(first)))));
        }
        return find(outer, words)
                .map(found -> nested(found, words))
                .map(table -> new Block(found(outer, words), Optional.empty(), List.of(table)))
                .orElse(NOTHING);
    }

    private String found(Block outer, List<String> words) {
        return find(outer, words).map(found -> found.row().name()).orElse("");
    }

    private static OptionTable<?> nested(Found found, List<String> words) {
        Map<String, OptionTable<?>> blocks = NESTED.getOrDefault(found.table(), Map.of());
        OptionTable<?> table = blocks.get(found.row().name());
        // `transport tcp { … }`: the argument says which block it is.
        return table == null && words.size() > found.row().words().size()
                ? blocks.get(
                        found.row().name() + " " + words.get(found.row().words().size()))
                : table;
    }

    private Block protocol(String word) {
        return ProtocolKind.of(word)
                .map(kind -> {
                    ProtocolDraft draft = draft(kind);
                    List<OptionTable<?>> all = new ArrayList<>(tables(draft.scopes()));
                    if (dialect.isFlat()) {
                        all.addAll(tables(draft.channelScopes(draft.newChannel("", IpFamily.IPV4))));
                    }
                    return new Block("protocol " + word, Optional.of(word), List.copyOf(all));
                })
                .orElse(NOTHING);
    }

    private ProtocolDraft draft(ProtocolKind kind) {
        return kind.draft(context, NOWHERE);
    }

    private static List<OptionTable<?>> tables(List<StatementApplier.Scope<?>> scopes) {
        return scopes.stream()
                .<OptionTable<?>>map(StatementApplier.Scope::table)
                .toList();
    }
}
