package org.jbgp.config.options;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.antlr.v4.runtime.Token;
import org.jbgp.config.base.IpFamily;
import org.jbgp.config.base.TableConfig;
import org.jbgp.config.grammar.BirdLexer;
import org.jbgp.config.grammar.BirdParser.ProtocolBlockContext;
import org.jbgp.config.grammar.BirdParser.SymbolContext;
import org.jbgp.config.model.ChannelConfig;
import org.jbgp.config.model.ProtocolConfig;
import org.jbgp.config.model.RpkiConfig;
import org.jbgp.config.model.StaticConfig;
import org.jbgp.config.options.argument.Context;
import org.jbgp.config.options.argument.StatementFailure;
import org.jbgp.config.options.common.ProtocolDraft;
import org.jbgp.config.options.global.GlobalDraft;
import org.jbgp.config.options.row.StatementApplier;
import org.jbgp.config.source.SourcePosition;
import org.jbgp.config.syntax.ConfigStatement;
import org.jbgp.config.syntax.Element;
import org.jbgp.config.syntax.StatementReader;
import org.jbgp.config.syntax.Suggestion;
import org.jbgp.config.syntax.SyntaxErrors;

/** The protocols and templates of a file, in its order. Belongs to one load and its thread. */
final class ProtocolItems {
    /** Protocols that one table of ROAs can keep apart. */
    private static final int MOST_FEEDS = 32;

    private final Context context;
    private final StatementApplier applier;
    private final ChannelBlocks channels;
    private final GlobalDraft global;
    private final List<String> templateNames = new ArrayList<>();
    private final Map<String, Template> templates = new HashMap<>();
    private final Map<String, ProtocolConfig> protocols = new LinkedHashMap<>();
    private final Map<String, SourcePosition> positions = new LinkedHashMap<>();
    private final Map<ProtocolKind, Integer> unnamed = new EnumMap<>(ProtocolKind.class);
    private boolean anySeen;
    private boolean ofTemplatesOnly;
    private Made made;

    /**
     * What {@code from} refers to. The blocks are applied again for each protocol, so that the last value wins without
     * any copying of drafts.
     *
     * @param own a template, not a protocol
     * @param layers the blocks of the template and of those it was made from, the oldest first
     */
    private record Template(ProtocolKind kind, boolean own, Supplier<List<Element.Block>> layers) {}

    /**
     * What an item came to that depends on nothing but its text, its names, and what stands before it outside of
     * filters, functions, constants and protocols.
     *
     * @param named the name was given, not made up
     */
    record Made(ProtocolKind kind, String name, boolean named, ProtocolConfig config) {}

    ProtocolItems(Context context, StatementApplier applier, GlobalDraft global) {
        this.context = context;
        this.applier = applier;
        this.global = global;
        channels = new ChannelBlocks(context);
    }

    /** True if there was a protocol, right or wrong. */
    boolean anySeen() {
        return anySeen;
    }

    /** What was made, in the order of the file. */
    List<ProtocolConfig> configurations() {
        return List.copyOf(protocols.values());
    }

    List<String> templateNames() {
        return templateNames;
    }

    /** Where the protocols were defined. */
    Map<String, SourcePosition> positions() {
        return positions;
    }

    /** What the item added last came to, if it can be made again without reading it. */
    Optional<Made> made() {
        boolean alone = made != null
                && ofTemplatesOnly
                && switch (made.kind()) {
                    case BGP, STATIC -> true;
                    // They know of each other, or warn.
                    case KERNEL, DEVICE, DIRECT, PIPE, BFD, RADV, RPKI, BMP, MRT, AGGREGATOR -> false;
                };
        return alone ? Optional.of(made) : Optional.empty();
    }

