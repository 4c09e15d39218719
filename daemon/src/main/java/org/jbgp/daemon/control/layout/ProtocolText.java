package org.jbgp.daemon.control.layout;

import org.jbgp.daemon.control.view.BgpStatus;
import org.jbgp.daemon.control.view.ProtocolStatus;

/** What BIRD 2 says of protocols, for all who say it. Pure. */
public final class ProtocolText {
    private ProtocolText() {}

    /** The state column. */
    public static String state(ProtocolStatus.State state) {
        return switch (state) {
            case DOWN -> "down";
            case START -> "start";
            case WAIT, FEED, UP -> "up";
            case STOP -> "stop";
            case FLUSH -> "flush";
        };
    }

    /** Only protocols that live on one table name it; BGP, pipes and direct do not even when they have one channel. */
    public static String table(ProtocolStatus protocol) {
        return switch (protocol.type()) {
            case "Static", "Kernel" ->
                protocol.channels().isEmpty()
                        ? "---"
                        : protocol.channels().getFirst().table();
            default -> "---";
        };
    }

    /** Why the last session ended, empty if there is nothing to show. */
    public static String error(BgpStatus bgp) {
        return switch (bgp.lastError().kind()) {
            case NONE, MANUAL -> "";
            case OTHER, SOCKET, RECEIVED, SENT, AUTOMATIC_SHUTDOWN ->
                bgp.lastError().kind().prefix() + bgp.lastError().text();
        };
    }

    /** What sort of session it is. */
    public static String sort(BgpStatus.Session session) {
        return (session.internal() ? "internal" : "external")
                + (session.multihop() ? " multihop" : "")
                + (session.reflectorClient() ? " route-reflector" : "")
                + (session.routeServerClient() ? " route-server" : "")
                + (session.as4() ? " AS4" : "");
    }
}
