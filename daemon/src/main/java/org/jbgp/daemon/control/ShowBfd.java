package org.jbgp.daemon.control;

import java.io.IOException;
import java.util.List;
import java.util.function.Predicate;
import org.jbgp.config.base.IpAddress;
import org.jbgp.config.base.IpPrefix;
import org.jbgp.daemon.control.layout.Reply;
import org.jbgp.daemon.control.layout.ReplyText;
import org.jbgp.daemon.control.view.BfdStatus;
import org.jbgp.daemon.control.view.RouterStatus;
import org.jbgp.daemon.control.words.CommandArguments;
import org.jbgp.daemon.control.words.CommandException;
import org.jbgp.daemon.control.words.ControlCommand;
import org.jbgp.daemon.control.words.Words;

/** {@code show bfd sessions}, in BIRD's layouts. */
final class ShowBfd {
    /**
     * The command.
     *
     * @param protocol null for all
     * @param wanted which sessions
     */
    record Command(String protocol, boolean all, Predicate<BfdStatus.Session> wanted) implements ControlCommand {}

    private ShowBfd() {}

    static Command parse(Words words) throws CommandException {
        String protocol = null;
        boolean all = false;
        Predicate<BfdStatus.Session> wanted = session -> true;
        String family = null;
        String sort = null;
        while (!words.atEnd()) {
            if (words.takeExactly("address")) {
                wanted = wanted.and(inside(words.take("address or prefix")));
            } else if (words.takeExactly("interface") || words.takeExactly("dev")) {
                String name = words.take("interface name");
                wanted = wanted.and(session -> name.equals(session.interfaceName()));
            } else if (words.takeExactly("all")) {
                all = true;
            } else {
                String said = words.take("protocol name");
                switch (said) {
                    case "ipv4", "ipv6" -> {
                        family = oneOf(family, said);
                        int length = said.equals("ipv4") ? 4 : 16;
                        wanted = wanted.and(session -> session.address().getAddress().length == length);
                    }
                    case "direct", "multihop" -> {
                        sort = oneOf(sort, said);
                        boolean direct = said.equals("direct");
                        wanted = wanted.and(session -> direct == (session.interfaceName() != null));
                    }
                    default -> protocol = CommandArguments.once("Protocol", protocol, said);
                }
            }
        }
        return new Command(protocol, all, wanted);
    }

    private static String oneOf(String before, String now) throws CommandException {
        if (before != null && !before.equals(now)) {
            String[] both = before.compareTo(now) < 0 ? new String[] {before, now} : new String[] {now, before};
            throw CommandException.syntax("Options '" + both[0] + "' and '" + both[1] + "' are mutually exclusive");
        }
        return now;
    }

    private static Predicate<BfdStatus.Session> inside(String text) throws CommandException {
        IpPrefix prefix = IpPrefix.parse(text)
                .or(() -> IpAddress.parse(text)
                        .map(address -> IpPrefix.of(address, address.family().bits())))
                .orElseThrow(() ->
                        CommandException.syntax("syntax error, unexpected " + text + ", expecting address or prefix"));
        return session -> IpAddress.parse(ReplyText.address(session.address()))
                .filter(prefix::contains)
                .isPresent();
    }

    static void run(CommandRunner session, Command show, Reply reply) throws CommandException, IOException {
        List<BfdStatus> protocols = session.ports().view().bfd();
        if (show.protocol() != null) {
            protocols = protocols.stream()
                    .filter(each -> each.protocol().equals(show.protocol()))
                    .toList();
            if (protocols.isEmpty()) {
                boolean known = session.ports().view().protocols().stream()
                        .anyMatch(each -> each.name().equals(show.protocol()));
                throw CommandException.syntax(show.protocol() + (known ? ": Not a BFD protocol" : ": Not a protocol"));
            }
        }
        if (protocols.isEmpty()) {
            throw CommandException.syntax("There is no BFD protocol running");
        }
        RouterStatus status = session.ports().view().status();
        for (BfdStatus protocol : protocols) {
            BfdStatus chosen = new BfdStatus(
                    protocol.protocol(),
                    protocol.up(),
                    protocol.sessions().stream().filter(show.wanted()).toList());
            session.layout().bfd(reply, chosen, show.all(), status);
        }
        reply.end(0, "");
    }
}
