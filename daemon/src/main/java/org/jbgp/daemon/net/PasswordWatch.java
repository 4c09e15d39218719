package org.jbgp.daemon.net;

import io.netty.channel.EventLoop;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jbgp.daemon.net.connection.Futures;
import org.jbgp.daemon.net.socket.SignatureCounters;
import org.jbgp.daemon.session.LastError;

/**
 * Names wrong TCP MD5 passwords and wrong keys of TCP-AO. The kernel drops the segments and only counts them, so every
 * few seconds, while some neighbor has no connection, the counters are compared: a neighbor that is silent while they
 * grow is suspected. One event loop.
 */
final class PasswordWatch {
    private static final long INTERVAL_SECONDS = 5;
    private static final String PASSWORD = "password";
    private static final String KEYS = "keys";

    private final Collection<BgpNeighbor> neighbors;
    private SignatureCounters before;

    PasswordWatch(Collection<BgpNeighbor> neighbors) {
        this.neighbors = neighbors;
    }

    void start(EventLoop loop) {
        Futures.forget(loop.scheduleWithFixedDelay(this::look, INTERVAL_SECONDS, INTERVAL_SECONDS, TimeUnit.SECONDS));
    }

    private void look() {
        List<BgpNeighbor> silent = new ArrayList<>();
        for (BgpNeighbor neighbor : neighbors) {
            if (neighbor.isSilent()) {
                silent.add(neighbor);
            }
        }
        if (silent.isEmpty()) {
            before = null;
            return;
        }
        SignatureCounters now = SignatureCounters.read();
        if (before != null) {
            suspect(silent, now.since(before));
        }
        before = now;
    }

    private static void suspect(List<BgpNeighbor> silent, SignatureCounters dropped) {
        List<BgpNeighbor> withPassword = new ArrayList<>();
        List<BgpNeighbor> withAo = new ArrayList<>();
        List<BgpNeighbor> without = new ArrayList<>();
        for (BgpNeighbor neighbor : silent) {
            boolean password = !neighbor.settings().password().isEmpty();
            boolean ao = !neighbor.settings().aoKeys().isEmpty();
            (password ? withPassword : ao ? withAo : without).add(neighbor);
        }
        if (dropped.md5().wrong() > 0) {
            suspect(withPassword, "Wrong TCP MD5 password", PASSWORD);
        } else if (dropped.md5().missing() > 0) {
            suspect(withPassword, "Neighbor has no TCP MD5 password", PASSWORD);
        }
        if (dropped.md5().unexpected() > 0) {
            suspect(without, "Neighbor has a TCP MD5 password", PASSWORD);
        }
        if (dropped.ao().wrong() > 0) {
            suspect(withAo, "Wrong TCP-AO key", KEYS);
        } else if (dropped.ao().unexpected() > 0 && !withAo.isEmpty()) {
            suspect(withAo, "Neighbor uses a TCP-AO key of another id", KEYS);
        } else if (dropped.ao().unexpected() > 0) {
            suspect(without, "Neighbor has TCP-AO keys", KEYS);
        } else if (dropped.ao().missing() > 0) {
            suspect(withAo, "Neighbor has no TCP-AO key", KEYS);
        }
    }

    private static void suspect(List<BgpNeighbor> suspects, String text, String option) {
        suspects.forEach(each -> each.suspect(error(text, suspects.size(), option)));
    }

    private static LastError error(String text, int suspects, String option) {
        String sure = suspects == 1 ? text : text + "?";
        String detail = suspects == 1
                ? text + "; the kernel drops what it sends, see '" + option + "'"
                : sure + " The kernel drops what one of " + suspects + " silent neighbors sends, see '" + option + "'";
        return new LastError(LastError.Category.MISCELLANEOUS, sure, detail);
    }
}
