package org.jbgp.daemon.control;

import java.io.IOException;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jbgp.config.base.DebugFlag;
import org.jbgp.config.filter.tree.Filter;
import org.jbgp.config.model.FilterRef;
import org.jbgp.daemon.control.layout.Reply;
import org.jbgp.daemon.control.view.MrtOrder;
import org.jbgp.daemon.control.view.ProtocolStatus;
import org.jbgp.daemon.control.view.RouteTables;
import org.jbgp.daemon.control.words.CommandArguments;
import org.jbgp.daemon.control.words.CommandException;
import org.jbgp.daemon.control.words.ControlCommand;
import org.jbgp.daemon.control.words.Words;

/** {@code mrt dump}, which writes tables into MRT files at once, and {@code mrtdump}, about what neighbors send. */
final class MrtCommands {
    private static final int FAILED = 8009;
    private static final List<String> OPTIONS = List.of("table", "to", "filter", "where");

    /** The command. */
    record Dump(MrtOrder order) implements ControlCommand {}

    /** What protocols shall write; no flags for {@code off}. */
    record Updates(ControlCommand.Selector selector, Set<DebugFlag> flags) implements ControlCommand {}

    private MrtCommands() {}

    static Updates parseUpdates(Words words) throws CommandException {
        ControlCommand.Selector selector = CommandArguments.selector(words);
        Set<DebugFlag> flags = EnumSet.noneOf(DebugFlag.class);
        if (words.takeMark('{')) {
            do {
                boolean states = words.keyword(List.of("states", "messages")).equals("states");
                flags.add(states ? DebugFlag.STATES : DebugFlag.PACKETS);
            } while (words.takeMark(','));
            if (!words.takeMark('}')) {
                throw words.unexpected("}");
            }
        } else if (words.keyword(List.of("all", "off")).equals("all")) {
            flags = EnumSet.of(DebugFlag.STATES, DebugFlag.PACKETS);
        }
        return new Updates(selector, flags);
    }

    static void updates(CommandRunner session, Updates updates, Reply reply) throws CommandException, IOException {
        for (ProtocolStatus protocol : ProtocolCommands.select(session, updates.selector())) {
            session.ports().commands().mrtdump(protocol.name(), updates.flags());
        }
        reply.end(0, "");
    }

    static Dump parse(Words words) throws CommandException {
        String table = null;
        boolean several = false;
        String file = null;
        FilterRef filter = null;
        while (!words.atEnd()) {
            switch (words.keyword(OPTIONS)) {
                case "table" -> {
                    several = words.atString();
                    table = CommandArguments.once("Table", table, words.take("table name or pattern"));
                }
                case "to" -> file = CommandArguments.once("File", file, words.take("file"));
                case "filter" -> filter = once(filter, words.phrase(words.language()::filter));
                default -> filter = once(filter, words.phrase(words.language()::where));
            }
        }
        if (table == null) {
            throw CommandException.syntax("Table not specified");
        }
        if (file == null) {
            throw CommandException.syntax("File not specified");
        }
        return new Dump(new MrtOrder(
                several ? null : table,
                several ? table : null,
                filter == null ? new FilterRef.All() : filter,
                file,
                false));
    }

    private static FilterRef once(FilterRef before, Filter now) throws CommandException {
        if (before != null) {
            throw CommandException.syntax("Filter specified twice");
        }
        return new FilterRef.Inline(now);
    }

    static void dump(CommandRunner session, Dump dump, Reply reply) throws CommandException, IOException {
        String name = dump.order().table();
        if (name != null) {
            RouteTables.Table table = session.ports().tables().tables().stream()
                    .filter(each -> each.name().equals(name))
                    .findFirst()
                    .orElseThrow(() -> CommandException.syntax(name + " is not a table"));
            if (!table.holdsRoutes()) {
                throw CommandException.syntax(name + " holds no routes");
            }
        }
        for (String problem : session.ports().commands().dump(dump.order())) {
            reply.row(FAILED, problem);
        }
        reply.end(0, "");
    }
}
