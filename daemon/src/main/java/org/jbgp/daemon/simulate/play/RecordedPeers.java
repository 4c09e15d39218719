package org.jbgp.daemon.simulate.play;

import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;
import java.util.stream.Collectors;
import org.jbgp.daemon.control.layout.ReplyText;
import org.jbgp.daemon.mrt.RecordedContents;
import org.jbgp.daemon.policy.RouteSource;
import org.jbgp.daemon.simulate.plan.BadInput;
import org.jbgp.daemon.simulate.plan.Plan;
import org.jbgp.daemon.simulation.Ip;
import org.jbgp.kernel.KernelIp;

/**
 * The peers of a recorded file whose routes a neighbor announces.
 *
 * @param chosen at least one
 * @param whole all of the file, as one neighbor
 */
public record RecordedPeers(List<RouteSource> chosen, boolean whole) {
    /** How many peers of a file are named. */
    private static final int NAMED = 20;

    /**
     * Finds them.
     *
     * @param wanted AS number of the neighbor, empty for any external one
     * @param address of the neighbor
     */
    public static RecordedPeers of(
            NeighborOption option, RecordedContents contents, OptionalLong wanted, KernelIp address) throws BadInput {
        List<RouteSource> all = contents.peers();
        if (all.isEmpty()) {
            throw new BadInput(option.file() + ": it has neither a table's peers nor messages of a session");
        }
        if (option.peer().equals(NeighborOption.ALL)) {
            return new RecordedPeers(all, true);
        }
        List<RouteSource> chosen = option.peer().isEmpty() ? usual(all, wanted, address) : asked(all, option.peer());
        if (chosen.isEmpty()) {
            String why = !option.peer().isEmpty()
                    ? "no peer in it is " + option.peer()
                    : wanted.isPresent()
                            ? "no peer in it has AS " + wanted.getAsLong() + ", which " + option.name() + " has"
                            : "which of its peers is " + option.name() + " is not clear";
            throw new BadInput(option.file() + ": " + why + "; there " + names(all) + " ('--neighbor " + option.name()
                    + "=" + option.file() + "@PEER' takes the one of an address or AS number, '@all' all of them)");
        }
        return new RecordedPeers(chosen, false);
    }

    /** Those of its AS, and of these the one with its address; of an unknown AS the only one there is. */
    private static List<RouteSource> usual(List<RouteSource> all, OptionalLong wanted, KernelIp address) {
        if (wanted.isEmpty()) {
            List<RouteSource> real =
                    all.stream().filter(peer -> peer.peerAs() != 0).toList();
            return real.size() == 1 ? real : List.of();
        }
        List<RouteSource> alike =
                all.stream().filter(peer -> peer.peerAs() == wanted.getAsLong()).toList();
        List<RouteSource> same = alike.stream()
                .filter(peer -> Ip.of(peer.peerAddress()).equals(address))
                .toList();
        return same.isEmpty() ? alike : same;
    }

    private static List<RouteSource> asked(List<RouteSource> all, String peer) {
        String number = peer.toUpperCase(Locale.ROOT).startsWith("AS") ? peer.substring(2) : peer;
        if (number.matches("\\d{1,10}")) {
            long asn = Long.parseLong(number);
            return all.stream().filter(each -> each.peerAs() == asn).toList();
        }
        return Plan.Address.parse(peer)
                .map(address -> all.stream()
                        .filter(each -> Ip.of(each.peerAddress()).equals(address.address()))
                        .toList())
                .orElse(List.of());
    }

    private static String names(List<RouteSource> all) {
        String some = all.stream().limit(NAMED).map(RecordedPeers::name).collect(Collectors.joining(", "));
        String more = all.size() > NAMED ? " and " + (all.size() - NAMED) + " more" : "";
        return all.size() == 1 ? "is " + some : "are " + some + more;
    }

    private static String name(RouteSource peer) {
        return ReplyText.address(peer.peerAddress()) + " (AS " + peer.peerAs() + ")";
    }

    /** Whose routes they are, in words. */
    public String words() {
        return whole ? "all peers" : chosen.stream().map(RecordedPeers::name).collect(Collectors.joining(", "));
    }

    /** The AS number of all of them, empty if they have several. */
    public OptionalLong asn() {
        List<Long> numbers = chosen.stream().map(RouteSource::peerAs).distinct().toList();
        return numbers.size() == 1 ? OptionalLong.of(numbers.getFirst()) : OptionalLong.empty();
    }

    public boolean contains(RouteSource peer) {
        return chosen.contains(peer);
    }
}
