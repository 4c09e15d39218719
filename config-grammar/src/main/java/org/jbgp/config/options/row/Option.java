package org.jbgp.config.options.row;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jbgp.config.options.argument.Arguments;

/**
 * One row of an option table.
 *
 * @param words the option's name, word by word
 * @param argument how the argument is written, for people; empty if there is none
 * @param dialects where it exists
 * @param standard its default, for people; empty if there is none
 * @param meaning one sentence
 * @param change how a change of it is seen, and what it asks for
 * @param standing what becomes of it
 * @param action reads the argument and changes the draft
 */
public record Option<D>(
        List<String> words,
        String argument,
        Dialects dialects,
        String standard,
        String meaning,
        Change change,
        Standing standing,
        Action<D> action) {

    /**
     * What becomes of an option.
     *
     * @param state in one word
     * @param note if it is not simply working: what is lost, or why it is refused
     */
    public record Standing(State state, String note) {
        private static final Standing WORKS = new Standing(State.WORKS, "");
    }

    /** The dialects an option exists in. */
    public enum Dialects {
        BOTH("1.6, 2.x"),
        OLD("1.6"),
        NEW("2.x");

        private final String title;

        Dialects(String title) {
            this.title = title;
        }

        public String title() {
            return title;
        }

        public boolean isIn(boolean flat) {
            return this == BOTH || flat == (this == OLD);
        }
    }

    /** What becomes of an option. */
    public enum State {
        /** It does what BIRD's does. */
        WORKS,
        /** It is read and checked, and a warning says what is lost. */
        LOSES,
        /** It is an error. */
        REFUSED
    }

    /** Reads an option's argument and changes the draft. */
    public interface Action<D> {
        void apply(Arguments arguments, D draft);

        /** The options of a block in the argument, by the argument's first word or an empty one; null for no block. */
        default OptionTable<?> inside(String word) {
            return null;
        }
    }

    /** A row outside of protocols, or in the block of another option. */
    public static <D> Option<D> option(
            String words, String argument, String standard, String meaning, Action<D> action) {
        return option(words, Change.ELSEWHERE, argument, standard, meaning, action);
    }

    /** A row of a protocol or a channel. */
    public static <D> Option<D> option(
            String words, Change change, String argument, String standard, String meaning, Action<D> action) {
        return new Option<>(
                List.of(words.split(" ")), argument, Dialects.BOTH, standard, meaning, change, Standing.WORKS, action);
    }

    /** A switch outside of protocols, or in the block of another option. */
    public static <D> Option<D> toggle(String words, String standard, String meaning, Switch<D> action) {
        return toggle(words, Change.ELSEWHERE, standard, meaning, action);
    }

    /** A switch of a protocol or a channel. */
    public static <D> Option<D> toggle(String words, Change change, String standard, String meaning, Switch<D> action) {
        return option(
                words,
                change,
                "[<switch>]",
                standard,
                meaning,
                (arguments, draft) -> action.set(draft, arguments.toggle()));
    }

    /** Takes the value of a switch. */
    public interface Switch<D> {
        void set(D draft, boolean on);
    }

    /** An option refused wherever it stands. */
    public static <D> Option<D> refused(String words, String meaning, String why) {
        return new Option<>(
                List.of(words.split(" ")),
                "",
                Dialects.BOTH,
                "",
                meaning,
                Change.NOTHING,
                new Standing(State.REFUSED, why),
                (arguments, draft) -> {});
    }

    /** The same row for BIRD 1.6 only. */
    public Option<D> onlyOld() {
        return new Option<>(words, argument, Dialects.OLD, standard, meaning, change, standing, action);
    }

    /** The same row for BIRD 2.x and 3.x only. */
    public Option<D> onlyNew() {
        return new Option<>(words, argument, Dialects.NEW, standard, meaning, change, standing, action);
    }

    /** The same row, with a warning of what is lost when it is turned on. */
    public Option<D> loses(String what) {
        return new Option<>(
                words, argument, dialects, standard, meaning, change, new Standing(State.LOSES, what), action);
    }

    /**
     * The same row, whose argument may have a block of options.
     *
     * @param table its options, by the first word of the argument, which is empty if there is none
     */
    public Option<D> holding(Function<String, OptionTable<?>> table) {
        Action<D> reading = new Action<>() {
            @Override
            public void apply(Arguments arguments, D draft) {
                action.apply(arguments, draft);
            }

            @Override
            public OptionTable<?> inside(String word) {
                return table.apply(word);
            }
        };
        return new Option<>(words, argument, dialects, standard, meaning, change, standing, reading);
    }

    /**
     * What may stand in the block of a statement that sets it; empty if it has no block.
     *
     * @param statement the words before the brace
     */
    public Optional<OptionTable<?>> block(List<String> statement) {
        return Optional.ofNullable(action.inside(statement.size() > words.size() ? statement.get(words.size()) : ""));
    }

    /** Whether it is meant rather than another one that a statement begins with too. */
    public boolean isBetter(Option<?> than, boolean flat) {
        if (words.size() != than.words().size()) {
            return words.size() > than.words().size();
        }
        return dialects.isIn(flat) && !than.dialects().isIn(flat);
    }

    /** What becomes of it. */
    public State state() {
        return standing.state();
    }

    /** What is lost, or why it is refused; else empty. */
    public String note() {
        return standing.note();
    }

    /** The words with blanks between them. */
    public String name() {
        return String.join(" ", words);
    }
}
