package org.jbgp.config.editor;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.antlr.v4.runtime.Token;
import org.antlr.v4.runtime.tree.ParseTree;
import org.jbgp.config.editor.ItemNames.Place;
import org.jbgp.config.editor.Name.Kind;
import org.jbgp.config.grammar.BirdLexer;
import org.jbgp.config.grammar.BirdParser.BinaryExpressionContext;
import org.jbgp.config.grammar.BirdParser.BlockStatementContext;
import org.jbgp.config.grammar.BirdParser.CaseBranchContext;
import org.jbgp.config.grammar.BirdParser.FilterBodyContext;
import org.jbgp.config.grammar.BirdParser.ForStatementContext;
import org.jbgp.config.grammar.BirdParser.FunctionDefinitionContext;
import org.jbgp.config.grammar.BirdParser.IfStatementContext;
import org.jbgp.config.grammar.BirdParser.LocalDeclarationContext;
import org.jbgp.config.grammar.BirdParser.NameContext;
import org.jbgp.config.grammar.BirdParser.ParameterContext;
import org.jbgp.config.grammar.BirdParser.ProtocolBlockContext;
import org.jbgp.config.grammar.BirdParser.StatementContext;
import org.jbgp.config.grammar.BirdParser.SymbolContext;
import org.jbgp.config.grammar.BirdParser.TopItemContext;
import org.jbgp.config.grammar.BirdParser.VariableStatementContext;
import org.jbgp.config.options.OptionBlocks;
import org.jbgp.config.options.row.Option;
import org.jbgp.config.syntax.ConfigStatement;
import org.jbgp.config.syntax.Element;
import org.jbgp.config.syntax.StatementReader;

/**
 * Finds the names in one item of a file: what it defines, and which words are names of something. Scopes are those of
 * {@code filter.NameScope}. One use.
 */
final class NameWalk {
    private static final Pattern PLACEHOLDER = Pattern.compile("<[^>]*>");
    private static final Pattern NO_WORD = Pattern.compile("[^A-Za-z0-9_]+");

    private final OptionBlocks blocks;
    private final ItemNames names = new ItemNames();
    /** Definitions of variables by their names, the innermost block first. */
    private final Deque<Map<String, Integer>> scopes = new ArrayDeque<>();

    private int first;
    private int end;

    NameWalk(OptionBlocks blocks) {
        this.blocks = blocks;
    }

    /** The names of an item; of one with syntax errors those that can be seen. */
    ItemNames names(TopItemContext item) {
        first = item.getStart().getTokenIndex();
        Token stop = item.getStop();
        end = stop == null ? first + 1 : Math.max(stop.getTokenIndex(), first) + 1;
        if (item.protocolBlock() != null) {
            protocol(item.protocolBlock());
        } else if (!item.simpleElement().isEmpty()) {
            statement(StatementReader.top(item), blocks.top());
        } else if (item.defineStatement() != null) {
            walk(item.defineStatement().expression());
            define(item.defineStatement().symbol(), Kind.CONSTANT);
        } else if (item.attributeDefinition() != null) {
            walk(item.attributeDefinition().expression());
            define(item.attributeDefinition().symbol(), Kind.ATTRIBUTE);
        } else if (item.filterDefinition() != null) {
            define(item.filterDefinition().symbol(), Kind.FILTER);
            inScope(item.filterDefinition().getStop(), () -> {
                item.filterDefinition().localDeclaration().forEach(this::walk);
                children(item.filterDefinition().filterBody());
            });
        } else if (item.functionDefinition() != null) {
            function(item.functionDefinition());
        } else {
            children(item);
        }
        return names;
    }

    private void function(FunctionDefinitionContext function) {
        define(function.symbol(), Kind.FUNCTION);
        inScope(function.getStop(), () -> {
            function.parameter().forEach(this::walk);
            function.localDeclaration().forEach(this::walk);
            function.statement().forEach(this::walk);
        });
    }

    private void protocol(ProtocolBlockContext block) {
        Kind kind = block.TEMPLATE() == null ? Kind.PROTOCOL : Kind.TEMPLATE;
        if (!block.ownName.isEmpty()) {
            define(block.ownName.getLast(), kind);
        }
        if (block.templateName != null) {
            use(block.templateName.getStart(), Place.NAME);
        }
        if (block.LBRACE() != null && block.anyWord() != null) {
            options(
                    StatementReader.block(block.LBRACE().getSymbol(), block.getStop(), block.item()),
                    blocks.inside(
                            blocks.top(), List.of("protocol", block.anyWord().getText())));
        }
    }

    private void options(Element.Block block, OptionBlocks.Block inside) {
        block.statements().forEach(statement -> statement(statement, inside));
        if (!block.rest().isEmpty()) {
            statement(new ConfigStatement(block.rest(), block.end()), inside);
        }
    }

