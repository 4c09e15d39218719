package org.jbgp.daemon.net;

import io.netty.channel.ChannelException;
import io.netty.channel.EventLoop;
import io.netty.channel.socket.DuplexChannel;
import java.net.InetAddress;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;
import org.jbgp.daemon.net.connection.Futures;
import org.jbgp.daemon.net.connection.Ticker;
import org.jbgp.daemon.net.socket.SocketErrors;
import org.jbgp.daemon.net.socket.SocketOptions;

/**
 * A connection whose TCP MD5 password changes. Linux knows one key for each address, and the two sides never change
 * theirs at the same moment. The connection keeps the key it began with: a neighbor that ends the session over the
 * change says so under that key, and we must hear it. If the neighbor changes the key of the living connection, what we
 * send is not acknowledged any more; then the other key is tried, in turns, until something is. On the neighbor's loop.
 */
final class Rekeying {

    private static final Logger LOG = LogManager.getLogger(Rekeying.class);

    /** The first retransmissions come after 0.2, 0.6 and 1.4 s. */
    private static final long LOOK_AGAIN = 500;

    private final String name;
    private final DuplexChannel channel;
    private final InetAddress remote;
    private final EventLoop loop;
    private final Ticker ticker;
    private String old;
    private String fresh;
    private boolean freshInForce;
    private boolean looking;
    private boolean over;
    private int retransmitted;

    /** @param old the key in force on the connection, empty = none */
    Rekeying(String name, DuplexChannel channel, InetAddress remote, EventLoop loop, Ticker ticker, String old) {
        this.name = name;
        this.channel = channel;
        this.remote = remote;
        this.loop = loop;
        this.ticker = ticker;
        this.old = old;
        this.fresh = old;
    }

    /** The password was changed (again). */
    void wanted(String password) {
        if (freshInForce && over) {
            old = fresh;
            freshInForce = false;
        } else if (freshInForce) {
            use(old, false);
        }
        fresh = password;
        over = password.equals(old);
        // The neighbor may have been first.
        sent();
    }

    /** Something was sent: is it acknowledged? */
    void sent() {
        if (!looking && !over) {
            looking = true;
            retransmitted = 0;
            lookLater();
        }
    }

    private void lookLater() {
        Futures.forget(ticker.schedule(loop, this::look, LOOK_AGAIN));
    }

    private void look() {
        if (over || !channel.isActive()) {
            looking = false;
            return;
        }
        int now = SocketOptions.retransmits(channel);
        if (now == 0) {
            looking = false;
            if (freshInForce) {
                over = true;
                LOG.info("{}: the neighbor uses the new MD5 password", name);
            }
            return;
        }
        if (now > retransmitted) {
            use(freshInForce ? old : fresh, !freshInForce);
        }
        retransmitted = now;
        lookLater();
    }

    private void use(String password, boolean isFresh) {
        try {
            SocketOptions.md5(channel, remote, password);
            freshInForce = isFresh;
        } catch (ChannelException e) {
            LOG.error("{}: new MD5 password: {}", name, SocketErrors.text(e));
            over = true;
        }
    }
}
