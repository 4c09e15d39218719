package org.jbgp.daemon.simulate.plan;

import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.stream.Stream;
import org.jbgp.daemon.simulation.Ip;
import org.jbgp.kernel.KernelIp;

/**
 * Whose address is whose: it belongs to the router that says it is its own; else to the one whose neighbors it fits.
 * Link-local addresses are not among them.
 */
public final class AddressOwners {
    private final List<RouterFile> files;
    private final List<Peering> peerings;
    private final Map<KernelIp, RouterFile> owners = new LinkedHashMap<>();

    private AddressOwners(List<RouterFile> files, List<Peering> peerings) {
        this.files = files;
        this.peerings = peerings;
    }

    /**
     * Finds them.
     *
     * @throws BadInput if two routers say that an address is their own
     */
    public static AddressOwners find(List<RouterFile> files, List<Peering> peerings) throws BadInput {
        AddressOwners made = new AddressOwners(files, peerings);
        made.byThemselves();
        made.byNeighbors();
        made.byNearness();
        return made;
    }

    /** Whose it is, null if that is not known. */
    public RouterFile of(KernelIp address) {
        return owners.get(address);
    }

    public boolean has(KernelIp address) {
        return owners.containsKey(address);
    }

    public void forEach(BiConsumer<KernelIp, RouterFile> each) {
        owners.forEach(each);
    }

    public Stream<KernelIp> addressesOf(RouterFile file) {
        return owners.entrySet().stream()
                .filter(own -> own.getValue().equals(file))
                .map(Map.Entry::getKey);
    }

    private void byThemselves() throws BadInput {
        for (RouterFile file : files) {
            for (RouterFile.Interface each : file.interfaces()) {
                own(each.address(), file, "a comment");
            }
        }
        Set<KernelIp> called = new HashSet<>();
        for (Peering peering : peerings) {
            if (peering.neighbor() != null) {
                called.add(peering.neighbor());
            }
            if (peering.local() != null && !Ip.isLinkLocal(peering.local())) {
                own(peering.local(), peering.router(), peering.config().name());
            }
        }
        for (RouterFile file : files) {
            if (file.played()) {
                continue; // its options are those of a router
            }
            file.configuration()
                    .router()
                    .routerId()
                    .configured()
                    .map(Ip::of)
                    .filter(called::contains)
                    .ifPresent(address -> owners.putIfAbsent(address, file));
        }
    }

    private void own(KernelIp address, RouterFile file, String why) throws BadInput {
        RouterFile other = owners.putIfAbsent(address, file);
        if (other != null && !other.equals(file)) {
            throw new BadInput(file.file() + ": " + address + " (" + why + ") is an address of " + other.name()
                    + " too (" + other.file() + "): two routers cannot have one address, so one of them is wrong");
        }
    }

    private void byNeighbors() {
        boolean found = true;
        while (found) {
            found = false;
            for (Peering peering : peerings) {
                if (!isOpen(peering)) {
                    continue;
                }
                Set<RouterFile> candidates = new LinkedHashSet<>();
                for (Peering other : peerings) {
                    if (!other.router().equals(peering.router()) && other.fits(peering) && callsUs(other, peering)) {
                        candidates.add(other.router());
                    }
                }
                if (candidates.size() == 1) {
                    owners.put(peering.neighbor(), candidates.iterator().next());
                    found = true;
                }
            }
        }
    }

    /** Whether the other side has this router as its neighbor. */
    private boolean callsUs(Peering other, Peering us) {
        if (other.neighbor() != null) {
            return us.router().equals(owners.get(other.neighbor()))
                    && (us.local() == null || us.local().equals(other.neighbor()))
                    && (other.local() == null || other.local().equals(us.neighbor()));
        }
        return other.takes(us.local()) || addressesOf(us.router()).anyMatch(other::takes);
    }

    /** Two that say nothing of their own addresses: the neighbor addresses of both are the nearest to each other. */
    private void byNearness() {
        for (Peering one : peerings) {
            Peering best = null;
            int most = 0;
            boolean several = false;
            for (Peering other : peerings) {
                if (other.router().equals(one.router()) || !isOpen(one) || !isOpen(other) || !one.fits(other)) {
                    continue;
                }
                if (one.neighbor().family() != other.neighbor().family()
                        || one.neighbor().equals(other.neighbor())) {
                    continue;
                }
                int shared = Ip.shared(one.neighbor(), other.neighbor());
                several |= shared == most && most > 0;
                if (shared > most) {
                    most = shared;
                    best = other;
                    several = false;
                }
            }
            if (best != null
                    && !several
                    && most >= Prefix.usualLength(one.neighbor().family())) {
                owners.put(one.neighbor(), best.router());
                owners.put(best.neighbor(), one.router());
            }
        }
    }

    private boolean isOpen(Peering peering) {
        return peering.isGlobal() && !owners.containsKey(peering.neighbor());
    }

    /** The address that the other side knows this router by, or the nearest of those it has; null if it has none. */
    public KernelIp ownAddress(Peering peering) {
        if (peering.local() != null) {
            return peering.local();
        }
        RouterFile other = owners.get(peering.neighbor());
        for (Peering each : peerings) {
            if (each.router().equals(other)
                    && each.neighbor() != null
                    && peering.router().equals(owners.get(each.neighbor()))
                    && each.neighbor().family() == peering.neighbor().family()
                    && (each.local() == null || each.local().equals(peering.neighbor()))
                    && each.fits(peering)) {
                return each.neighbor();
            }
        }
        return addressesOf(peering.router())
                .filter(own -> own.family() == peering.neighbor().family())
                .max(Comparator.comparingInt(own -> Ip.shared(own, peering.neighbor())))
                .filter(own ->
                        Ip.shared(own, peering.neighbor()) >= own.family().maxPrefixLength() / 4)
                .orElse(null);
    }
}
