package org.jbgp.config.options;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.antlr.v4.runtime.Token;
import org.jbgp.config.base.Dialect;
import org.jbgp.config.base.IpFamily;
import org.jbgp.config.base.SettleTime;
import org.jbgp.config.base.TableConfig;
import org.jbgp.config.filter.Outline;
import org.jbgp.config.grammar.BirdParser.TopItemContext;
import org.jbgp.config.model.Configuration;
import org.jbgp.config.options.argument.Context;
import org.jbgp.config.options.global.GlobalDraft;
import org.jbgp.config.options.global.GlobalOptions;
import org.jbgp.config.options.global.TableOptions;
import org.jbgp.config.options.row.StatementApplier;
import org.jbgp.config.source.Problems;
import org.jbgp.config.source.SourcePosition;
import org.jbgp.config.syntax.ConfigStatement;
import org.jbgp.config.syntax.Element;
import org.jbgp.config.syntax.ItemParser;
import org.jbgp.config.syntax.StatementReader;
import org.jbgp.config.syntax.Suggestion;

/**
 * Takes the items of a file one after the other, as the parser delivers them, and in the end has the configuration.
 * Names must be defined before they are used, as in BIRD. Belongs to one load and its thread.
 */
public final class ConfigurationBuilder {
    private final Context context;
    private final StatementApplier applier;
    private final GlobalDraft global;
    private final ProtocolItems protocols;
    private final List<StatementApplier.Scope<?>> globalScopes;

    /** Without knowledge of what is still to come. */
    public ConfigurationBuilder(Dialect dialect, Problems problems) {
        this(dialect, problems, Outline.EMPTY);
    }

    /** @param outline what the file defines */
    public ConfigurationBuilder(Dialect dialect, Problems problems, Outline outline) {
        context = new Context(dialect, problems, outline, OptionWords::isKnown);
        applier = new StatementApplier(context);
        global = new GlobalDraft(context);
        protocols = new ProtocolItems(context, applier, global);
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

    /** Index of a token: what stands before it has been understood. Any thread, a moment old. */
    public int reached() {
        return applier.reached();
    }

    /** What is known of the configuration so far. */
    Context context() {
        return context;
    }

    /** The protocols so far. */
    ProtocolItems protocols() {
        return protocols;
    }

    private void defaultTable(String name, IpFamily family, SourcePosition builtIn) {
        context.tables()
                .put(
                        name,
                        new TableConfig(
                                name,
                                TableConfig.Kind.ROUTES,
                                family,
                                false,
                                true,
                                List.of(),
                                SettleTime.USUAL,
                                Set.of()));
        context.claimMadeUp(builtIn, name, "default table");
    }

    /** True if no statement of a protocol (empty: outside of protocols) that begins with the word has a block. */
    public boolean neverHasBlock(String protocol, String word) {
        return OptionWords.neverHasBlock(context, protocol, word);
    }

    /**
     * Refuses a protocol there is not, whose block may hold anything.
     *
     * @param kind the word behind {@code protocol}
     * @param name what follows it
     * @return false, and nothing done, if there is such a protocol
     */
    boolean refuses(Token kind, Token name, boolean template) {
        if (!Character.isLetter(kind.getText().charAt(0))
                || ProtocolKind.of(kind.getText()).isPresent()) {
            return false;
        }
        protocols.refuse(kind, name, template);
        return true;
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
            protocols.add(item.protocolBlock());
        } else if (item.simpleElement().isEmpty() && item.TIMEFORMAT() == null) {
            // A ';' of its own.
            return;
        } else {
            ConfigStatement statement = StatementReader.top(item);
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
                            && !context.problems().enough()
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

    /** True for those that need no ';' behind their block: options with one, tables and thread groups. */
    private static boolean endsWithBlock(ConfigStatement statement) {
        return List.of("debug", "guard", "history", "listen")
                        .contains(statement.token().getText())
                || statement.elements().stream()
                        .anyMatch(element -> element instanceof Element.Word word
                                && (word.text().equals("table") || word.text().equals("group")));
    }

    /**
     * The configuration, if all is well; whether it is, the problems say.
     *
     * @param end the end of the root file, for problems that have no better place
     * @param files every file read
     */
    public Configuration build(SourcePosition end, List<String> files) {
        Problems problems = context.problems();
        if (!protocols.anySeen() && !problems.any()) {
            problems.error(end, "the configuration has no protocol");
        }
        if (context.dialect() == Dialect.BIRD_1_6_IPV6 && !global.hasRouterId()) {
            problems.error(end, "an IPv6 router of BIRD 1.6 needs a 'router id'");
        }
        global.check(protocols.positions().keySet());
        protocols.checkFeeds(context.tables());
        return new Configuration(
                context.dialect(),
                global.build(),
                global.logs(),
                List.copyOf(context.tables().values()),
                protocols.configurations(),
                protocols.templateNames(),
                context.filters(),
                new Configuration.Sources(positions(), files));
    }

    private Map<String, SourcePosition> positions() {
        Map<String, SourcePosition> positions = new HashMap<>(protocols.positions());
        positions.putAll(global.logPlaces());
        return positions;
    }
}
