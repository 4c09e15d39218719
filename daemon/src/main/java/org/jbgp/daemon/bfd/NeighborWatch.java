package org.jbgp.daemon.bfd;

import java.util.Optional;
import org.jbgp.config.model.bfd.BgpBfd;
import org.jbgp.daemon.bfd.packet.BfdState;
import org.jbgp.daemon.bfd.session.SessionAddress;

/** How one BGP neighbor is watched with BFD, if it is. Control thread, where nothing else is said. */
public final class NeighborWatch implements BfdRequest.Listener {
    /** The neighbor. */
    public interface Watched {
        /**
         * It cannot be reached any more. On the thread that heard of it, at once; must not block.
         *
         * @param graceful the file wants a graceful restart for that
         * @param independent see {@link BfdRequest.Listener#down}
         */
        void lost(boolean graceful, boolean independent);

        /** What {@link #holdsBack} says may be something else; control thread. */
        void watchChanged();
    }

    private final BfdRequests requests;
    private final BfdRequest.Asker asker;
    private final Watched watched;
    private BfdRequest request;
    private volatile BgpBfd wish;

    /** @param asker the neighbor's protocol */
    public NeighborWatch(BfdRequests requests, BfdRequest.Asker asker, Watched watched) {
        this.requests = requests;
        this.asker = asker;
        this.watched = watched;
    }

    /**
     * Watches as wished from now on.
     *
     * @param wished empty: not at all
     * @param way between which addresses; null: no interface leads there now
     */
    public void watch(Optional<BgpBfd> wished, SessionAddress way) {
        wish = wished.orElse(null);
        if (request != null && (wish == null || !request.address().equals(way))) {
            end();
        }
        if (wish == null || way == null) {
            return;
        }
        if (request == null) {
            request = requests.request(asker, way, wish.session(), this);
        } else {
            request.change(wish.session());
        }
    }

    /** Whether there is a wish. */
    public boolean isWatching() {
        return request != null;
    }

    /** Watches no more. */
    public void end() {
        if (request != null) {
            BfdRequest former = request;
            request = null;
            former.release();
        }
    }

    /**
     * Whether the neighbor must wait for its BFD session ({@code strict}). A session of BGP that stands is not ended by
     * a BFD session that has never been up.
     *
     * @param established there is a session of BGP
     */
    public boolean holdsBack(boolean established) {
        return wish != null
                && wish.strict()
                && (request == null || request.state() != BfdState.UP)
                && (!established || (request != null && request.failed()));
    }

    @Override
    public void down(boolean independent) {
        BgpBfd present = wish;
        if (present != null) {
            watched.lost(present.graceful(), independent);
        }
    }

    @Override
    public void changed() {
        watched.watchChanged();
    }
}
