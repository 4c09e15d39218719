package org.jbgp.daemon.net;

import io.netty.channel.ChannelException;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import org.jbgp.daemon.net.socket.AoKeys;
import org.jbgp.daemon.net.socket.SocketErrors;
import org.jbgp.daemon.session.fsm.Side;
import org.jbgp.kernel.tcp.InstalledAoKey;
import org.jbgp.kernel.tcp.TcpAoState;

/** The TCP-AO keys of sockets in the words of {@code dump ao keys}; secrets are left out, which BIRD shows. */
final class AoReport {
    private AoReport() {}

    static List<String> listener(String neighbor, Listener listener, InetAddress remote) {
        List<String> lines = new ArrayList<>();
        try {
            List<InstalledAoKey> keys = listener.installedAoKeys(remote);
            lines.add("TCP-AO of " + neighbor + ", listening socket " + listener + ": " + keys.size() + " keys");
            keys.forEach(key -> lines.add(key(key)));
        } catch (ChannelException e) {
            lines.add("TCP-AO of " + neighbor + ", listening socket: " + SocketErrors.text(e));
        }
        return lines;
    }

    static List<String> connection(String neighbor, Side side, AoKeys socket) {
        List<String> lines = new ArrayList<>();
        String who = "TCP-AO of " + neighbor + ", " + side.label().toLowerCase(java.util.Locale.ROOT) + " connection: ";
        try {
            TcpAoState state = socket.state();
            lines.add(who + "current key " + state.current() + ", rnext key " + state.next() + ", good packets "
                    + state.good() + ", bad packets " + state.bad());
            socket.installed().forEach(key -> lines.add(key(key)));
        } catch (ChannelException e) {
            lines.add(who + SocketErrors.text(e));
        }
        return lines;
    }

    private static String key(InstalledAoKey key) {
        return "Key " + key.ids() + " for " + key.peer() + "/" + key.prefixLength() + ": "
                + (key.current() ? "current, " : "")
                + (key.next() ? "rnext, " : "")
                + "algo " + key.algorithm();
    }
}
