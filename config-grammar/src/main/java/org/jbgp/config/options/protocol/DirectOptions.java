package org.jbgp.config.options.protocol;

import static org.jbgp.config.options.row.Option.option;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jbgp.config.base.InterfacePattern;
import org.jbgp.config.model.DirectConfig;
import org.jbgp.config.model.ProtocolCommon;
import org.jbgp.config.model.ProtocolConfig;
import org.jbgp.config.options.argument.CommonArguments;
import org.jbgp.config.options.argument.Context;
import org.jbgp.config.options.common.ProtocolDraft;
import org.jbgp.config.options.row.Change;
import org.jbgp.config.options.row.Effect;
import org.jbgp.config.options.row.OptionTable;
import org.jbgp.config.options.row.StatementApplier;
import org.jbgp.config.source.SourcePosition;

/** The options of {@code protocol direct}. */
public final class DirectOptions {
    public static final OptionTable<DirectDraft> TABLE = new OptionTable<>(List.of(
            option(
                    "interface",
                    changes(Effect.RESTART, direct -> direct.interfaces()),
                    "[-] <pattern> [<prefix>], …",
                    "all",
                    "Interfaces whose networks become routes; the first item that fits decides.",
                    (arguments, draft) -> draft.interfaces.addAll(CommonArguments.interfaces(arguments))),
            option(
                    "check link",
                    changes(Effect.RESTART, direct -> direct.checkLink()),
                    "[<switch>]",
                    "off",
                    "Leaves out interfaces without link.",
                    (arguments, draft) -> draft.checkLink = arguments.toggle())));

    private DirectOptions() {}

    private static Change changes(Effect effect, Function<DirectConfig, ?> value) {
        return Change.of(DirectConfig.class, effect, value);
    }

    /** A direct protocol while its options are read. */
    public static final class DirectDraft extends ProtocolDraft {
        final List<InterfacePattern> interfaces = new ArrayList<>();
        boolean checkLink;

        public DirectDraft(Context context, SourcePosition position) {
            super(context, position);
        }

        @Override
        protected StatementApplier.Scope<?> own() {
            return new StatementApplier.Scope<>(TABLE, this);
        }

        @Override
        protected ProtocolConfig finish(ProtocolCommon common) {
            return new DirectConfig(common, channelConfigs(), List.copyOf(interfaces), checkLink);
        }
    }
}
