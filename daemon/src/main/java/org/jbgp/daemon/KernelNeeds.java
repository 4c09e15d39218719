package org.jbgp.daemon;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
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

    /** What is missing: where it is asked for first, and how to mend it; one message for each thing. */
    List<Problem> missing(Configuration configuration) {
        List<Problem> problems = new ArrayList<>();
        List<ProtocolConfig> inVrf = configuration.protocols().stream()
                .filter(protocol -> !protocol.common().vrfDevice().isEmpty())
                .toList();
        if (!inVrf.isEmpty() && vrf.getAsInt() == Errno.EOPNOTSUPP) {
            problems.add(problem(
                    configuration,
                    inVrf,
                    " is in VRF " + inVrf.getFirst().common().vrfDevice()
                            + ", but the running kernel has no VRFs (it was built without CONFIG_NET_VRF, or its module"
                            + " vrf is not installed): take a kernel that has them, or remove 'vrf'"));
        }
        Map<AoKey.Algorithm, List<ProtocolConfig>> algorithms = algorithms(configuration);
        for (Map.Entry<AoKey.Algorithm, List<ProtocolConfig>> used : algorithms.entrySet()) {
            int error = tcpAo.applyAsInt(used.getKey().kernelName());
            if (error == Errno.ENOPROTOOPT) {
                List<ProtocolConfig> all = algorithms.values().stream()
                        .flatMap(List::stream)
                        .distinct()
                        .toList();
                problems.add(problem(
                        configuration,
                        all,
                        " has 'authentication ao', but the running kernel has no TCP-AO (Linux 6.7 or later, built with"
                                + " CONFIG_TCP_AO): take such a kernel, or 'authentication md5' with a 'password' at both"
                                + " ends"));
                break;
            }
            if (error != 0) {
                problems.add(problem(
                        configuration,
                        used.getValue(),
                        " has a key with 'algorithm " + used.getKey().words()
                                + "', which the running kernel does not take for TCP-AO (" + Errno.text(error)
                                + "): install its crypto module, or take another algorithm at both ends"));
            }
        }
        return problems;
    }

    /** Those that use it, by algorithm; all in the order of the file. */
    private static Map<AoKey.Algorithm, List<ProtocolConfig>> algorithms(Configuration configuration) {
        Map<AoKey.Algorithm, List<ProtocolConfig>> users = new LinkedHashMap<>();
        for (ProtocolConfig protocol : configuration.protocols()) {
            if (protocol instanceof BgpConfig bgp) {
                bgp.transport().key().ao().stream()
                        .map(AoKey::algorithm)
                        .distinct()
                        .forEach(algorithm -> users.computeIfAbsent(algorithm, key -> new ArrayList<>())
                                .add(bgp));
            }
        }
        return users;
    }

    private static Problem problem(Configuration configuration, List<ProtocolConfig> asking, String text) {
        String name = asking.getFirst().name();
        int more = asking.size() - 1;
        return new Problem(
                configuration.positions().getOrDefault(name, NOWHERE),
                "'" + name + "'" + (more == 0 ? "" : " (like " + more + (more == 1 ? " other)" : " others)")) + text);
    }
}
