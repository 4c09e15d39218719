package org.jbgp.config.options.bgp;

import static org.jbgp.config.options.row.Option.option;

import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jbgp.config.model.BgpConfig;
import org.jbgp.config.options.argument.Arguments;
import org.jbgp.config.options.row.Change;
import org.jbgp.config.options.row.Effect;
import org.jbgp.config.options.row.Option;

/** What rows of {@code protocol bgp} are made with. */
final class BgpRows {
    /** The largest time of 16 bits. */
    static final int MOST_SECONDS = 65535;

    private static final long MOST = 0xffff_ffffL;
    private static final Pattern WITH_LETTERS = Pattern.compile("(?i)as[0-9]+");
    private static final Pattern DOTTED = Pattern.compile("([0-9]{1,5})\\.([0-9]{1,5})");

    private BgpRows() {}

    /** How a change of a row is seen, and what it asks for. */
    static Change changes(Effect effect, Function<BgpConfig, ?> value) {
        return Change.of(BgpConfig.class, effect, value);
    }

    /** A switch. */
    static Option<BgpDraft> toggle(
            String words, Change change, String standard, String meaning, Option.Switch<BgpDraft> action) {
        return Option.toggle(words, change, standard, meaning, action);
    }

    /** Takes a number. */
    interface NumberSetter {
        void set(BgpDraft draft, int value);
    }

    /** A time of at least so many seconds. */
    static Option<BgpDraft> seconds(
            String words, Change change, int least, String standard, String meaning, NumberSetter setter) {
        return option(
                words,
                change,
                "<seconds>",
                standard,
                meaning,
                (arguments, draft) -> setter.set(draft, (int) arguments.number(words, least, MOST_SECONDS)));
    }

    /** An AS number. */
    static long asn(Arguments arguments) {
        if (!arguments.atEnd() && !arguments.nextIsConstant()) {
            String text = arguments.peek().token().getText();
            if (WITH_LETTERS.matcher(text).matches()) {
                throw arguments.fail("an AS number is written without 'AS': " + text.substring(2));
            }
            Matcher dotted = DOTTED.matcher(text);
            if (dotted.matches()) {
                long number = Long.parseLong(dotted.group(1)) << 16 | Long.parseLong(dotted.group(2));
                throw arguments.fail("an AS number is written as one number: " + number + ", not " + text);
            }
        }
        return arguments.number("an AS number", 1, MOST);
    }
}
