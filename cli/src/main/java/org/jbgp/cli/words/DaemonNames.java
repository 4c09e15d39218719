package org.jbgp.cli.words;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Predicate;
import org.jbgp.cli.client.ControlClient;
import org.jbgp.cli.client.ReplyLine;

/**
 * Names as a daemon knows them at this moment. Each question has a connection of its own, which is closed after
 * {@link #PATIENCE} or {@link #MOST} names, so that a large table or a busy daemon holds up nobody.
 */
public final class DaemonNames implements KnownNames {

    /** Milliseconds that a question may take. */
    private static final long PATIENCE = 700;

    /** Prefixes and interfaces, a screen to choose from. */
    private static final int MOST = 200;

    /** Symbols, of which one kind is looked for: more than a large configuration has. */
    private static final int MOST_SYMBOLS = 100_000;

    private final Path socket;

    /** @param socket of the daemon */
    public DaemonNames(Path socket) {
        this.socket = socket;
    }

    @Override
    public List<Symbol> symbols() {
        List<Symbol> symbols = new ArrayList<>();
        ask("show symbols", line -> {
            int tab = line.indexOf('\t');
            if (tab > 0) {
                symbols.add(new Symbol(
                        line.substring(0, tab).strip(), line.substring(tab + 1).strip()));
            }
            return symbols.size() < MOST_SYMBOLS;
        });
        return symbols;
    }

    @Override
    public List<String> interfaces() {
        List<String> names = new ArrayList<>();
        ask("show interfaces summary", line -> {
            String name = line.split(" ", 2)[0];
            if (!name.isEmpty() && !name.equalsIgnoreCase("interface")) {
                names.add(name);
            }
            return names.size() < MOST;
        });
        return names;
    }

    @Override
    public List<String> prefixes(String beginning) {
        String within = enclosing(beginning);
        Set<String> found = new LinkedHashSet<>();
        if (within != null) {
            ask("show route in " + within + " primary", line -> {
                String first = line.split(" ", 2)[0];
                if (first.indexOf('/') > 0 && first.startsWith(beginning)) {
                    found.add(first);
                }
                return found.size() < MOST;
            });
        }
        return List.copyOf(found);
    }

    /**
     * The prefix of all addresses whose text begins so, by the groups that are complete; null if none is.
     */
    static String enclosing(String beginning) {
        String text = beginning.toLowerCase(Locale.ROOT);
        if (text.chars().anyMatch(c -> "0123456789abcdef.:/".indexOf(c) < 0)) {
            return null;
        }
        int slash = text.indexOf('/');
        if (slash >= 0) {
            text = text.substring(0, slash) + (text.indexOf(':') >= 0 ? ":" : ".");
        }
        return text.indexOf(':') >= 0 ? ipv6(text, slash >= 0) : ipv4(text);
    }

    private static String ipv4(String text) {
        int groups = (int) text.chars().filter(c -> c == '.').count();
        if (groups == 0 || groups > 4) {
            return null;
        }
        String complete = text.substring(0, text.lastIndexOf('.'));
        return complete + ".0".repeat(4 - groups) + '/' + 8 * groups;
    }

    private static String ipv6(String text, boolean complete) {
        int gap = text.indexOf("::");
        String known = gap >= 0 ? text.substring(0, gap) : text.substring(0, text.lastIndexOf(':'));
        int groups = known.isEmpty() ? 0 : known.split(":", -1).length;
        if (groups == 0 || groups > 8) {
            return complete || gap == 0 ? "::/0" : null;
        }
        return known + (groups < 8 ? "::" : "") + '/' + 16 * groups;
    }

    /** Gives each line of the answer to its taker until that has enough. */
    private void ask(String command, Predicate<String> taker) {
        try (ControlClient client = ControlClient.connect(socket)) {
            Thread watch = Thread.ofPlatform().daemon().name("patience").start(() -> closeLater(client));
            try {
                client.receive();
                client.send(command);
                ReplyLine line;
                do {
                    line = client.receive();
                } while (!line.error() && taker.test(line.text()) && !line.last());
            } finally {
                watch.interrupt();
            }
        } catch (IOException e) {
            // No daemon, or it takes too long: no names.
            return;
        }
    }

    private static void closeLater(ControlClient client) {
        try {
            Thread.sleep(PATIENCE);
            client.close();
        } catch (InterruptedException | IOException e) {
            Thread.currentThread().interrupt();
        }
    }
}
