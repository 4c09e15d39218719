package org.jbgp.daemon.simulate.plan;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jbgp.config.model.ProtocolConfig;
import org.jbgp.daemon.simulation.Ip;
import org.jbgp.kernel.KernelIp;

/** Which interfaces are in which VRF: those of sessions that say {@code vrf}, and those of which a comment says it. */
final class Vrfs {
    private final List<RouterFile> files;
    private final List<Peering> peerings;
    private final AddressOwners owners;
    private final Plan plan;

    /** @param plan whose interfaces are known */
    Vrfs(List<RouterFile> files, List<Peering> peerings, AddressOwners owners, Plan plan) {
        this.files = files;
        this.peerings = peerings;
        this.owners = owners;
        this.plan = plan;
    }

    /** @throws BadInput if one interface would be in two of them, or be one itself */
    void place() throws BadInput {
        checkDevices();
        for (RouterFile file : files) {
            for (RouterFile.Interface each : file.interfaces()) {
                if (!each.vrf().isEmpty() && !hasMoved(file, each.address(), each.name(), each.vrf())) {
                    put(file, each.name(), each.vrf());
                }
            }
        }
        for (Peering peering : peerings) {
            if (!peering.vrf().isEmpty() && !hasMoved(peering.router(), ownAddress(peering), "lo", peering.vrf())) {
                String name = interfaceOf(peering)
                        .orElseThrow(() -> new BadInput(peering + ": which interface is in VRF " + peering.vrf()
                                + " is not known; '# simulate: interface eth0 192.0.2.1/24 vrf " + peering.vrf()
                                + "' says it"));
                put(peering.router(), name, peering.vrf());
            }
        }
        for (Peering peering : peerings) {
            if (peering.vrf().isEmpty() && peering.isDirect()) {
                Optional<Plan.Member> member = interfaceOf(peering)
                        .flatMap(name -> member(peering.router().name(), name));
                if (member.isPresent()) {
                    throw new BadInput(peering + ": its interface is in VRF "
                            + member.get().vrf() + ", but it does not say 'vrf'");
                }
            }
        }
    }

    /** A VRF's device is none of the interfaces: {@code vrf "eth0"} does not bind a session to an interface. */
    private void checkDevices() throws BadInput {
        List<String> problems = new ArrayList<>();
        for (RouterFile file : files) {
            Set<String> interfaces = new HashSet<>(Set.of("lo"));
            file.interfaces().forEach(each -> interfaces.add(each.name()));
            plan.segments().stream()
                    .flatMap(wiring -> wiring.plugs().stream())
                    .filter(plug -> plug.router().equals(file.name()))
                    .forEach(plug -> interfaces.add(plug.interfaceName()));
            for (String name : file.vrfs()) {
                if (interfaces.contains(name)) {
                    problems.add(file.file() + ": " + whoSays(file, name) + ", and " + name
                            + " is an interface, no VRF: write the name of the VRF's device ('interface \"" + name
                            + "\"' binds a session to an interface; '# simulate: interface eth0 192.0.2.1/24' gives"
                            + " interfaces other names)");
                }
            }
        }
        if (!problems.isEmpty()) {
            throw new BadInput(problems);
        }
    }

    private static String whoSays(RouterFile file, String vrf) {
        List<String> protocols = file.enabled().stream()
                .filter(protocol -> protocol.common().vrfDevice().equals(vrf))
                .map(ProtocolConfig::name)
                .toList();
        return protocols.isEmpty()
                ? "a comment says 'vrf " + vrf + "'"
                : String.join(", ", protocols) + (protocols.size() == 1 ? " says" : " say") + " 'vrf \"" + vrf + "\"'";
    }

    /**
     * An address on no link is not on {@code lo}, which is in the default VRF, but on an interface of the VRF's own.
     *
     * @param address null if it is not known
     * @param called name of its interface
     * @return false if it is on a link
     */
    private boolean hasMoved(RouterFile file, KernelIp address, String called, String vrf) throws BadInput {
        List<KernelIp> loopbacks = plan.loopbacks().get(file.name());
        if (address == null || loopbacks == null || !loopbacks.remove(address)) {
            return false;
        }
        String name = called.equals("lo") ? "lo-" + vrf : called;
        Plan.Address own = new Plan.Address(address, address.family().maxPrefixLength());
        plan.segments().stream()
                .flatMap(wiring -> wiring.plugs().stream())
                .filter(plug -> plug.router().equals(file.name())
                        && plug.interfaceName().equals(name))
                .findFirst()
                .ifPresentOrElse(
                        plug -> plug.addresses().add(own),
                        () -> plan.segments()
                                .add(new Plan.Wiring(
                                        List.of(new Plan.Plug(file.name(), name, new ArrayList<>(List.of(own)))))));
        put(file, name, vrf);
        return true;
    }

    private void put(RouterFile file, String interfaceName, String vrf) throws BadInput {
        Optional<Plan.Member> there = member(file.name(), interfaceName);
        if (there.isEmpty()) {
            plan.members().add(new Plan.Member(file.name(), interfaceName, vrf));
        } else if (!there.get().vrf().equals(vrf)) {
            throw new BadInput(file.file() + ": " + interfaceName + " is in VRF "
                    + there.get().vrf() + " and in VRF " + vrf + ": one interface is in one VRF");
        }
    }

    private Optional<Plan.Member> member(String router, String interfaceName) {
        return plan.members().stream()
                .filter(each ->
                        each.router().equals(router) && each.interfaceName().equals(interfaceName))
                .findFirst();
    }

    private Optional<String> interfaceOf(Peering peering) {
        if (peering.neighbor() != null && Ip.isLinkLocal(peering.neighbor())) {
            return Optional.of(peering.interfaceName()).filter(name -> !name.isEmpty());
        }
        KernelIp own = ownAddress(peering);
        return plan.segments().stream()
                .flatMap(wiring -> wiring.plugs().stream())
                .filter(plug -> plug.router().equals(peering.router().name())
                        && plug.addresses().stream()
                                .anyMatch(address -> address.address().equals(own)))
                .map(Plan.Plug::interfaceName)
                .findFirst();
    }

    private KernelIp ownAddress(Peering peering) {
        return peering.neighbor() == null ? peering.local() : owners.ownAddress(peering);
    }

    /** Whoever differs by VRF alone is refused: addresses stand for routers here. */
    static void checkAddresses(List<Peering> peerings) throws BadInput {
        Map<String, Peering> seen = new HashMap<>();
        for (Peering peering : peerings) {
            for (KernelIp address : new KernelIp[] {peering.local(), peering.neighbor()}) {
                if (address == null || Ip.isLinkLocal(address)) {
                    continue;
                }
                Peering other = seen.putIfAbsent(peering.router().name() + " " + address, peering);
                if (other != null && !other.vrf().equals(peering.vrf())) {
                    throw new BadInput(peering.router().file() + ": " + address + " is in " + words(other) + " and in "
                            + words(peering) + ": addresses that several VRFs have are not simulated");
                }
            }
        }
    }

    private static String words(Peering peering) {
        return peering.vrf().isEmpty() ? "the default VRF" : "VRF " + peering.vrf();
    }
}
