package org.jbgp.daemon.control;

import org.jbgp.daemon.control.view.RouteQuery;

/**
 * Arguments that narrow a command down: {@code [<prefix>] [<protocol>]}.
 *
 * @param prefix null for all
 * @param protocol name, null for all
 */
record PrefixOrProtocol(RouteQuery.Prefix prefix, String protocol) implements ControlCommand {

    static PrefixOrProtocol parse(Words words) throws CommandException {
        RouteQuery.Prefix prefix = null;
        String protocol = null;
        while (!words.atEnd()) {
            if (prefix == null && words.atWord() && ShowRouteParser.isAddress(words.peek())) {
                prefix = ShowRouteParser.prefix(words.take("prefix"), true);
            } else if (protocol == null) {
                protocol = words.take("prefix or protocol");
            } else {
                throw words.unexpected("end of command");
            }
        }
        return new PrefixOrProtocol(prefix, protocol);
    }
}