    private void statement(ConfigStatement statement, OptionBlocks.Block block) {
        List<String> words = new ArrayList<>();
        statement.elements().forEach(element -> words.add(element.leadingWord()));
        Optional<Option<?>> option = blocks.option(block, words);
        int named = option.map(row -> row.words().size()).orElse(1);
        boolean definesTable = option.isPresent()
                && block.title().isEmpty()
                && option.get().words().getLast().equals("table");
        Set<String> fixed = new HashSet<>();
        option.ifPresent(row -> fixed.addAll(
                List.of(NO_WORD.split(PLACEHOLDER.matcher(row.argument()).replaceAll(" ")))));
        boolean ofProtocols = option.isPresent() && option.get().argument().contains("protocol");
        for (int i = 0; i < statement.elements().size(); i++) {
            Element element = statement.elements().get(i);
            switch (element) {
                case Element.Word word -> {
                    if (i == named && definesTable) {
                        table(word.token(), statement);
                    } else if (i >= named && !fixed.contains(word.text())) {
                        use(word.token(), ofProtocols ? Place.PROTOCOL_ARGUMENT : Place.ARGUMENT);
                    }
                }
                case Element.Symbol symbol -> {
                    if (i == named && definesTable) {
                        table(symbol.token(), statement);
                    } else {
                        use(symbol.token(), ofProtocols ? Place.PROTOCOL_ARGUMENT : Place.ARGUMENT);
                    }
                }
                case Element.FilterName filter -> use(filter.name(), Place.NAME);
                case Element.FilterBlock filter -> walk(filter.tree());
                case Element.MergeBlock merge -> walk(merge.tree());
                case Element.Where where -> walk(where.tree());
                case Element.Expression expression -> walk(expression.tree());
                case Element.RouteBlock route ->
                    inScope(
                            route.tree().getStop(),
                            () -> route.tree().statement().forEach(this::walk));
                case Element.Block inner -> options(inner, blocks.inside(block, words.subList(0, i)));
                case Element.Text text -> {}
                case Element.Numeral number -> {}
                case Element.Address address -> {}
                case Element.Prefix prefix -> {}
                case Element.Other other -> {}
                case Element.Punctuation mark -> {}
            }
        }
    }

    private void table(Token name, ConfigStatement statement) {
        add(name, Kind.TABLE, statement.end() == null ? end : statement.end().getTokenIndex() + 1);
    }

    private void children(ParseTree tree) {
        for (int i = 0; tree != null && i < tree.getChildCount(); i++) {
            walk(tree.getChild(i));
        }
    }

    private void walk(ParseTree tree) {
        switch (tree) {
            case null -> {}
            case NameContext name -> use(name.getStart(), Place.NAME);
            case ParameterContext parameter -> declare(parameter.symbol(), Kind.ARGUMENT);
            case LocalDeclarationContext local -> declare(local.symbol(), Kind.VARIABLE);
            case VariableStatementContext variable -> {
                walk(variable.expression());
                declare(variable.symbol(), Kind.VARIABLE);
            }
            case BlockStatementContext block -> inScope(block.getStop(), () -> children(block));
            case FilterBodyContext body -> inScope(body.getStop(), () -> children(body));
            case CaseBranchContext branch -> inScope(branch.getStop(), () -> children(branch));
            case IfStatementContext branching -> {
                walk(branching.expression());
                branching.statement().forEach(this::nested);
            }
            case ForStatementContext loop -> {
                walk(loop.expression());
                inScope(loop.getStop(), () -> {
                    declare(loop.symbol(), Kind.VARIABLE);
                    nested(loop.statement());
                });
            }
            case BinaryExpressionContext comparison -> {
                protocolString(comparison);
                children(comparison);
            }
            default -> children(tree);
        }
    }

    private void nested(StatementContext statement) {
        if (statement != null) {
            inScope(statement.getStop(), () -> walk(statement));
        }
    }

    /** {@code proto = "up1"} names a protocol. */
    private void protocolString(BinaryExpressionContext comparison) {
        if (comparison.expression().size() == 2 && comparison.getChildCount() == 3) {
            Token string = comparison.expression(1).getStart();
            boolean asks = comparison.expression(0).getText().equals("proto")
                    && string.equals(comparison.expression(1).getStop())
                    && string.getType() == BirdLexer.STRING;
            if (asks) {
                use(string, Place.PROTOCOL_STRING);
            }
        }
    }

    private void inScope(Token last, Runnable inside) {
        Map<String, Integer> scope = new HashMap<>();
        scopes.push(scope);
        inside.run();
        scopes.pop();
        int behind = last == null ? end : last.getTokenIndex() + 1;
        scope.values().forEach(definition -> names.end(definition, behind - first));
    }

    private void declare(SymbolContext symbol, Kind kind) {
        if (isThere(symbol) && !scopes.isEmpty()) {
            int definition = add(symbol.getStart(), kind, end);
            scopes.getFirst().putIfAbsent(StatementReader.name(symbol), definition);
        }
    }

    private void define(SymbolContext symbol, Kind kind) {
        if (isThere(symbol)) {
            add(symbol.getStart(), kind, end);
        }
    }

    private static boolean isThere(SymbolContext symbol) {
        return symbol != null
                && symbol.getStart() != null
                && symbol.getChildCount() > 0
                && symbol.getStart().getTokenIndex() >= 0
                && symbol.exception == null;
    }

    private int add(Token token, Kind kind, int behind) {
        String text = StatementReader.unquote(token.getText());
        return names.define(new Name(text, kind, token.getTokenIndex() - first, 0, behind - first));
    }

    private void use(Token token, Place place) {
        // What the parser put in for a missing token has no index.
        if (token == null || token.getTokenIndex() < 0) {
            return;
        }
        String text = StatementReader.unquote(token.getText());
        int definition = place == Place.NAME ? local(text) : ItemNames.ELSEWHERE;
        names.use(new ItemNames.Use(token.getTokenIndex() - first, text, place, definition));
    }

    private int local(String text) {
        for (Map<String, Integer> scope : scopes) {
            Integer definition = scope.get(text);
            if (definition != null) {
                return definition;
            }
        }
        return ItemNames.ELSEWHERE;
    }
}
