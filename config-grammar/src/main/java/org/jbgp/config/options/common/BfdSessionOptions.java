package org.jbgp.config.options.common;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.antlr.v4.runtime.Token;
import org.jbgp.config.model.BfdSessionConfig;
import org.jbgp.config.model.Password;
import org.jbgp.config.options.argument.Arguments;
import org.jbgp.config.options.row.Option;
import org.jbgp.config.options.row.OptionTable;
import org.jbgp.config.options.row.StatementApplier;

/**
 * What BFD sessions are like: the blocks of {@code interface} and {@code multihop}, and of a BGP protocol's {@code
 * bfd}.
 */
public final class BfdSessionOptions {
    public static final OptionTable<SessionDraft> TABLE =
            new OptionTable<>(times(), others(), PasswordOptions.rows(draft -> draft.passwords));

    private BfdSessionOptions() {}

    private interface TimeSetter {
        void set(SessionDraft draft, double seconds);
    }

    private static Option<SessionDraft> time(String words, String standard, String meaning, TimeSetter setter) {
        return Option.<SessionDraft>option(
                        words,
                        "<time>",
                        standard,
                        meaning,
                        (arguments, draft) -> setter.set(draft, arguments.time(words)))
                .later();
    }

    private static List<Option<SessionDraft>> times() {
        return List.of(
                time("interval", "", "Both 'min rx interval' and 'min tx interval'.", (draft, seconds) -> {
                    draft.minRx = seconds;
                    draft.minTx = seconds;
                }),
                time(
                        "min rx interval",
                        "10 ms",
                        "Shortest interval of packets this router can receive.",
                        (draft, seconds) -> draft.minRx = seconds),
                time(
                        "min tx interval",
                        "100 ms",
                        "Shortest interval of packets this router sends.",
                        (draft, seconds) -> draft.minTx = seconds),
                time(
                        "idle tx interval",
                        "1 s",
                        "Interval of packets while the session is not up.",
                        (draft, seconds) -> draft.idleTx = seconds));
    }

    private static List<Option<SessionDraft>> others() {
        return List.of(
                Option.<SessionDraft>option(
                                "multiplier",
                                "<1 to 255>",
                                "5",
                                "Packets missed in a row until the session is down.",
                                (arguments, draft) -> draft.multiplier = (int) arguments.number("multiplier", 1, 255))
                        .later(),
                Option.<SessionDraft>toggle(
                                "passive",
                                "off",
                                "Says nothing until the neighbor does.",
                                (draft, on) -> draft.passive = on)
                        .later(),
                Option.<SessionDraft>option(
                                "graceful",
                                "",
                                "off",
                                "For BGP: a lost session starts a graceful restart instead of ending the session.",
                                (arguments, draft) -> {
                                    if (!draft.ofBgp) {
                                        throw arguments.failAtLast(
                                                "'graceful' belongs in the 'bfd' option of protocol bgp");
                                    }
                                    draft.graceful = true;
                                })
                        .later()
                        .onlyNew(),
                Option.<SessionDraft>option(
                                "authentication",
                                "none | simple | [meticulous] keyed md5 | [meticulous] keyed sha1",
                                "none",
                                "How packets are signed; needs a password.",
                                (arguments, draft) -> draft.authentication = authentication(arguments))
                        .later());
    }

    private static BfdSessionConfig.Authentication authentication(Arguments arguments) {
        String word = arguments.choice("none", "simple", "keyed", "meticulous");
        if (word.equals("none")) {
            return BfdSessionConfig.Authentication.NONE;
        }
        if (word.equals("simple")) {
            return BfdSessionConfig.Authentication.SIMPLE;
        }
        if (word.equals("meticulous")) {
            arguments.words("keyed");
        }
        String hash = arguments.choice("md5", "sha1").toUpperCase(Locale.ROOT);
        return BfdSessionConfig.Authentication.valueOf(
                (word.equals("meticulous") ? "METICULOUS_" : "") + "KEYED_" + hash);
    }

    /** The block that is next, or the defaults if none is. */
    public static BfdSessionConfig read(Arguments arguments, String where, boolean ofBgp) {
        SessionDraft draft = new SessionDraft(ofBgp);
        Token at = arguments.here();
        if (arguments.nextIsBlock()) {
            new StatementApplier(arguments.context())
                    .applyAll(arguments.block(), List.of(new StatementApplier.Scope<>(TABLE, draft)), where);
        }
        if ((draft.authentication == BfdSessionConfig.Authentication.NONE) != draft.passwords.isEmpty()) {
            arguments
                    .context()
                    .problems()
                    .warning(
                            at,
                            draft.passwords.isEmpty()
                                    ? "'authentication' needs a 'password' too"
                                    : "a 'password' is not used without 'authentication'");
        }
        return new BfdSessionConfig(
                draft.minRx,
                draft.minTx,
                draft.idleTx,
                draft.multiplier,
                draft.passive,
                draft.graceful,
                draft.authentication,
                draft.passwords);
    }

    /** A block while it is read; times in seconds. */
    public static final class SessionDraft {
        private final boolean ofBgp;
        private double minRx = 0.01;
        private double minTx = 0.1;
        private double idleTx = 1;
        private int multiplier = 5;
        private boolean passive;
        private boolean graceful;
        private BfdSessionConfig.Authentication authentication = BfdSessionConfig.Authentication.NONE;
        private final List<Password> passwords = new ArrayList<>();

        public SessionDraft(boolean ofBgp) {
            this.ofBgp = ofBgp;
        }
    }
}
