package org.jbgp.daemon.bgp;

import io.netty.buffer.ByteBuf;
import org.jbgp.daemon.advertise.Outlet;
import org.jbgp.daemon.monitor.SessionTap;
import org.jbgp.daemon.session.Session;
import org.jbgp.daemon.wire.AddressFamily;

/** A session as an export group writes to it. Any thread. */
record SessionOutlet(SessionTerms terms, UnsentRoutes unsentRoutes) implements Outlet {
    private Session session() {
        return terms.session();
    }

    @Override
    public void write(ByteBuf messages) {
        SessionTap tap = terms.tap();
        if (tap != null) {
            tap.sent(messages);
        }
        session().write(messages);
    }

    @Override
    public long queuedBytes() {
        return session().queuedBytes();
    }

    @Override
    public void unsent(AddressFamily family, long hi, long lo, int length, String why) {
        unsentRoutes.add(family, hi, lo, length, why);
    }

    @Override
    public void worked(long nanos) {
        terms.speaker().work().exporting().add(nanos);
    }

    @Override
    public void onWritable(Runnable task) {
        session().onWritable(task);
    }
}
