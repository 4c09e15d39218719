package org.jbgp.daemon.wire.update;

import org.jbgp.daemon.wire.AddressFamily;
import org.jbgp.daemon.wire.Notification;

/**
 * How an UPDATE was taken: the approaches of RFC 7606 §2, mildest first. Texts are for the log and name attribute and
 * fault. Immutable.
 */
public sealed interface Verdict {
    /** Nothing wrong; what every sane UPDATE gets, without allocation. */
    Accepted ACCEPTED = new Accepted();

    /** Nothing wrong. */
    record Accepted() implements Verdict {}

    /** Attributes, or routes of families not negotiated, were left out; the rest was taken. */
    record Discarded(String text) implements Verdict {}

    /** All routes announced were withdrawn instead. */
    record TreatedAsWithdraw(String text) implements Verdict {}

    /**
     * The family can no longer be trusted on this session: all its routes from this neighbor must be removed. The
     * decoder ignores the family from now on (RFC 4760 §7); other routes the UPDATE announced have been withdrawn.
     */
    record FamilyDisabled(AddressFamily family, String text) implements Verdict {}

    /** Nothing was taken: the session must end with the NOTIFICATION. */
    record SessionReset(Notification notification, String text) implements Verdict {}
}
