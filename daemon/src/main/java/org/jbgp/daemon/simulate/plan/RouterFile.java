package org.jbgp.daemon.simulate.plan;

import java.util.List;
import java.util.stream.Stream;
import org.jbgp.config.model.Configuration;
import org.jbgp.config.model.ProtocolConfig;
import org.jbgp.kernel.KernelIp;

/**
 * One router of the network, as its file describes it.
 *
 * @param name name of the router
 * @param file path of its configuration
 * @param configuration what is simulated
 * @param leftOut what of the file is not simulated, a line each
 * @param interfaces what comments say of its interfaces; empty if they say nothing
 * @param played a file of routes plays it: it has sessions, and is no router
 */
public record RouterFile(
        String name,
        String file,
        Configuration configuration,
        List<String> leftOut,
        List<Interface> interfaces,
        boolean played) {

    /** Names are unique, and comparing whole configurations would take long. */
    @Override
    public boolean equals(Object other) {
        return other instanceof RouterFile file && file.name.equals(name);
    }

    @Override
    public int hashCode() {
        return name.hashCode();
    }

    /** The protocols that work: what is disabled says nothing of the network. */
    public List<ProtocolConfig> enabled() {
        return configuration.protocols().stream()
                .filter(protocol -> !protocol.common().disabled())
                .toList();
    }

    /** The VRFs that comments name, and protocols that are not disabled; each one once. */
    public List<String> vrfs() {
        return Stream.concat(
                        interfaces.stream().map(Interface::vrf),
                        enabled().stream().map(protocol -> protocol.common().vrfDevice()))
                .filter(name -> !name.isEmpty())
                .distinct()
                .toList();
    }

    /**
     * An interface with an address.
     *
     * @param vrf the VRF it is in, empty for the default one
     */
    public record Interface(String name, KernelIp address, int length, String vrf) {}
}