    /**
     * Puts a protocol in that was made before from an item like this one.
     *
     * @param place the token of its name, or of its kind if it has none
     * @param tree the item, should a later protocol be made from it
     * @return false, and nothing done, if the item would get another name
     */
    boolean addAgain(Made former, Token place, Supplier<ProtocolBlockContext> tree) {
        made = null;
        SourcePosition position = SourcePosition.of(place);
        boolean claimed = true;
        if (former.named()) {
            claimed = context.claim(place, former.name(), "protocol");
        } else if (former.name().equals(former.kind().word() + nextUnnamed(former.kind()))) {
            context.claimMadeUp(position, madeUpName(former.kind()), "protocol");
        } else {
            return false;
        }
        anySeen = true;
        templates.put(former.name(), new Template(former.kind(), false, () -> layers(tree.get(), former.kind())));
        if (claimed) {
            put(former.config(), position);
        }
        return true;
    }

    /** Refuses a protocol of a kind there is not. */
    void refuse(Token kind, Token name, boolean isTemplate) {
        made = null;
        anySeen |= !isTemplate;
        context.problems().error(kind, ProtocolKind.refusal(kind.getText()));
        if (name.getType() != BirdLexer.LBRACE && name.getType() != BirdLexer.FROM) {
            context.claim(name, StatementReader.unquote(name.getText()), isTemplate ? "template" : "protocol");
        }
    }

    /** Takes a protocol or template the parser found no fault with. */
    void add(ProtocolBlockContext block) {
        made = null;
        boolean isTemplate = block.TEMPLATE() != null;
        anySeen |= !isTemplate;
        String word = block.anyWord().getText();
        Token wordToken = block.anyWord().getStart();
        SymbolContext own = block.ownName.isEmpty() ? null : block.ownName.getLast();
        Optional<ProtocolKind> kind = ProtocolKind.of(word);
        boolean tooNew =
                kind.isPresent() && context.dialect().isFlat() && !kind.get().isIn16();
        if (kind.isEmpty() || tooNew) {
            context.problems()
                    .error(
                            wordToken,
                            tooNew
                                    ? "protocol '" + word
                                            + "' belongs to BIRD 2.x, but this file is in the dialect of BIRD 1.6"
                                    : ProtocolKind.refusal(word));
            if (own != null) {
                context.claim(own.getStart(), StatementReader.name(own), isTemplate ? "template" : "protocol");
            }
            return;
        }
        if (block.ownName.size() > 1) {
            context.problems()
                    .error(own.getStart(), "expected 'from' or '{', found " + SyntaxErrors.describe(own.getStart()));
        }
        int before = context.problems().errorReports();
        List<Element.Block> layers = layers(block, kind.get());
        SourcePosition position = SourcePosition.of(own == null ? wordToken : own.getStart());
        String name;
        boolean claimed = true;
        if (own == null) {
            name = madeUpName(kind.get());
            context.claimMadeUp(position, name, isTemplate ? "template" : "protocol");
        } else {
            name = StatementReader.name(own);
            claimed = context.claim(own.getStart(), name, isTemplate ? "template" : "protocol");
        }
        ProtocolDraft draft = kind.get().draft(context, position);
        String where = (isTemplate ? "template " : "protocol ") + word;
        for (Element.Block layer : layers) {
            draft.nextLayer();
            apply(layer, kind.get(), draft, where);
        }
        if (context.problems().errorReports() > before) {
            draft.markIncomplete();
        }
        templates.put(name, new Template(kind.get(), isTemplate, () -> layers));
        if (isTemplate) {
            templateNames.add(name);
        } else {
            ProtocolConfig config = draft.finish(name, global.reporting());
            if (claimed) {
                put(config, position);
                made = new Made(kind.get(), name, own != null, config);
            }
        }
    }

    /** The blocks a protocol is made from, its own at the end. */
    private List<Element.Block> layers(ProtocolBlockContext block, ProtocolKind kind) {
        ofTemplatesOnly = true;
        List<Element.Block> layers = new ArrayList<>();
        if (block.templateName != null) {
            layers.addAll(template(block.templateName, kind));
        }
        layers.add(StatementReader.block(block.LBRACE().getSymbol(), block.getStop(), block.item()));
        return List.copyOf(layers);
    }

