package org.jbgp.config.options;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.antlr.v4.runtime.CommonTokenStream;
import org.antlr.v4.runtime.Token;
import org.antlr.v4.runtime.misc.Interval;
import org.jbgp.config.filter.Lookups;
import org.jbgp.config.filter.Symbol;
import org.jbgp.config.grammar.BirdLexer;
import org.jbgp.config.grammar.BirdParser.TopItemContext;
import org.jbgp.config.options.KeptItems.Item;
import org.jbgp.config.options.KeptItems.Meaning;
import org.jbgp.config.options.KeptItems.Surroundings;
import org.jbgp.config.source.SourcePosition;
import org.jbgp.config.syntax.ItemParser;
import org.jbgp.config.syntax.StatementReader;

/**
 * Hands items to the builder; those that stood in the file before, word for word, and whose names mean the same, are
 * not parsed, not checked, and come to the same objects. Constants, functions and filters depend on their text and the
 * names they use; protocols also on all options, tables and templates before them. What moved to another line is read
 * again: messages name lines. Belongs to one load and its thread.
 */
public final class ItemReuse implements ItemParser.Reader {
    private final KeptItems former;
    private final ConfigurationBuilder builder;
    private final CommonTokenStream tokens;
    private final ItemParser parser;
    private final Map<String, Item> items = new HashMap<>();
    private final List<Surroundings> surroundings = new ArrayList<>();
    private final Map<String, Integer> unnamed = new HashMap<>();
    /** False once the surroundings differ from the former ones. */
    private boolean sameSurroundings;

    private String key = "";

    /** @param parser where the items come from */
    public ItemReuse(KeptItems former, ConfigurationBuilder builder, CommonTokenStream tokens, ItemParser parser) {
        this.former = former.dialect() == builder.context().dialect() ? former : KeptItems.none();
        this.builder = builder;
        this.tokens = tokens;
        this.parser = parser;
        sameSurroundings = former.dialect() == builder.context().dialect();
    }

    /** What to give to the next load, if this one ends well. */
    public KeptItems kept() {
        return new KeptItems(builder.context().dialect(), surroundings, items);
    }

    @Override
    public boolean refuses(int start) {
        Token first = tokens.get(start);
        boolean template = first.getType() == BirdLexer.TEMPLATE;
        return (template || first.getType() == BirdLexer.PROTOCOL)
                && start + 2 < tokens.size()
                && builder.refuses(tokens.get(start + 1), tokens.get(start + 2), template);
    }

    @Override
    public int skip(int start) {
        builder.context().outline().reached(start);
        key = key(start);
        Item item = former.items().get(key);
        if (item == null || !stands(item, start) || !builder.context().filters().agrees(item.lookups())) {
            return start;
        }
        switch (item.meaning()) {
            case Meaning.Name(String name, Symbol symbol) ->
                builder.context().filters().define(name, symbol.at(SourcePosition.of(tokens.get(start + 1))));
            case Meaning.Protocol(ProtocolItems.Made made) -> {
                boolean done = isAmongSame(item)
                        && builder.protocols()
                                .addAgain(
                                        made,
                                        tokens.get(start + (made.named() ? 2 : 1)),
                                        () -> parser.parse(start).protocolBlock());
                if (!done) {
                    return start;
                }
            }
        }
        items.put(key, item);
        return start + item.tokens();
    }

    /** Whether the text of the item begins there. */
    private boolean stands(Item item, int start) {
        Token first = tokens.get(start);
        if (start + item.tokens() > tokens.size()
                || first.getLine() != item.line()
                || first.getCharPositionInLine() != item.column()
                || !first.getInputStream().getSourceName().equals(item.file())) {
            return false;
        }
        Token last = tokens.get(start + item.tokens() - 1);
        return last.getInputStream().equals(first.getInputStream())
                && last.getStopIndex() - first.getStartIndex() == item.text().length() - 1
                && text(first, last).equals(item.text());
    }

    private static String text(Token first, Token last) {
        return first.getInputStream().getText(Interval.of(first.getStartIndex(), last.getStopIndex()));
    }

    private boolean isAmongSame(Item item) {
        Surroundings last = surroundings.isEmpty() ? null : surroundings.getLast();
        return last == null ? item.surroundings() == null && sameSurroundings : last.isSame(item.surroundings());
    }

    /** What distinguishes items before they are parsed: kind and name, or how many without a name came before. */
    private String key(int start) {
        int type = tokens.get(start).getType();
        return switch (type) {
            case BirdLexer.FILTER, BirdLexer.FUNCTION, BirdLexer.DEFINE -> type + " " + word(start + 1);
            case BirdLexer.PROTOCOL -> {
                String kind = word(start + 1);
                String name = word(start + 2);
                yield name.equals("{") || name.equals("from")
                        ? kind + " " + unnamed.merge(kind, 1, Integer::sum)
                        : kind + " " + name;
            }
            default -> "";
        };
    }

    private String word(int index) {
        return index < tokens.size() ? tokens.get(index).getText() : "";
    }

    @Override
    public void take(TopItemContext tree) {
        Lookups.Notes notes = builder.context().filters().note();
        int reports = builder.context().problems().reports();
        builder.add(tree);
        builder.context().filters().noteNoMore();
        if (key.isEmpty()) {
            surround(tree, notes.done());
        } else if (builder.context().problems().reports() == reports) {
            meaning(tree, notes).ifPresent(meaning -> keep(tree, notes.done(), meaning));
        }
    }

    private void surround(TopItemContext tree, Lookups lookups) {
        StringBuilder text = new StringBuilder();
        for (int i = tree.getStart().getTokenIndex(); i <= tree.getStop().getTokenIndex(); i++) {
            Token token = tokens.get(i);
            text.append(token.getText())
                    .append('\n')
                    .append(SourcePosition.of(token))
                    .append('\n');
        }
        String all = text.toString();
        if (sameSurroundings && surroundings.size() < former.surroundings().size()) {
            Surroundings same = former.surroundings().get(surroundings.size());
            if (same.text().equals(all) && builder.context().filters().agrees(same.lookups())) {
                surroundings.add(same);
                return;
            }
        }
        sameSurroundings = false;
        surroundings.add(new Surroundings(all, lookups));
    }

    private Optional<Meaning> meaning(TopItemContext tree, Lookups.Notes notes) {
        if (tree.protocolBlock() != null) {
            return builder.protocols().made().map(Meaning.Protocol::new);
        }
        String name = StatementReader.unquote(word(tree.getStart().getTokenIndex() + 1));
        Optional<Symbol> symbol = builder.context().filters().symbol(name);
        symbol.ifPresent(own -> notes.leaveOut(name, own));
        return symbol.map(own -> new Meaning.Name(name, own));
    }

    private void keep(TopItemContext tree, Lookups lookups, Meaning meaning) {
        Token first = tree.getStart();
        Token last = tree.getStop();
        int count = last.getTokenIndex() - first.getTokenIndex() + 1;
        if (!first.getInputStream().equals(last.getInputStream())) {
            return;
        }
        String text = text(first, last);
        // What is included in between may change while this text does not.
        if (!text.contains("include")) {
            Surroundings before = surroundings.isEmpty() ? null : surroundings.getLast();
            items.put(
                    key,
                    new Item(
                            first.getInputStream().getSourceName(),
                            first.getLine(),
                            first.getCharPositionInLine(),
                            text,
                            count,
                            lookups,
                            before,
                            meaning));
        }
    }
}
