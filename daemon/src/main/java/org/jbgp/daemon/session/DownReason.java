package org.jbgp.daemon.session;

import org.jbgp.daemon.wire.Notification;

/**
 * Why a session ended.
 *
 * @param cause the sort of end
 * @param notification the NOTIFICATION sent or received, null if there was none
 * @param text one line for people, e.g. {@code Hold timer expired}
 */
public record DownReason(Cause cause, Notification notification, String text) {

    /** The sorts of end; BMP Peer Down (RFC 7854 §4.9) distinguishes the same ones. */
    public enum Cause {
        /** We found an error and sent a NOTIFICATION. */
        LOCAL_ERROR,
        /** A command or a reload stops or restarts it; a Cease was sent, unless the stop was a graceful one. */
        ADMINISTRATIVE,
        /** Changed settings ask for a new session, which follows at once: routes stay where both sides agreed to it. */
        RENEWED,
        /** The neighbor sent a NOTIFICATION. */
        REMOTE_NOTIFICATION,
        /** The TCP connection failed or was closed without a NOTIFICATION. */
        CONNECTION_LOST,
        /** The neighbor opened a new session while this one stood; it must have restarted (RFC 4724 §4.2). */
        NEIGHBOR_RESTARTED
    }
}
