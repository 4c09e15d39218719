package org.jbgp.daemon.control.words;

import org.jbgp.daemon.control.view.RouteQuery;

/**
 * Arguments that narrow a command down: {@code [<prefix>] [<protocol>]}.
 *
 * @param prefix null for all
 * @param protocol name, null for all
 */
public record PrefixOrProtocol(RouteQuery.Prefix prefix, String protocol) implements ControlCommand {

    /** Neither of them. */
    public static final PrefixOrProtocol ALL = new PrefixOrProtocol(null, null);

    public static PrefixOrProtocol parse(Words words) throws CommandException {
        PrefixOrProtocol all = ALL;
        while (!words.atEnd()) {
            all = all.and(words);
        }
        return all;
    }

    /** With the one that is said next. */
    public PrefixOrProtocol and(Words words) throws CommandException {
        if (!words.atWord() || !ShowRouteParser.isAddress(words.peek())) {
            return new PrefixOrProtocol(
                    prefix, CommandArguments.once("Protocol", protocol, words.take("prefix or protocol")));
        }
        if (prefix != null) {
            throw CommandException.syntax("Only one prefix expected");
        }
        return new PrefixOrProtocol(ShowRouteParser.prefix(words.take("prefix"), true), protocol);
    }
}
