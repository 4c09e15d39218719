package org.jbgp.config.options.common;

import java.time.DateTimeException;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jbgp.config.model.bfd.Password;
import org.jbgp.config.options.argument.Arguments;
import org.jbgp.config.options.row.Option;
import org.jbgp.config.options.row.OptionTable;
import org.jbgp.config.options.row.StatementApplier;

/** Keys of protocols that sign their packets: {@code password "…" { … }} and {@code passwords { … }}. */
public final class PasswordOptions {
    private static final String MEANING = "A key; several may be given.";
    private static final DateTimeFormatter DAY_AND_TIME = DateTimeFormatter.ofPattern("uuuu-M-d H:m:s[.SSSSSS]");

    /** The block of a password. */
    public static final OptionTable<PasswordDraft> TABLE = new OptionTable<>(List.of(
            time("generate from", "First moment the key signs.", (draft, time) -> draft.generateFrom = time),
            time("generate to", "Last moment the key signs.", (draft, time) -> draft.generateTo = time),
            time("accept from", "First moment the key is accepted.", (draft, time) -> draft.acceptFrom = time),
            time("accept to", "Last moment the key is accepted.", (draft, time) -> draft.acceptTo = time),
            time("from", "Both 'generate from' and 'accept from'.", (draft, time) -> {
                draft.generateFrom = time;
                draft.acceptFrom = time;
            }),
            time("to", "Both 'generate to' and 'accept to'.", (draft, time) -> {
                draft.generateTo = time;
                draft.acceptTo = time;
            }),
            Option.<PasswordDraft>option(
                    "id",
                    "<0 to 255>",
                    "1 for the first key, 2 for the second, …",
                    "Number sent along with the signature.",
                    (arguments, draft) -> draft.id = (int) arguments.number("id", 0, 255)),
            Option.refused(
                    "algorithm",
                    "Algorithm of the signature.",
                    "the option 'authentication' chooses it for all keys of a BFD session")));

    private PasswordOptions() {}

    private interface TimeSetter {
        void set(PasswordDraft draft, Optional<LocalDateTime> time);
    }

    private static Option<PasswordDraft> time(String words, String meaning, TimeSetter setter) {
        return Option.<PasswordDraft>option(
                words,
                "<\"YYYY-MM-DD [hh:mm:ss[.ffffff]]\">",
                "no limit",
                meaning,
                (arguments, draft) -> setter.set(draft, Optional.of(dateTime(arguments))));
    }

    private static LocalDateTime dateTime(Arguments arguments) {
        String text = arguments.text();
        try {
            String whole = text.contains(" ") ? text : text + " 0:0:0";
            int point = whole.indexOf('.');
            return LocalDateTime.parse(
                    point < 0 ? whole : whole + "0".repeat(Math.max(0, 6 - (whole.length() - point - 1))),
                    DAY_AND_TIME);
        } catch (DateTimeException notATime) {
            throw arguments.failAtLast("'" + text + "' is not a time: expected \"YYYY-MM-DD hh:mm:ss\"");
        }
    }

    /** The rows of a block whose draft collects keys. */
    public static <D> List<Option<D>> rows(Function<D, List<Password>> keys) {
        OptionTable<D> items = new OptionTable<>(items(keys));
        List<Option<D>> rows = new ArrayList<>(items.rows());
        rows.add(Option.<D>option(
                        "passwords",
                        "{ password …; … }",
                        "",
                        "Several keys in one block.",
                        (arguments, draft) -> StatementApplier.readBlock(arguments, items, draft, "passwords"))
                .holding(word -> items));
        return rows;
    }

    private static <D> List<Option<D>> items(Function<D, List<Password>> keys) {
        return List.of(
                Option.<D>option(
                                "password",
                                "<string> | <bytes> [{ … }]",
                                "",
                                MEANING,
                                (arguments, draft) -> read(arguments, keys.apply(draft)))
                        .holding(word -> TABLE),
                Option.<D>option(
                                "key",
                                "<string> | <bytes> [{ … }]",
                                "",
                                "Another word for 'password'.",
                                (arguments, draft) -> read(arguments, keys.apply(draft)))
                        .onlyNew()
                        .holding(word -> TABLE));
    }

    private static void read(Arguments arguments, List<Password> into) {
        List<Byte> key = arguments.key();
        if (key.isEmpty()) {
            throw arguments.failAtLast("the key is empty");
        }
        PasswordDraft draft = new PasswordDraft();
        draft.id = into.size() + 1;
        if (arguments.nextIsBlock()) {
            StatementApplier.readBlock(arguments, TABLE, draft, "password");
        }
        into.add(new Password(key, draft.id, draft.generateFrom, draft.generateTo, draft.acceptFrom, draft.acceptTo));
    }

    /** A key's block while it is read. */
    public static final class PasswordDraft {
        int id;
        Optional<LocalDateTime> generateFrom = Optional.empty();
        Optional<LocalDateTime> generateTo = Optional.empty();
        Optional<LocalDateTime> acceptFrom = Optional.empty();
        Optional<LocalDateTime> acceptTo = Optional.empty();
    }
}
