package org.jbgp.config.options.protocol;

import static org.jbgp.config.options.row.Option.option;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jbgp.config.base.InterfacePattern;
import org.jbgp.config.base.IpAddress;
import org.jbgp.config.base.IpFamily;
import org.jbgp.config.base.IpPrefix;
import org.jbgp.config.model.DeviceConfig;
import org.jbgp.config.model.ProtocolCommon;
import org.jbgp.config.model.ProtocolConfig;
import org.jbgp.config.options.argument.Arguments;
import org.jbgp.config.options.argument.CommonArguments;
import org.jbgp.config.options.argument.Context;
import org.jbgp.config.options.common.ProtocolDraft;
import org.jbgp.config.options.row.Change;
import org.jbgp.config.options.row.Effect;
import org.jbgp.config.options.row.Option;
import org.jbgp.config.options.row.OptionTable;
import org.jbgp.config.options.row.StatementApplier;
import org.jbgp.config.source.SourcePosition;

/** The options of {@code protocol device}. */
public final class DeviceOptions {
    public static final OptionTable<DeviceDraft> TABLE = new OptionTable<>(List.of(
            option(
                    "scan time",
                    changes(Effect.LIVE, device -> device.scanTime()),
                    "<seconds>",
                    "60",
                    "Time between full scans of the interfaces, a minute at least while nothing happens; changes in between are noticed at once.",
                    (arguments, draft) -> draft.scanTime = (int) arguments.number("scan time", 0, 1_000_000)),
            Option.<DeviceDraft>option(
                            "interface",
                            changes(Effect.LIVE, device -> device.interfaces()),
                            "<patterns> [{ preferred <address>; … }]",
                            "",
                            "Which address of an interface is preferred, for each family.",
                            DeviceOptions::preferred)
                    .onlyNew()
                    .holding(word -> DeviceOptions.PREFERRED),
            Option.<DeviceDraft>option(
                            "primary",
                            changes(Effect.LIVE, device -> device.interfaces()),
                            "[<pattern>] <prefix>",
                            "",
                            "Which address of an interface is preferred.",
                            DeviceOptions::primary)
                    .onlyOld()));

    private DeviceOptions() {}

    private static Change changes(Effect effect, Function<DeviceConfig, ?> value) {
        return Change.of(DeviceConfig.class, effect, value);
    }

    private static void preferred(Arguments arguments, DeviceDraft draft) {
        List<InterfacePattern> patterns = CommonArguments.interfaceNames(arguments);
        Preferred preferred = new Preferred();
        if (arguments.nextIsBlock()) {
            StatementApplier.readBlock(arguments, PREFERRED, preferred, "interface");
        }
        draft.interfaces.add(new DeviceConfig.Preferred(
                patterns,
                Optional.ofNullable(preferred.ipv4),
                Optional.ofNullable(preferred.ipv6),
                Optional.ofNullable(preferred.linkLocal)));
    }

    private static void primary(Arguments arguments, DeviceDraft draft) {
        Optional<String> pattern = arguments.nextIsText() ? Optional.of(arguments.text()) : Optional.empty();
        IpPrefix prefix;
        if (arguments.nextIsAddress()) {
            IpAddress address = arguments.address();
            prefix = IpPrefix.of(address, address.family().bits());
        } else {
            prefix = arguments.prefix();
        }
        draft.interfaces.add(new DeviceConfig.Preferred(
                List.of(new InterfacePattern(true, Optional.of(pattern.orElse("*")), Optional.of(prefix))),
                Optional.empty(),
                Optional.empty(),
                Optional.empty()));
    }

    /** An interface block while it is read. */
    public static final class Preferred {
        IpAddress ipv4;
        IpAddress ipv6;
        IpAddress linkLocal;
    }

    public static final OptionTable<Preferred> PREFERRED = new OptionTable<>(List.of(option(
            "preferred", "<address>", "", "The preferred address.", (arguments, preferred) -> {
                IpAddress address = arguments.address();
                if (address.family() == IpFamily.IPV4) {
                    preferred.ipv4 = address;
                } else if (address.isLinkLocal()) {
                    preferred.linkLocal = address;
                } else {
                    preferred.ipv6 = address;
                }
            })));

    /** A device protocol while its options are read. */
    public static final class DeviceDraft extends ProtocolDraft {
        int scanTime = 60;
        final List<DeviceConfig.Preferred> interfaces = new ArrayList<>();

        public DeviceDraft(Context context, SourcePosition position) {
            super(context, position);
        }

        @Override
        protected StatementApplier.Scope<?> own() {
            return new StatementApplier.Scope<>(TABLE, this);
        }

        @Override
        protected ProtocolConfig finish(ProtocolCommon common) {
            context.firstFor("interfaces", common.name())
                    .ifPresent(other -> error("there is already a device protocol, '" + other + "'"));
            return new DeviceConfig(common, scanTime, List.copyOf(interfaces));
        }
    }
}
