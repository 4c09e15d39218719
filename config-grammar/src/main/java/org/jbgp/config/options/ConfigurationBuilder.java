package org.jbgp.config.options;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.antlr.v4.runtime.Token;
import org.jbgp.config.Problems;
import org.jbgp.config.SourcePosition;
import org.jbgp.config.grammar.BirdParser.ProtocolBlockContext;
import org.jbgp.config.grammar.BirdParser.SymbolContext;
import org.jbgp.config.grammar.BirdParser.TopItemContext;
import org.jbgp.config.model.Configuration;
import org.jbgp.config.model.Dialect;
import org.jbgp.config.model.IpFamily;
import org.jbgp.config.model.ProtocolConfig;
import org.jbgp.config.model.TableConfig;
import org.jbgp.config.syntax.Element;
import org.jbgp.config.syntax.ItemParser;
import org.jbgp.config.syntax.Statement;
import org.jbgp.config.syntax.StatementReader;
import org.jbgp.config.syntax.Suggestion;
import org.jbgp.config.syntax.SyntaxErrors;

/**
 * Takes the items of a file one after the other, as the parser delivers them, and in the end has the configuration. Names
 * must be defined before they are used, as in BIRD. Belongs to one load and its thread.
 */
public final class ConfigurationBuilder {
    private final Context context;
    private final StatementApplier applier;
    private final ChannelBlocks channels;
    private final ProtocolFinisher finisher;
    private final GlobalDraft global;
    private final List<StatementApplier.Scope<?>> globalScopes;
    private final List<String> templateNames = new ArrayList<>();
    private final Map<String, Template> templates = new HashMap<>();
    private final Map<String, ProtocolConfig> protocols = new LinkedHashMap<>();
    private final Map<String, SourcePosition> positions = new LinkedHashMap<>();
    private final Map<ProtocolKind, Integer> unnamed = new EnumMap<>(ProtocolKind.class);
    private boolean protocolSeen;

    /**
     * What {@code from} refers to: the blocks of the template and of those it was made from, the oldest first. They are
     * applied again for each protocol, so that the last value wins without any copying of drafts.
     */
    private record Template(ProtocolKind kind, List<Element.Block> layers) {}

    public ConfigurationBuilder(Dialect dialect, Problems problems) {
        context = new Context(dialect, problems);
        applier = new StatementApplier(context);
        channels = new ChannelBlocks(context);
        finisher = new ProtocolFinisher(context);
        global = new GlobalDraft(context);
        globalScopes = List.of(
                new StatementApplier.Scope<>(TableOptions.GLOBAL, global),
                new StatementApplier.Scope<>(GlobalOptions.TABLE, global));
        SourcePosition builtIn = new SourcePosition("(built in)", 0, 0);
        if (dialect.isFlat()) {
            defaultTable("master", dialect.family().orElseThrow(), builtIn);
        } else {
            defaultTable("master4", IpFamily.IPV4, builtIn);
            defaultTable("master6", IpFamily.IPV6, builtIn);
        }
    }

    /** What is known of the configuration so far. */
    Context context() {
        return context;
    }

    private void defaultTable(String name, IpFamily family, SourcePosition builtIn) {
        context.tables().put(name, new TableConfig(name, TableConfig.Kind.ROUTES, family, false, true, List.of()));
        context.claimMadeUp(builtIn, name, "default table");
    }

    /** Takes a constant the system gives, before any item. */
    public void predefine(String name, long value) {
        context.filters().predefine(name, value);
    }

    /** Takes an item the parser found no fault with. */
    public void add(TopItemContext item) {
        if (item.defineStatement() != null) {
            context.filters().define(item.defineStatement());
        } else if (item.attributeDefinition() != null) {
            context.filters().attribute(item.attributeDefinition());
        } else if (item.filterDefinition() != null) {
            context.filters().filter(item.filterDefinition());
        } else if (item.functionDefinition() != null) {
            context.filters().function(item.functionDefinition());
        } else if (item.testDefinition() != null) {
            context.filters().test(item.testDefinition());
        } else if (item.protocolBlock() != null) {
            protocol(item.protocolBlock());
        } else if (item.simpleElement().isEmpty() && item.TIMEFORMAT() == null) {
            // A ';' of its own.
            return;
        } else {
            Statement statement = StatementReader.top(item);
            if (statement.elements().getFirst() instanceof Element.Word word
                    && ProtocolKind.of(word.text()).isPresent()) {
                context.problems()
                        .error(
                                statement.token(),
                                "expected 'protocol " + word.text() + "', found '" + word.text() + "'");
                return;
            }
            if (item.block() != null
                    && item.SEMICOLON() == null
                    && !endsWithBlock(statement)
                    && applier.knows(statement, globalScopes)) {
                context.problems().error(item.getStop(), "expected ';' after '}'");
            }
            String near = statement.elements().getFirst() instanceof Element.Word word
                            && !applier.knows(statement, globalScopes)
                    ? Suggestion.text(word.text(), ItemParser.STRUCTURE)
                    : "";
            if (near.isEmpty()) {
                applier.apply(statement, globalScopes, "the configuration");
            } else {
                context.problems()
                        .error(
                                statement.token(),
                                "unknown statement "
                                        + statement.elements().getFirst().describe() + near);
            }
        }
    }

