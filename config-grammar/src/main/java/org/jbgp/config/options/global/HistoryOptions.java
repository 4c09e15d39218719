package org.jbgp.config.options.global;

import java.util.List;
import java.util.Optional;
import org.jbgp.config.model.router.History;
import org.jbgp.config.options.argument.Arguments;
import org.jbgp.config.options.row.Option;
import org.jbgp.config.options.row.OptionTable;
import org.jbgp.config.options.row.StatementApplier;

/** The block of {@code history}: what is remembered of changes. */
public final class HistoryOptions {
    private static final long MEGABYTE = 1 << 20;

    /** More is no help in a minute that matters, and less than this holds no full segment of each shard. */
    private static final int MOST_MEGABYTES = 16_384;

    private static final int MOST_REJECTED = 4096;

    private HistoryOptions() {}

    /** The block while it is read. */
    public static final class HistoryDraft {
        private boolean on;
        private long memory = History.OFF.memory();
        private int age = History.OFF.age();
        private String journal;
        private int rejected = History.OFF.rejected();

        History build() {
            return new History(on, memory, age, rejected, Optional.ofNullable(journal));
        }
    }

    /** What may stand in it. */
    public static final OptionTable<HistoryDraft> TABLE = new OptionTable<>(List.of(
            Option.option(
                    "memory",
                    "<number> MB",
                    "32 MB",
                    "Memory it may take; the oldest changes go when it is full.",
                    HistoryOptions::memory),
            Option.option(
                    "age",
                    "<number> minutes | hours | days",
                    "24 hours",
                    "How long a change is kept, if the memory is enough for it.",
                    HistoryOptions::age),
            Option.option(
                    "journal",
                    "<file>",
                    "",
                    "File that changes are written to, so that they survive a restart; beside it there may be one with"
                            + " '.1' behind its name, and both together take as much as 'memory'.",
                    (arguments, draft) -> draft.journal = arguments.text()),
            Option.option(
                    "rejected",
                    "<number>",
                    "64",
                    "How many of the routes that its import filter rejected last each channel remembers in each shard,"
                            + " also with 'history off'; 0 for none.",
                    (arguments, draft) -> draft.rejected = (int) arguments.number("routes", 0, MOST_REJECTED))));

    private static void memory(Arguments arguments, HistoryDraft draft) {
        draft.memory = arguments.number("megabytes", 1, MOST_MEGABYTES) * MEGABYTE;
        arguments.words("MB");
    }

    private static void age(Arguments arguments, HistoryDraft draft) {
        long number = arguments.number("a time", 1, 10_000);
        draft.age = Math.toIntExact(number
                * switch (arguments.choice("minutes", "hours", "days")) {
                    case "minutes" -> 60;
                    case "hours" -> 3600;
                    default -> 86_400;
                });
    }

    static void read(Arguments arguments, GlobalDraft draft) {
        if (draft.history != null) {
            throw arguments.failAtLast("there is already a 'history'");
        }
        HistoryDraft history = new HistoryDraft();
        history.on = arguments.nextIsBlock() || arguments.toggle();
        if (arguments.nextIsBlock()) {
            StatementApplier.readBlock(arguments, TABLE, history, "history");
        }
        draft.history = history;
    }
}