    /** Refuses more protocols that bring ROAs into a table than it can keep apart. */
    void checkFeeds(Map<String, TableConfig> tables) {
        Map<String, Integer> feeds = new HashMap<>();
        for (ProtocolConfig protocol : protocols.values()) {
            boolean brings = protocol instanceof RpkiConfig
                    || (protocol instanceof StaticConfig fixed && !fixed.roas().isEmpty());
            for (ChannelConfig channel : brings ? protocol.channels() : List.<ChannelConfig>of()) {
                TableConfig table = tables.get(channel.table());
                if (table != null
                        && table.kind() == TableConfig.Kind.ROA
                        && feeds.merge(table.name(), 1, Integer::sum) == MOST_FEEDS + 1) {
                    context.problems()
                            .error(
                                    positions.get(protocol.name()),
                                    "table " + table.name() + " is fed by more than " + MOST_FEEDS
                                            + " protocols; put the routes of several static ones into one");
                }
            }
        }
    }

    private void put(ProtocolConfig config, SourcePosition position) {
        protocols.put(config.name(), config);
        positions.put(config.name(), position);
    }

    private List<Element.Block> template(SymbolContext symbol, ProtocolKind kind) {
        String name = StatementReader.name(symbol);
        Template template = templates.get(name);
        if (template == null) {
            Optional<String> why = context.kindOf(name)
                    .map(other -> "'" + name + "' is a " + other + ", not a template or protocol")
                    .or(() -> context.missing(
                            name,
                            "there is no template '" + name + "'"
                                    + (context.problems().enough() ? "" : Suggestion.text(name, templates.keySet()))));
            why.ifPresentOrElse(
                    text -> context.problems().error(symbol.getStart(), text), context.problems()::followed);
            return List.of();
        }
        if (template.kind() != kind) {
            context.problems()
                    .error(
                            symbol.getStart(),
                            "a " + kind.word() + " protocol cannot be made from '" + name + "', which is a "
                                    + template.kind().word() + " one");
            return List.of();
        }
        List<Element.Block> layers = template.layers().get();
        ofTemplatesOnly &= template.own();
        return layers;
    }

    private String madeUpName(ProtocolKind kind) {
        int number = nextUnnamed(kind);
        unnamed.put(kind, number);
        return kind.word() + number;
    }

    private int nextUnnamed(ProtocolKind kind) {
        int number = unnamed.getOrDefault(kind, 0);
        do {
            number++;
        } while (context.kindOf(kind.word() + number).isPresent());
        return number;
    }

    private void apply(Element.Block block, ProtocolKind kind, ProtocolDraft draft, String where) {
        boolean flat = context.dialect().isFlat();
        List<ConfigStatement> statements = new ArrayList<>(block.statements());
        if (!block.rest().isEmpty()) {
            context.problems().error(block.end(), "expected ';' before '}'");
            statements.add(new ConfigStatement(block.rest(), block.end()));
        }
        for (ConfigStatement statement : statements) {
            if (ChannelBlocks.isChannel(statement)) {
                channels.apply(statement, kind, draft, where);
                continue;
            }
            List<StatementApplier.Scope<?>> scopes = new ArrayList<>(draft.scopes());
            if (flat) {
                scopes.addAll(draft.channelScopes(draft.mainChannel()));
            } else if (kind.hasChannels() && isForChannel(statement, scopes, draft)) {
                applier.report(new StatementFailure(
                        SourcePosition.of(statement.token()),
                        "'" + statement.token().getText() + "' belongs in a channel of " + where + " in BIRD 2.x: "
                                + (kind == ProtocolKind.RPKI
                                        ? "roa4 { … }; or roa6 { … };"
                                        : "ipv4 { … }; or ipv6 { … };")));
                continue;
            }
            applier.apply(statement, scopes, where);
        }
    }

    private boolean isForChannel(
            ConfigStatement statement, List<StatementApplier.Scope<?>> scopes, ProtocolDraft draft) {
        return !applier.knows(statement, scopes)
                && applier.knows(statement, draft.channelScopes(draft.newChannel("", IpFamily.IPV4)));
    }
}