    /** True for definitions of tables and thread groups, which need no ';' behind their block. */
    private static boolean endsWithBlock(Statement statement) {
        return statement.elements().stream()
                .anyMatch(element -> element instanceof Element.Word word
                        && (word.text().equals("table") || word.text().equals("group")));
    }

    private void protocol(ProtocolBlockContext block) {
        boolean isTemplate = block.TEMPLATE() != null;
        protocolSeen |= !isTemplate;
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
        List<Element.Block> layers = new ArrayList<>();
        int before = context.problems().errorReports();
        if (block.templateName != null) {
            layers.addAll(template(block.templateName, kind.get()));
        }
        layers.add(StatementReader.block(block.LBRACE().getSymbol(), block.getStop(), block.item()));
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
        draft.incomplete = context.problems().errorReports() > before;
        templates.put(name, new Template(kind.get(), List.copyOf(layers)));
        if (isTemplate) {
            templateNames.add(name);
        } else {
            ProtocolConfig config = finisher.finish(name, draft, global);
            if (claimed) {
                protocols.put(name, config);
                positions.put(name, position);
            }
        }
    }

    private List<Element.Block> template(SymbolContext symbol, ProtocolKind kind) {
        String name = StatementReader.name(symbol);
        Template template = templates.get(name);
        if (template == null) {
            context.problems()
                    .error(
                            symbol.getStart(),
                            context.kindOf(name)
                                    .map(other -> "'" + name + "' is a " + other + ", not a template or protocol")
                                    .orElse("there is no template '" + name + "'"
                                            + Suggestion.text(name, templates.keySet())));
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
        return template.layers();
    }

    private String madeUpName(ProtocolKind kind) {
        String name;
        do {
            name = kind.word() + unnamed.merge(kind, 1, Integer::sum);
        } while (context.kindOf(name).isPresent());
        return name;
    }

    private void apply(Element.Block block, ProtocolKind kind, ProtocolDraft draft, String where) {
        boolean flat = context.dialect().isFlat();
        List<Statement> statements = new ArrayList<>(block.statements());
        if (!block.rest().isEmpty()) {
            context.problems().error(block.end(), "expected ';' before '}'");
            statements.add(new Statement(block.rest(), block.end()));
        }
        for (Statement statement : statements) {
            if (ChannelBlocks.isChannel(statement)) {
                channels.apply(statement, kind, draft, where);
                continue;
            }
            List<StatementApplier.Scope<?>> scopes = new ArrayList<>(draft.scopes());
            if (flat) {
                scopes.addAll(draft.channelScopes(draft.mainChannel()));
            } else if (kind.hasChannels() && isForChannel(statement, scopes, draft)) {
                context.problems()
                        .error(
                                statement.token(),
                                "'" + statement.token().getText() + "' belongs in a channel of " + where
                                        + " in BIRD 2.x: "
                                        + (kind == ProtocolKind.RPKI
                                                ? "roa4 { … }; or roa6 { … };"
                                                : "ipv4 { … }; or ipv6 { … };"));
                continue;
            }
            applier.apply(statement, scopes, where);
        }
    }

    private boolean isForChannel(Statement statement, List<StatementApplier.Scope<?>> scopes, ProtocolDraft draft) {
        return !applier.knows(statement, scopes)
                && applier.knows(statement, draft.channelScopes(new ChannelDraft("", IpFamily.IPV4)));
    }

    /**
     * The configuration, if all is well; whether it is, the problems say.
     *
     * @param end the end of the root file, for problems that have no better place
     * @param files every file read
     */
    public Configuration build(SourcePosition end, List<String> files) {
        Problems problems = context.problems();
        if (!protocolSeen && problems.errors().isEmpty()) {
            problems.error(end, "the configuration has no protocol");
        }
        if (context.dialect() == Dialect.BIRD_1_6_IPV6 && global.routerId == null && global.routerIdSources.isEmpty()) {
            problems.error(end, "an IPv6 router of BIRD 1.6 needs a 'router id'");
        }
        return new Configuration(
                context.dialect(),
                global.build(),
                global.logs,
                List.copyOf(context.tables().values()),
                List.copyOf(protocols.values()),
                templateNames,
                context.filters(),
                positions,
                files);
    }
}
