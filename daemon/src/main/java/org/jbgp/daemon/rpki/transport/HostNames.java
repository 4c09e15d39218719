package org.jbgp.daemon.rpki.transport;

import io.netty.channel.EventLoop;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.function.Consumer;

/**
 * Addresses of caches that are given by name. The system's resolver may take its time: it has a thread of its own while
 * it is asked.
 */
final class HostNames {
    private HostNames() {}

    /**
     * Finds an address of the same family as our own end, if that is given, else the system's first choice.
     *
     * @param own our end, null for none
     * @param found called on the loop
     * @param failed called on the loop instead
     */
    static void find(
            EventLoop loop, String host, InetAddress own, Consumer<InetAddress> found, Consumer<String> failed) {
        if (isLiteral(host)) {
            look(host, own, found, failed);
        } else {
            Thread.ofPlatform()
                    .name("rpki-names")
                    .daemon()
                    .start(() -> look(
                            host,
                            own,
                            address -> loop.execute(() -> found.accept(address)),
                            reason -> loop.execute(() -> failed.accept(reason))));
        }
    }

    private static boolean isLiteral(String host) {
        return host.indexOf(':') >= 0 || host.chars().allMatch(c -> c == '.' || (c >= '0' && c <= '9'));
    }

    private static void look(String host, InetAddress own, Consumer<InetAddress> found, Consumer<String> failed) {
        try {
            for (InetAddress each : InetAddress.getAllByName(host)) {
                if (own == null || own.getClass().equals(each.getClass())) {
                    found.accept(each);
                    return;
                }
            }
            failed.accept("the name " + host + " has no address of the family of the local address");
        } catch (UnknownHostException e) {
            failed.accept("the name " + host + " cannot be resolved");
        }
    }
}
