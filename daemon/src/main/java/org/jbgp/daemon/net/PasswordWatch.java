package org.jbgp.daemon.net;

import io.netty.channel.EventLoop;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jbgp.daemon.net.socket.Md5Counters;
import org.jbgp.daemon.session.LastError;

/**
 * Names wrong TCP MD5 passwords. The kernel drops the segments and only counts them, so every few seconds, while some
 * neighbor has no connection, the counters are compared: a neighbor that is silent while they grow is suspected. One
 * event loop.
 */
final class PasswordWatch {
    private static final long INTERVAL_SECONDS = 5;

    private final Collection<BgpNeighbor> neighbors;
    private Md5Counters before;

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
        Md5Counters now = Md5Counters.read();
        if (before != null) {
            suspect(silent, now.since(before));
        }
        before = now;
    }

    private static void suspect(List<BgpNeighbor> silent, Md5Counters dropped) {
        List<BgpNeighbor> withKey = new ArrayList<>();
        List<BgpNeighbor> without = new ArrayList<>();
        for (BgpNeighbor neighbor : silent) {
            (neighbor.settings().password().isEmpty() ? without : withKey).add(neighbor);
        }
        if (dropped.wrong() > 0) {
            withKey.forEach(each -> each.suspect(error("Wrong TCP MD5 password", withKey.size())));
        } else if (dropped.missing() > 0) {
            withKey.forEach(each -> each.suspect(error("Neighbor has no TCP MD5 password", withKey.size())));
        }
        if (dropped.unexpected() > 0) {
            without.forEach(each -> each.suspect(error("Neighbor has a TCP MD5 password", without.size())));
        }
    }

    private static LastError error(String text, int suspects) {
        String sure = suspects == 1 ? text : text + "?";
        String detail = suspects == 1
                ? text + "; the kernel drops what it sends, see 'password'"
                : sure + " The kernel drops what one of " + suspects + " silent neighbors sends, see 'password'";
        return new LastError(LastError.Category.MISCELLANEOUS, sure, detail);
    }
}
