package org.jbgp.config.options.common;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.antlr.v4.runtime.Token;
import org.jbgp.config.model.bfd.BfdSessionConfig;
import org.jbgp.config.model.bfd.BgpBfd;
import org.jbgp.config.model.bfd.Password;
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
                words, "<time>", standard, meaning, (arguments, draft) -> setter.set(draft, arguments.time(words)));
    }

    private static List<Option<SessionDraft>> times() {
        return List.of(
                time("interval", "", "Both 'min rx interval' and 'min tx interval'.", (draft, seconds) -> {
                    draft.minRx = Optional.of(seconds);
                    draft.minTx = Optional.of(seconds);
                }),
                time(
                        "min rx interval",
                        "10 ms",
                        "Shortest interval of packets this router can receive.",
                        (draft, seconds) -> draft.minRx = Optional.of(seconds)),
                time(
                        "min tx interval",
                        "100 ms",
                        "Shortest interval of packets this router sends.",
                        (draft, seconds) -> draft.minTx = Optional.of(seconds)),
                time(
                        "idle tx interval",
                        "1 s",
                        "Interval of packets while the session is not up.",
                        (draft, seconds) -> draft.idleTx = Optional.of(seconds)));
    }

    private static List<Option<SessionDraft>> others() {
        return List.of(
                Option.<SessionDraft>option(
                        "multiplier",
                        "<1 to 255>",
                        "5",
                        "Packets missed in a row until the session is down.",
                        (arguments, draft) ->
                                draft.multiplier = Optional.of((int) arguments.number("multiplier", 1, 255))),
                Option.<SessionDraft>toggle(
                        "passive",
                        "off",
                        "Says nothing until the neighbor does.",
                        (draft, on) -> draft.passive = Optional.of(on)),
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
                        .onlyNew(),
                Option.<SessionDraft>option(
                                "strict",
                                "[<switch>]",
                                "off",
                                "For BGP: no session before that of BFD is up; an option of jbgpd.",
                                (arguments, draft) -> {
                                    if (!draft.ofBgp) {
                                        throw arguments.failAtLast(
                                                "'strict' belongs in the 'bfd' option of protocol bgp");
                                    }
                                    draft.strict = arguments.toggle();
                                })
                        .onlyNew(),
                Option.<SessionDraft>option(
                        "authentication",
                        "none | simple | [meticulous] keyed md5 | [meticulous] keyed sha1",
                        "none",
                        "How packets are signed; needs a password.",
                        (arguments, draft) -> draft.authentication = Optional.of(authentication(arguments))
                                .filter(type -> type != BfdSessionConfig.Authentication.NONE)));
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

    /** The block of an interface pattern or of {@code multihop} that is next, if one is. */
    public static BfdSessionConfig ofInterface(Arguments arguments, String where) {
        SessionDraft draft = new SessionDraft(false);
        read(arguments, where, draft);
        return draft.session();
    }

    /** The block of a BGP protocol's {@code bfd} that is next. */
    public static BgpBfd ofBgp(Arguments arguments) {
        SessionDraft draft = new SessionDraft(true);
        read(arguments, "bfd", draft);
        return new BgpBfd(draft.graceful, draft.strict, draft.session());
    }

    private static void read(Arguments arguments, String where, SessionDraft draft) {
        Token at = arguments.here();
        if (arguments.nextIsBlock()) {
            StatementApplier.readBlock(arguments, TABLE, draft, where);
        }
        if (draft.authentication.isEmpty() != draft.passwords.isEmpty()) {
            arguments
                    .context()
                    .problems()
                    .warning(
                            at,
                            draft.passwords.isEmpty()
                                    ? "'authentication' needs a 'password' too"
                                    : "a 'password' is not used without 'authentication'");
        }
    }

    /** A block while it is read; times in seconds. */
    public static final class SessionDraft {
        private final boolean ofBgp;
        private Optional<Double> minRx = Optional.empty();
        private Optional<Double> minTx = Optional.empty();
        private Optional<Double> idleTx = Optional.empty();
        private Optional<Integer> multiplier = Optional.empty();
        private Optional<Boolean> passive = Optional.empty();
        private boolean graceful;
        private boolean strict;
        /** {@code none} says as little as nothing, as in BIRD. */
        private Optional<BfdSessionConfig.Authentication> authentication = Optional.empty();

        private final List<Password> passwords = new ArrayList<>();

        public SessionDraft(boolean ofBgp) {
            this.ofBgp = ofBgp;
        }

        private BfdSessionConfig session() {
            return new BfdSessionConfig(minRx, minTx, idleTx, multiplier, passive, authentication, passwords);
        }
    }
}
