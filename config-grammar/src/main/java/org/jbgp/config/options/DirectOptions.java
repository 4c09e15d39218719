package org.jbgp.config.options;

import static org.jbgp.config.options.Option.option;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jbgp.config.base.InterfacePattern;
import org.jbgp.config.model.DirectConfig;
import org.jbgp.config.source.SourcePosition;

/** The options of {@code protocol direct}. */
final class DirectOptions {
    static final OptionTable<DirectDraft> TABLE = new OptionTable<>(List.of(
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
    static final class DirectDraft extends ProtocolDraft {
        final List<InterfacePattern> interfaces = new ArrayList<>();
        boolean checkLink;

        DirectDraft(Context context, SourcePosition position) {
            super(context, position);
        }

        @Override
        List<StatementApplier.Scope<?>> scopes() {
            return List.of(
                    new StatementApplier.Scope<>(TABLE, this), new StatementApplier.Scope<>(CommonOptions.TABLE, this));
        }
    }
}
