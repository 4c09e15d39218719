package org.jbgp.daemon.simulate;

import java.util.List;
import org.jbgp.config.model.Configuration;
import org.jbgp.kernel.KernelIp;

/**
 * One router of the network, as its file describes it.
 *
 * @param name name of the router
 * @param file path of its configuration
 * @param configuration what is simulated
 * @param leftOut what of the file is not simulated, a line each
 * @param interfaces what comments say of its interfaces; empty if they say nothing
 */
record RouterFile(
        String name, String file, Configuration configuration, List<String> leftOut, List<Interface> interfaces) {

    /** Names are unique, and comparing whole configurations would take long. */
    @Override
    public boolean equals(Object other) {
        return other instanceof RouterFile file && file.name.equals(name);
    }

    @Override
    public int hashCode() {
        return name.hashCode();
    }

    /** An interface with an address. */
    record Interface(String name, KernelIp address, int length) {}
}
