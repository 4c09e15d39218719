package org.jbgp.daemon.control;

import java.io.IOException;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jbgp.daemon.control.layout.Reply;
import org.jbgp.daemon.control.words.CommandException;
import org.jbgp.daemon.control.words.ControlCommand;
import org.jbgp.daemon.control.words.Words;

/**
 * All that is known of one command. Parser, {@code help}, access, completion and the list in {@code docs/commands.md}
 * read it.
 *
 * @param words that name it
 * @param arguments behind the words, as {@code help} shows them
 * @param meaning one line for {@code help}
 * @param traits what else holds for it
 * @param reader takes its arguments
 * @param action carries it out
 * @param <C> its arguments as a value
 */
record CommandRow<C extends ControlCommand>(
        List<String> words, String arguments, String meaning, Set<Trait> traits, Reader<C> reader, Action<C> action) {

    /** What a command may be. */
    enum Trait {
        /** A restricted session must not run it. */
        RESTRICTED,
        /** It answers in JSON too. */
        JSON,
        /**
         * Its last word is not abbreviated, and not expected: BIRD 2 has no such command, so that a short form means
         * another one.
         */
        EXACT,
        /** Another way to say a listed command: {@code help} and lists leave it out. */
        UNLISTED
    }

    /** Takes the arguments from a line; what it leaves there is a mistake. */
    @FunctionalInterface
    interface Reader<C> {
        C read(Words words) throws CommandException;
    }

    /** Carries a command out and completes its reply. */
    @FunctionalInterface
    interface Action<C> {
        void run(CommandRunner session, C command, Reply reply) throws CommandException, IOException;
    }

    /** A command as somebody gave it. */
    record Order<C extends ControlCommand>(CommandRow<C> row, C command) {
        void run(CommandRunner session, Reply reply) throws CommandException, IOException {
            row.action().run(session, command, reply);
        }
    }

    CommandRow {
        words = List.copyOf(words);
        traits = Set.copyOf(traits);
    }

    /** A command of one or several words that changes nothing. */
    static <C extends ControlCommand> CommandRow<C> of(
            String words, String arguments, String meaning, Reader<C> reader, Action<C> action) {
        return new CommandRow<>(List.of(words.split(" ", -1)), arguments, meaning, Set.of(), reader, action);
    }

    /** The same command with this trait. */
    CommandRow<C> with(Trait trait) {
        Set<Trait> all = EnumSet.of(trait);
        all.addAll(traits);
        return new CommandRow<>(words, arguments, meaning, all, reader, action);
    }

    boolean is(Trait trait) {
        return traits.contains(trait);
    }

    /** Its words as one text. */
    String name() {
        return String.join(" ", words);
    }

    /** Words and arguments. */
    String usage() {
        return name() + (arguments.isEmpty() ? "" : " " + arguments);
    }

    Order<C> order(Words line) throws CommandException {
        C command = reader.read(line);
        line.expectEnd();
        return new Order<>(this, command);
    }
}
