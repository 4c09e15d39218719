package org.jbgp.daemon.rib.channel;

import java.util.Arrays;

/** The channels of one shard by number. Confined to the shard. */
public final class Channels {
    private Channel[] all = new Channel[16];

    /** The channel of that number, which was put. */
    public Channel get(int id) {
        return all[id];
    }

    /** The channel of that number, null if there is none. */
    public Channel orNull(int id) {
        return id < all.length ? all[id] : null;
    }

    /** Adds a channel, or replaces the one with the same number. */
    public void put(Channel channel) {
        int id = channel.id();
        if (id >= all.length) {
            all = Arrays.copyOf(all, Math.max(id + 1, all.length * 2));
        }
        all[id] = channel;
    }

    /** All of them by number, null where there is none; to be copied, not changed. */
    public Channel[] all() {
        return all;
    }

    /**
     * Has whoever asks hear of other channels until it is called again: within one task, for a trial.
     *
     * @return the channels so far
     */
    public Channel[] suppose(Channel[] others) {
        Channel[] present = all;
        all = others;
        return present;
    }
}
