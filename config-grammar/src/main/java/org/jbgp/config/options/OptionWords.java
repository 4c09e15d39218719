package org.jbgp.config.options;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jbgp.config.base.IpFamily;
import org.jbgp.config.options.argument.Context;
import org.jbgp.config.options.common.ProtocolDraft;
import org.jbgp.config.options.global.GlobalOptions;
import org.jbgp.config.options.global.TableOptions;
import org.jbgp.config.options.row.Option;
import org.jbgp.config.options.row.OptionTable;
import org.jbgp.config.options.row.StatementApplier;
import org.jbgp.config.source.SourcePosition;

/** What the tables say about words by themselves. */
final class OptionWords {
    private static final SourcePosition NOWHERE = new SourcePosition("", 0, 0);

    private OptionWords() {}

    /** Made when there is a message to write. */
    private static final class Known {
        static final Set<String> WORDS = OptionReference.tables().stream()
                .flatMap(table -> table.rows().stream())
                .flatMap(row -> row.words().stream())
                .collect(Collectors.toUnmodifiableSet());
    }

    /** True if the word is part of the name of some option, somewhere. */
    static boolean isKnown(String word) {
        return Known.WORDS.contains(word);
    }

    /**
     * True for the first word of options none of which has a block.
     *
     * @param protocol the word behind {@code protocol}; empty outside of protocols
     */
    static boolean neverHasBlock(Context context, String protocol, String word) {
        List<? extends Option<?>> rows = (protocol.isEmpty()
                        ? Stream.of(GlobalOptions.TABLE, TableOptions.GLOBAL)
                        : ProtocolKind.of(protocol).stream().flatMap(kind -> tables(kind.draft(context, NOWHERE))))
                .flatMap(table -> table.rows().stream())
                .filter(row -> row.words().getFirst().equals(word))
                .toList();
        return !rows.isEmpty()
                && rows.stream()
                        .noneMatch(row ->
                                row.argument().contains("{") || row.argument().contains("filter"));
    }

    private static Stream<OptionTable<?>> tables(ProtocolDraft draft) {
        return Stream.concat(draft.scopes().stream(), draft.channelScopes(draft.newChannel("", IpFamily.IPV4)).stream())
                .map(StatementApplier.Scope::table);
    }
}
