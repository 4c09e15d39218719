package org.jbgp.config.options.protocol;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jbgp.config.base.InterfacePattern;
import org.jbgp.config.base.IpAddress;
import org.jbgp.config.model.BfdConfig;
import org.jbgp.config.model.ProtocolCommon;
import org.jbgp.config.model.ProtocolConfig;
import org.jbgp.config.model.bfd.BfdSessionConfig;
import org.jbgp.config.options.argument.Arguments;
import org.jbgp.config.options.argument.CommonArguments;
import org.jbgp.config.options.argument.Context;
import org.jbgp.config.options.common.BfdSessionOptions;
import org.jbgp.config.options.common.ProtocolDraft;
import org.jbgp.config.options.row.Change;
import org.jbgp.config.options.row.Effect;
import org.jbgp.config.options.row.Option;
import org.jbgp.config.options.row.OptionTable;
import org.jbgp.config.options.row.StatementApplier;
import org.jbgp.config.source.SourcePosition;

/** The options of {@code protocol bfd}. */
public final class BfdOptions {
    public static final OptionTable<BfdDraft> TABLE = new OptionTable<>(List.of(
            Option.<BfdDraft>option(
                            "accept",
                            changes(Effect.RESTART, bfd -> bfd.accepted()),
                            "[ipv4 | ipv6] [direct | multihop]",
                            "all sessions",
                            "Takes some sessions only.",
                            BfdOptions::accept)
                    .onlyNew(),
            Option.<BfdDraft>option(
                            "interface",
                            changes(Effect.LIVE, bfd -> bfd.interfaces()),
                            "<patterns> [{ … }]",
                            "",
                            "What sessions on some interfaces are like; the first that fits counts.",
                            (arguments, draft) -> {
                                List<InterfacePattern> patterns = CommonArguments.interfaceNames(arguments);
                                draft.interfaces.add(new BfdConfig.Interfaces(
                                        patterns, BfdSessionOptions.ofInterface(arguments, "interface")));
                            })
                    .holding(word -> BfdSessionOptions.TABLE),
            Option.<BfdDraft>option(
                            "multihop",
                            changes(Effect.LIVE, bfd -> bfd.multihop()),
                            "[{ … }]",
                            "",
                            "What sessions with neighbors farther away are like.",
                            (arguments, draft) -> draft.multihop = BfdSessionOptions.ofInterface(arguments, "multihop"))
                    .holding(word -> BfdSessionOptions.TABLE),
            Option.<BfdDraft>option(
                    "neighbor",
                    changes(Effect.LIVE, bfd -> bfd.neighbors()),
                    "<address> [% <interface> | dev <string>] [local <address>] [multihop [<switch>]]",
                    "",
                    "A session that no other protocol asks for.",
                    BfdOptions::neighbor),
            Option.<BfdDraft>toggle(
                            "strict bind",
                            changes(Effect.RESTART, bfd -> bfd.strictBind()),
                            "off",
                            "Binds to the local addresses of sessions only.",
                            (draft, on) -> draft.strictBind = on)
                    .onlyNew(),
            Option.<BfdDraft>toggle(
                            "zero udp6 checksum rx",
                            changes(Effect.RESTART, bfd -> bfd.zeroUdp6ChecksumRx()),
                            "off",
                            "Takes UDP over IPv6 without a checksum (RFC 6935).",
                            (draft, on) -> draft.zeroUdp6ChecksumRx = on)
                    .onlyNew(),
            Option.<BfdDraft>option(
                            "express thread group",
                            Change.NOTHING,
                            "<name>",
                            "express",
                            "Threads that send and receive (3.x).",
                            (arguments, draft) -> arguments.name("thread group"))
                    .onlyNew()));

    private BfdOptions() {}

    private static Change changes(Effect effect, Function<BfdConfig, ?> value) {
        return Change.of(BfdConfig.class, effect, value);
    }

    private static void accept(Arguments arguments, BfdDraft draft) {
        BfdConfig.Accepted accepted = BfdConfig.Accepted.ALL;
        while (!arguments.atEnd()) {
            accepted = switch (arguments.choice("ipv4", "ipv6", "direct", "multihop")) {
                case "ipv4" -> new BfdConfig.Accepted(true, false, accepted.direct(), accepted.multihop());
                case "ipv6" -> new BfdConfig.Accepted(false, true, accepted.direct(), accepted.multihop());
                case "direct" -> new BfdConfig.Accepted(accepted.ipv4(), accepted.ipv6(), true, false);
                default -> new BfdConfig.Accepted(accepted.ipv4(), accepted.ipv6(), false, true);
            };
        }
        draft.accepted = accepted;
    }

    private static void neighbor(Arguments arguments, BfdDraft draft) {
        IpAddress address = arguments.address();
        Optional<String> interfaceName = Optional.empty();
        if (arguments.tryPunctuation("%")) {
            interfaceName = Optional.of(arguments.nextIsText() ? arguments.text() : arguments.name("interface"));
        } else if (arguments.tryWords("dev")) {
            interfaceName = Optional.of(arguments.text());
        }
        Optional<IpAddress> local = arguments.tryWords("local") ? Optional.of(arguments.address()) : Optional.empty();
        boolean multihop = arguments.tryWords("multihop") && arguments.toggle();
        if (multihop && interfaceName.isPresent()) {
            throw arguments.failAtLast("a multihop neighbor is not on an interface: leave out '" + interfaceName.get()
                    + "' or 'multihop'");
        }
        if (multihop && local.isEmpty()) {
            throw arguments.failAtLast("a multihop neighbor needs 'local <address>'");
        }
        draft.neighbors.add(new BfdConfig.Neighbor(address, interfaceName, local, multihop));
    }

    /** A BFD protocol while its options are read. */
    public static final class BfdDraft extends ProtocolDraft {
        BfdConfig.Accepted accepted = BfdConfig.Accepted.ALL;
        final List<BfdConfig.Interfaces> interfaces = new ArrayList<>();
        BfdSessionConfig multihop;
        final List<BfdConfig.Neighbor> neighbors = new ArrayList<>();
        boolean strictBind;
        boolean zeroUdp6ChecksumRx;

        public BfdDraft(Context context, SourcePosition position) {
            super(context, position);
        }

        @Override
        protected StatementApplier.Scope<?> own() {
            return new StatementApplier.Scope<>(TABLE, this);
        }

        @Override
        protected ProtocolConfig finish(ProtocolCommon common) {
            return new BfdConfig(
                    common,
                    accepted,
                    interfaces,
                    Optional.ofNullable(multihop),
                    neighbors,
                    strictBind,
                    zeroUdp6ChecksumRx);
        }
    }
}
