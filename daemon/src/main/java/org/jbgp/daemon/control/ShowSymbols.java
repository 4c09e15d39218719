package org.jbgp.daemon.control;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.jbgp.daemon.control.layout.Reply;
import org.jbgp.daemon.control.layout.ReplyText;
import org.jbgp.daemon.control.view.RouterView;
import org.jbgp.daemon.control.words.CommandException;
import org.jbgp.daemon.control.words.ControlCommand;
import org.jbgp.daemon.control.words.Words;

/** Runs {@code show symbols}: the names of the configuration, all or those of one kind, or a single one. */
final class ShowSymbols {
    private static final int ROW = 1010;

    private static final List<String> KINDS = List.of("table", "filter", "function", "protocol", "template", "roa");

    private ShowSymbols() {}

    static void run(CommandRunner session, ControlCommand.ShowSymbols show, Reply reply)
            throws CommandException, IOException {
        List<RouterView.Symbol> symbols = session.ports().view().symbols();
        Optional<RouterView.Symbol> named = named(symbols, show.word());
        if (named.isPresent() && !session.json()) {
            reply.end(ROW, row(named.get()));
            return;
        }
        for (RouterView.Symbol symbol : named.isPresent() ? List.of(named.get()) : ofKind(symbols, show.word())) {
            if (session.json()) {
                reply.object(symbol);
            } else {
                reply.row(ROW, row(symbol));
            }
        }
        reply.end(0, "");
    }

    /** A name goes before the beginning of a word: a filter may be called f. */
    private static Optional<RouterView.Symbol> named(List<RouterView.Symbol> symbols, String word) {
        return symbols.stream()
                .filter(symbol -> symbol.name().equals(word) && !KINDS.contains(word))
                .findFirst();
    }

    private static List<RouterView.Symbol> ofKind(List<RouterView.Symbol> symbols, String word)
            throws CommandException {
        if (word == null) {
            return symbols;
        }
        String kind = Words.resolve(word, KINDS);
        if (kind == null) {
            throw CommandException.syntax("syntax error, unexpected " + word + ", expecting a known name");
        }
        return symbols.stream().filter(symbol -> isKind(symbol.kind(), kind)).toList();
    }

    private static String row(RouterView.Symbol symbol) {
        return ReplyText.left(new StringBuilder(), symbol.name(), 8)
                .append('\t')
                .append(symbol.kind())
                .toString();
    }

    private static boolean isKind(String kind, String wanted) {
        return switch (wanted) {
            case "table" -> kind.equals("routing table");
            case "roa" -> kind.equals("ROA table");
            case "template" -> kind.equals("protocol template");
            default -> kind.equals(wanted);
        };
    }
}
