package org.jbgp.daemon.wire.update;

import java.util.Arrays;
import org.jbgp.daemon.wire.AddressFamily;
import org.jbgp.daemon.wire.Notification;

/**
 * What is wrong with the UPDATE in hand; the strongest approach wins (RFC 7606 §3 h). Reused; allocates only if
 * something is.
 */
final class Findings {
    private enum Approach {
        NONE,
        DISCARD,
        WITHDRAW,
        DISABLE,
        RESET
    }

    private static final byte[] NO_DATA = {};

    private Approach approach = Approach.NONE;
    private String text = "";
    private Notification.Kind kind = Notification.Kind.INVALID_UPDATE;
    private byte[] data = NO_DATA;
    private AddressFamily family;

    void clear() {
        approach = Approach.NONE;
        text = "";
    }

    /** Attribute discard. */
    void discard(String finding) {
        raise(Approach.DISCARD, Notification.Kind.INVALID_UPDATE, NO_DATA, finding);
    }

    /** Treat-as-withdraw; kind and data count if it has to become a session reset. */
    void withdraw(Notification.Kind error, byte[] errorData, String finding) {
        raise(Approach.WITHDRAW, error, errorData, finding);
    }

    /** AFI/SAFI disable; kind and data count if it has to become a session reset. */
    void disable(AddressFamily broken, Notification.Kind error, byte[] errorData, String finding) {
        if (approach.compareTo(Approach.DISABLE) < 0) {
            family = broken;
        }
        raise(Approach.DISABLE, error, errorData, finding);
    }

    /** Whether this family is to be disabled. */
    boolean disables(AddressFamily which) {
        return approach == Approach.DISABLE && family == which;
    }

    /** Session reset. */
    void reset(Notification.Kind error, byte[] errorData, String finding) {
        raise(Approach.RESET, error, errorData, finding);
    }

    /** Session reset instead of anything more than attribute discard: nothing can be withdrawn (RFC 7606 §5.2). */
    void resetForLackOfNlri() {
        if (withdraws() && !resets()) {
            approach = Approach.RESET;
            text += "; no NLRI to withdraw";
        }
    }

    private void raise(Approach to, Notification.Kind error, byte[] errorData, String finding) {
        text = text.isEmpty() ? finding : text + "; " + finding;
        if (to.compareTo(approach) > 0) {
            approach = to;
            kind = error;
            data = errorData;
        }
    }

    boolean resets() {
        return approach == Approach.RESET;
    }

    /** Whether announcements have to be withdrawn. */
    boolean withdraws() {
        return approach.compareTo(Approach.WITHDRAW) >= 0;
    }

    Verdict verdict() {
        return switch (approach) {
            case NONE -> Verdict.ACCEPTED;
            case DISCARD -> new Verdict.Discarded(text);
            case WITHDRAW -> new Verdict.TreatedAsWithdraw(text);
            case DISABLE -> new Verdict.FamilyDisabled(family, text);
            case RESET -> new Verdict.SessionReset(new Notification(kind, data), text);
        };
    }

    /** The attribute from {@code at} to {@code end}, as data of a NOTIFICATION (RFC 4271 §6.3). */
    static byte[] attribute(byte[] array, int at, int end) {
        return Arrays.copyOfRange(array, at, end);
    }
}
