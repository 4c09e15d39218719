package org.jbgp.config.options;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jbgp.config.base.Dialect;
import org.jbgp.config.base.IpFamily;
import org.jbgp.config.filter.Outline;
import org.jbgp.config.options.argument.Context;
import org.jbgp.config.options.common.ProtocolDraft;
import org.jbgp.config.options.global.GlobalOptions;
import org.jbgp.config.options.global.TableOptions;
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
        return dialect.isFlat()
                ? List.of()
                : ProtocolKind.of(protocol).map(ProtocolKind::channels).orElse(List.of());
    }

    /** The option a statement sets; if several dialects have one of that name, that of the file. */
    public Optional<Option<?>> option(Block block, List<String> words) {
        Option<?> best = null;
        for (OptionTable<?> table : block.tables()) {
            for (Option<?> row : table.rows()) {
                int length = row.words().size();
                if (words.size() >= length
                        && row.words().equals(words.subList(0, length))
                        && (best == null || row.isBetter(best, dialect.isFlat()))) {
                    best = row;
                }
            }
        }
        return Optional.ofNullable(best);
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
                    tables(draft.channelScopes(draft.newChannel(first, ChannelBlocks.family(first)))));
        }
        return option(outer, words)
                .flatMap(row -> row.block(words).map(table -> new Block(row.name(), Optional.empty(), List.of(table))))
                .orElse(NOTHING);
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
