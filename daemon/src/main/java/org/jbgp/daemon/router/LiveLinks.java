package org.jbgp.daemon.router;

import java.util.function.Supplier;
import org.jbgp.config.model.Vrf;
import org.jbgp.daemon.policy.LinkView;
import org.jbgp.daemon.protocol.InterfaceTable;

/** The interfaces as they are at the moment of each question. Any thread. */
record LiveLinks(Supplier<InterfaceTable> present) implements LinkView {
    @Override
    public String nameOf(int index) {
        return present.get().nameOf(index);
    }

    @Override
    public int presentIndex(int index) {
        return present.get().presentIndex(index);
    }

    @Override
    public boolean isWithin(int index, Vrf vrf) {
        return present.get().isWithin(index, vrf);
    }

    @Override
    public int indexOf(String name) {
        return present.get().indexOf(name);
    }

    @Override
    public int neighborInterface(int addressLength, long hi, long lo, int interfaceIndex, boolean onlink) {
        return present.get().neighborInterface(addressLength, hi, lo, interfaceIndex, onlink);
    }
}
