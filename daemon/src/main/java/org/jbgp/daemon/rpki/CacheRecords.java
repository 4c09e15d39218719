package org.jbgp.daemon.rpki;

import org.jbgp.daemon.policy.validity.RoaStore.Staged;
import org.jbgp.daemon.rpki.wire.Pdu;

/** Where a session puts what its cache says. On the session's thread. */
interface CacheRecords {
    /** A whole new set begins. */
    void beginSet();

    /** Changes to the present set begin. */
    void beginChanges();

    Staged prefix(Pdu.Prefix prefix);

    Staged aspa(Pdu.Aspa aspa);

    /** What was said since it began holds from now on. */
    void commit();

    /** What was said since it began is forgotten. */
    void abort();

    /** There is nothing any more. */
    void clear();
}
