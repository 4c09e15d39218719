package org.jbgp.daemon;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.IntSupplier;
import java.util.function.ToIntFunction;
import org.jbgp.config.model.BgpConfig;
import org.jbgp.config.model.Configuration;
import org.jbgp.config.model.ProtocolConfig;
import org.jbgp.config.model.bgp.AoKey;
import org.jbgp.config.source.Problem;
import org.jbgp.config.source.SourcePosition;
import org.jbgp.kernel.VrfSupport;
import org.jbgp.kernel.netlink.Errno;
import org.jbgp.kernel.tcp.TcpAo;

/**
 * What a configuration asks for that the running kernel may have been built without: VRFs and TCP-AO. A session that
 * should be authenticated and is not, or routes in another VRF than the file says, would be worse than none. The kernel
 * is asked only if the file asks for such a thing. Any thread.
 *
 * @param vrf 0 if there are VRFs, {@link Errno#EOPNOTSUPP} if there are none; any other number: nobody knows
 * @param tcpAo 0 if there is TCP-AO with an algorithm of this name, or why not
 */
record KernelNeeds(IntSupplier vrf, ToIntFunction<String> tcpAo) {
    static final KernelNeeds OF_THIS_MACHINE = new KernelNeeds(VrfSupport::probe, TcpAo::probe);

    private static final SourcePosition NOWHERE = new SourcePosition("(command)", 0, 0);

    /** What is missing: where it is asked for, and how to mend it. */
    List<Problem> missing(Configuration configuration) {
        List<Problem> problems = new ArrayList<>();
        for (ProtocolConfig protocol : configuration.protocols()) {
            SourcePosition position = configuration.positions().getOrDefault(protocol.name(), NOWHERE);
            for (String text : missing(protocol)) {
                problems.add(new Problem(position, text));
            }
        }
        return problems;
    }

    private List<String> missing(ProtocolConfig protocol) {
        List<String> texts = new ArrayList<>();
        String device = protocol.common().vrfDevice();
        if (!device.isEmpty() && vrf.getAsInt() == Errno.EOPNOTSUPP) {
            texts.add("'" + protocol.name() + "' is in VRF " + device
                    + ", but the running kernel has no VRFs (it was built without CONFIG_NET_VRF, or its module vrf is not"
                    + " installed): take a kernel that has them, or remove 'vrf'");
        }
        if (protocol instanceof BgpConfig bgp) {
            Set<AoKey.Algorithm> algorithms = new LinkedHashSet<>();
            bgp.transport().key().ao().forEach(key -> algorithms.add(key.algorithm()));
            for (AoKey.Algorithm algorithm : algorithms) {
                int error = tcpAo.applyAsInt(algorithm.kernelName());
                if (error == Errno.ENOPROTOOPT) {
                    texts.add("'" + protocol.name()
                            + "' has 'authentication ao', but the running kernel has no TCP-AO (Linux 6.7 or later, built"
                            + " with CONFIG_TCP_AO): take such a kernel, or 'authentication md5' with a 'password' at both"
                            + " ends");
                    break;
                }
                if (error != 0) {
                    texts.add("'" + protocol.name() + "' has a key with 'algorithm " + algorithm.words()
                            + "', which the running kernel does not take for TCP-AO (" + Errno.text(error)
                            + "): install its crypto module, or take another algorithm at both ends");
                }
            }
        }
        return texts;
    }
}
