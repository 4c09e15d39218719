package org.jbgp.cli;

import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jbgp.cli.words.CommandGrammar;
import org.jbgp.cli.words.Completion;
import org.jbgp.cli.words.DaemonNames;

/**
 * What shells ask for at the tabulator: {@code jbgpctl complete -- WORDS... BEGUN}, with all words of the command line
 * so far.
 * Answers with a word a line, behind a tabulator what it means; a line {@code :files} says that a file's name may stand
 * there.
 */
final class ShellCompletion {

    private static final List<Completion.Offer> OPTIONS = List.of(
            new Completion.Offer("--socket", "control socket of the daemon"),
            new Completion.Offer("--json", "answer in JSON"),
            new Completion.Offer("--restricted", "refuse commands that change anything"),
            new Completion.Offer("--verbose", "print replies with their codes"),
            new Completion.Offer("--no-color", "no colours at a terminal"),
            new Completion.Offer("--help", "options and commands"),
            new Completion.Offer("--version", "version"),
            new Completion.Offer("-s", "control socket of the daemon"),
            new Completion.Offer("-j", "answer in JSON"),
            new Completion.Offer("-r", "refuse commands that change anything"),
            new Completion.Offer("-v", "print replies with their codes"));

    /** Words in place of a command, which are no commands of the daemon. */
    private static final List<Completion.Offer> OWN_WORDS = List.of(
            new Completion.Offer("top", "Neighbors, their routes and what they cost, live"),
            new Completion.Offer("apply", "Show what a file would do, put it in force, and keep it or take it back"),
            new Completion.Offer("generate-completion", "Print a completion script for bash, zsh or fish"));

    private static final List<Completion.Offer> APPLY_OPTIONS = List.of(
            new Completion.Offer("--confirm", "seconds to confirm in"), new Completion.Offer("--yes", "ask nothing"));

    private ShellCompletion() {}

    /**
     * Prints what may stand in place of the last word.
     *
     * @param socket where a daemon is asked for names, unless the words name another one
     */
    static void print(PrintStream out, List<String> words, String socket) {
        String begun = words.isEmpty() ? "" : words.getLast();
        String daemon = socket;
        List<String> command = new ArrayList<>();
        for (int i = 0; i < words.size() - 1; i++) {
            String word = words.get(i);
            if (!command.isEmpty() || !word.startsWith("-")) {
                command.add(word);
            } else if (word.startsWith("--socket=")) {
                daemon = word.substring("--socket=".length());
            } else if (word.equals("-s") || word.equals("--socket")) {
                if (i == words.size() - 2) {
                    out.println(":files");
                    return;
                }
                daemon = words.get(++i);
            }
        }
        if (command.equals(List.of("generate-completion"))) {
            List.of("bash", "zsh", "fish").forEach(out::println);
            return;
        }
        if (!command.isEmpty() && command.getFirst().equals("apply")) {
            APPLY_OPTIONS.stream().filter(each -> each.text().startsWith(begun)).forEach(each -> print(out, each));
            out.println(":files");
            return;
        }
        Completion completion = new Completion(CommandGrammar.load(), new DaemonNames(Path.of(daemon)));
        Completion.Offers offers = completion.offers(command, begun);
        offers.all().forEach(each -> print(out, each));
        if (command.isEmpty()) {
            OWN_WORDS.stream().filter(each -> each.text().startsWith(begun)).forEach(each -> print(out, each));
            if (begun.startsWith("-")) {
                OPTIONS.stream().filter(each -> each.text().startsWith(begun)).forEach(each -> print(out, each));
            }
        }
        if (offers.files()) {
            out.println(":files");
        }
    }

    private static void print(PrintStream out, Completion.Offer offer) {
        out.println(offer.meaning().isEmpty() ? offer.text() : offer.text() + '\t' + offer.meaning());
    }
}
