package org.jbgp.config.editor;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.antlr.v4.runtime.CommonTokenStream;
import org.antlr.v4.runtime.Token;
import org.antlr.v4.runtime.misc.Interval;
import org.jbgp.config.base.Dialect;
import org.jbgp.config.editor.Name.Kind;
import org.jbgp.config.grammar.BirdLexer;
import org.jbgp.config.grammar.BirdParser.TopItemContext;
import org.jbgp.config.options.OptionBlocks;
import org.jbgp.config.source.Problems;
import org.jbgp.config.syntax.ItemParser;

/**
 * All names of a configuration and where they stand, by the indices of the scan's tokens. Items that were read before
 * are not parsed again, wherever they stand now. Immutable; making one needs a deep stack, as loading does.
 */
public final class NameIndex {
    private final List<Name> names = new ArrayList<>();
    /** The name of each token that is one. */
    private final Name[] byToken;

    private final Map<String, Name> global = new HashMap<>();
    private final Map<String, KnownItem> items = new HashMap<>();
    private final Dialect dialect;
    private boolean whole = true;

    /**
     * An item of this text has these names.
     *
     * @param tokens how many it has
     */
    private record KnownItem(String text, int tokens, ItemNames names) {}

    /** Names are collected with their place among all tokens. */
    private record Placed(ItemNames names, int first) {}

    /**
     * Reads the names of a scan.
     *
     * @param former the index of the same files before; null if there is none
     */
    public NameIndex(FileScan scan, NameIndex former) {
        dialect = scan.dialect();
        byToken = new Name[scan.tokens().size()];
        Reading reading = new Reading(scan, former != null && former.dialect == dialect ? former.items : Map.of());
        // What is wrong is reported by the loader.
        new ItemParser(scan.stream(), reading.problems, (protocol, word) -> false).forEach(reading);
        scan.stream().seek(0);
        whole = !reading.problems.any();
        resolve(reading.placed);
    }

    /** Goes through the items. */
    private final class Reading implements ItemParser.Reader {
        private final CommonTokenStream tokens;
        private final OptionBlocks blocks;
        private final Map<String, KnownItem> former;
        private final Problems problems = new Problems();
        private final List<Placed> placed = new ArrayList<>();

        Reading(FileScan scan, Map<String, KnownItem> former) {
            this.former = former;
            tokens = scan.stream();
            blocks = new OptionBlocks(dialect);
        }

        @Override
        public int skip(int start) {
            String key = key(start);
            KnownItem known = former.get(key);
            if (known == null || start + known.tokens() > tokens.size()) {
                return start;
            }
            Token last = tokens.get(start + known.tokens() - 1);
            if (!known.text().equals(text(tokens.get(start), last))) {
                return start;
            }
            items.put(key, known);
            placed.add(new Placed(known.names(), start));
            return start + known.tokens();
        }

        /** Kind and name, which distinguish most items. */
        private String key(int start) {
            StringBuilder key = new StringBuilder();
            for (int i = start; i < Math.min(start + 4, tokens.size()); i++) {
                key.append(tokens.get(i).getText()).append(' ');
            }
            return key.toString();
        }

        private String text(Token first, Token last) {
            boolean oneFile = first.getInputStream().equals(last.getInputStream())
                    && last.getStopIndex() >= first.getStartIndex();
            return oneFile
                    ? first.getInputStream().getText(Interval.of(first.getStartIndex(), last.getStopIndex()))
                    : null;
        }

        @Override
        public void take(TopItemContext item) {
            ItemNames found = new NameWalk(blocks).names(item);
            int start = item.getStart().getTokenIndex();
            placed.add(new Placed(found, start));
            String text = text(item.getStart(), item.getStop());
            // What is included may change while the text of the item does not; and a made-up ';' has the next token's
            // text.
            boolean simple = item.getStop().getType() == BirdLexer.RBRACE
                    || item.simpleElement().isEmpty();
            if (text != null && simple && !text.contains("include")) {
                items.put(key(start), new KnownItem(text, item.getStop().getTokenIndex() - start + 1, found));
            }
        }

        @Override
        public void takeBroken(TopItemContext item) {
            try {
                placed.add(new Placed(
                        new NameWalk(blocks).names(item), item.getStart().getTokenIndex()));
            } catch (RuntimeException incomplete) {
                // Any part of its tree may be missing; nothing but its names is lost.
                whole = false;
            }
        }
    }

    private void resolve(List<Placed> placed) {
        List<List<Name>> own = new ArrayList<>();
        for (Placed item : placed) {
            List<Name> moved = new ArrayList<>();
            for (Name name : item.names().definitions()) {
                Name here = new Name(
                        name.text(),
                        name.kind(),
                        name.definition() + item.first(),
                        name.first() + item.first(),
                        name.end() + item.first());
                moved.add(here);
                names.add(here);
                byToken[here.definition()] = here;
                if (!here.kind().isLocal()) {
                    global.putIfAbsent(here.text(), here);
                }
            }
            own.add(moved);
        }
        for (int i = 0; i < placed.size(); i++) {
            for (ItemNames.Use use : placed.get(i).names().uses()) {
                Name name = use.definition() == ItemNames.ELSEWHERE
                        ? named(use)
                        : own.get(i).get(use.definition());
                int token = use.token() + placed.get(i).first();
                if (byToken[token] == null) {
                    byToken[token] = name;
                }
            }
        }
    }

    private Name named(ItemNames.Use use) {
        Name name = global.get(use.text());
        if (name == null) {
            return null;
        }
        boolean fits = switch (use.place()) {
            case NAME -> true;
            case ARGUMENT -> name.kind() == Kind.TABLE || name.kind() == Kind.CONSTANT;
            case PROTOCOL_ARGUMENT ->
                name.kind() == Kind.TABLE || name.kind() == Kind.CONSTANT || name.kind() == Kind.PROTOCOL;
            case PROTOCOL_STRING -> name.kind() == Kind.PROTOCOL;
        };
        return fits ? name : null;
    }

    /** All names in the order of the files. */
    public List<Name> names() {
        return names;
    }

    /** The name that a token is. */
    public Optional<Name> at(int token) {
        return token >= 0 && token < byToken.length ? Optional.ofNullable(byToken[token]) : Optional.empty();
    }

    /** What a name stands for that is known in the whole configuration. */
    public Optional<Name> find(String text) {
        return Optional.ofNullable(global.get(text));
    }

    /** The tokens of a name, in the order of the files; its definition is one of them. */
    public List<Integer> places(Name name) {
        return IntStream.range(0, byToken.length)
                .filter(token -> name.equals(byToken[token]))
                .boxed()
                .toList();
    }

    /** For each token that is a name the token that defines it: equal maps are the same meaning. */
    public Map<Integer, Integer> meaning() {
        Map<Integer, Integer> meaning = new HashMap<>();
        for (int token = 0; token < byToken.length; token++) {
            if (byToken[token] != null) {
                meaning.put(token, byToken[token].definition());
            }
        }
        return meaning;
    }

    /** False if some items have syntax errors, so that there may be more names in them. */
    public boolean isWhole() {
        return whole;
    }
}
