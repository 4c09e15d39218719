package org.jbgp.config.syntax;

import java.util.ArrayList;
import java.util.List;
import org.antlr.v4.runtime.Token;
import org.antlr.v4.runtime.tree.ParseTree;
import org.antlr.v4.runtime.tree.TerminalNode;
import org.jbgp.config.grammar.BirdLexer;
import org.jbgp.config.grammar.BirdParser.BlockContext;
import org.jbgp.config.grammar.BirdParser.ElementContext;
import org.jbgp.config.grammar.BirdParser.ItemContext;
import org.jbgp.config.grammar.BirdParser.RouteElementContext;
import org.jbgp.config.grammar.BirdParser.SimpleElementContext;
import org.jbgp.config.grammar.BirdParser.SymbolContext;
import org.jbgp.config.grammar.BirdParser.TopItemContext;

/** Turns the parser's tree of an option list into statements. */
public final class StatementReader {
    private StatementReader() {}

    /** A statement outside of any block: {@code router id …;}. */
    public static ConfigStatement top(TopItemContext item) {
        List<Element> elements = new ArrayList<>();
        for (ParseTree child : item.children) {
            if (child instanceof SimpleElementContext element) {
                elements.add(simple(element));
            } else if (child instanceof BlockContext block) {
                elements.add(block(block.getStart(), block.getStop(), block.item()));
            } else if (child instanceof TerminalNode node && node.getSymbol().getType() != BirdLexer.SEMICOLON) {
                elements.add(new Element.Word(node.getSymbol(), node.getText()));
            }
        }
        return new ConfigStatement(elements, item.getStop());
    }

    /**
     * The inside of a pair of braces.
     *
     * @param open the opening brace
     * @param close the closing brace
     */
    public static Element.Block block(Token open, Token close, List<ItemContext> items) {
        List<ConfigStatement> statements = new ArrayList<>();
        List<Element> pending = new ArrayList<>();
        for (ItemContext item : items) {
            if (item.SEMICOLON() != null) {
                if (!pending.isEmpty()) {
                    statements.add(new ConfigStatement(pending, item.getStart()));
                    pending.clear();
                }
            } else if (item.element() != null) {
                pending.add(element(item.element()));
            } else {
                route(item.routeElement(), pending);
            }
        }
        return new Element.Block(open, close, statements, List.copyOf(pending));
    }

    /** The text of a name without quotes. */
    public static String name(SymbolContext symbol) {
        return unquote(symbol.getText());
    }

    private static void route(RouteElementContext route, List<Element> into) {
        into.add(new Element.Word(route.getStart(), route.getStart().getText()));
        if (route.flowSpecification() != null) {
            Token flow = route.flowSpecification().getStart();
            into.add(new Element.Word(flow, flow.getText()));
        } else if (route.PROTOCOL() != null) {
            into.add(new Element.Word(
                    route.PROTOCOL().getSymbol(), route.PROTOCOL().getText()));
        }
        for (SimpleElementContext element : route.simpleElement()) {
            into.add(simple(element));
        }
        if (route.LBRACE() != null) {
            into.add(new Element.RouteBlock(route.LBRACE().getSymbol(), route));
        }
    }

    private static Element element(ElementContext element) {
        Token first = element.getStart();
        if (element.simpleElement() != null) {
            return simple(element.simpleElement());
        }
        if (element.block() != null) {
            BlockContext block = element.block();
            return block(first, block.getStop(), block.item());
        }
        if (element.WHERE() != null) {
            return new Element.Where(first, element.expression());
        }
        if (element.MERGE_BY() != null) {
            return new Element.MergeBlock(first, element.filterBody());
        }
        if (element.symbol() != null) {
            return new Element.FilterName(first, element.symbol().getStart(), name(element.symbol()));
        }
        return new Element.FilterBlock(first, element.filterBody());
    }

    private static Element simple(SimpleElementContext element) {
        Token token = element.getStart();
        String text = token.getText();
        if (element.word() != null) {
            return new Element.Word(token, text);
        }
        return switch (token.getType()) {
            case BirdLexer.QUOTED_SYMBOL -> new Element.Symbol(token, unquote(text));
            case BirdLexer.STRING -> new Element.Text(token, unquote(text));
            case BirdLexer.NUMBER, BirdLexer.HEX_NUMBER -> new Element.Numeral(token, text);
            case BirdLexer.IP4, BirdLexer.IP6 -> new Element.Address(token, text);
            case BirdLexer.IP4_PREFIX, BirdLexer.IP6_PREFIX -> new Element.Prefix(token, text);
            case BirdLexer.MAC_ADDRESS, BirdLexer.BYTES, BirdLexer.VPN_RD -> new Element.Other(token, text);
            case BirdLexer.LPAREN -> new Element.Expression(token, element.expression());
            default -> new Element.Punctuation(token, text);
        };
    }

    /** A string or a name without its quotes. */
    public static String unquote(String text) {
        char first = text.charAt(0);
        return first == '"' || first == '\'' ? text.substring(1, text.length() - 1) : text;
    }
}
