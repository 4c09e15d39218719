package org.jbgp.daemon.advertise;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.jbgp.daemon.advertise.rules.ExportTransform;
import org.jbgp.daemon.rib.Shard;
import org.jbgp.daemon.rib.nexthop.Address;
import org.jbgp.daemon.rib.store.PrefixBits;

/**
 * What single members of a group are not advertised although the others are: their own routes (split horizon), and
 * routes whose next hop is their own address (RFC 4271 §5.1.3). Confined to the shard.
 *
 * <p>The members a route is withheld from are one number, by which changes are sorted: 0 for nobody, the number of a
 * member counted from 1, or a greater one for several members.
 */
final class Withheld {
    static final String OWN_ADDRESS = "its next hop is the neighbor's own address";

    private final Shard shard;
    private final ExportTransform transform;
    /** Member number + 1 by channel. */
    private int[] numbers = new int[16];

    private List<Member> members = List.of();
    private final Map<Address, List<Integer>> byAddress = new HashMap<>();
    /**
     * Prefixes of which something is, or once was, withheld from others than its sender. Of all others the sender says
     * enough of what was advertised before; a look at its attributes, which have left the processor's caches, would be
     * a third of a change's time.
     */
    private final PrefixBits fromOthers = new PrefixBits();

    /** Several members at a time, with their numbers in the group; they last until {@link #forget}. */
    private final List<Several> several = new ArrayList<>();

    private final Map<Several, Integer> severalNumbers = new HashMap<>();
    /** The set asked about last, 0 for none: neighboring prefixes often share one. */
    private int lastHandle;

    private int lastSource;
    /** The next hop asked about last: neighboring sets often share one. */
    private Address lastNextHop = Address.NONE;
    /** Members with that address; null if nobody asked yet. */
    private List<Integer> lastNamed;

    Withheld(Shard shard, ExportTransform transform) {
        this.shard = shard;
        this.transform = transform;
    }

    /** The group has these members now. */
    void renumber(List<Member> present) {
        members = present;
        Arrays.fill(numbers, 0);
        byAddress.clear();
        lastNamed = null;
        forget();
        for (int i = 0; i < present.size(); i++) {
            Member member = present.get(i);
            int channel = member.channel();
            if (channel >= numbers.length) {
                numbers = Arrays.copyOf(numbers, Math.max(channel + 1, numbers.length * 2));
            }
            numbers[channel] = i + 1;
            if (member.address().length() > 0) {
                byAddress
                        .computeIfAbsent(member.address(), address -> new ArrayList<>())
                        .add(i);
            }
        }
    }

    /** Number of the member whose routes come by this channel, -1 if it is none. */
    int memberOf(int channel) {
        return channel < numbers.length ? numbers[channel] - 1 : -1;
    }

    /**
     * To be called before each walk: sets are known by their handles as long as nothing else runs, and so are the
     * numbers of several members.
     */
    void forget() {
        lastHandle = 0;
        several.clear();
        severalNumbers.clear();
    }

    /**
     * Whom a route is withheld from, as one number.
     *
     * @param handle attribute set after the export filter, 0 if nobody is advertised anything
     * @param source channel it came by, 0 for none
     */
    int from(int prefix, int handle, int source) {
        int sender = memberOf(source) + 1;
        if (handle == 0) {
            return sender;
        }
        Address nextHop = nextHop(handle, source);
        if (lastNamed == null) {
            lastNamed = named(nextHop);
        }
        int excluded = from(source, lastNamed);
        if (excluded != sender) {
            fromOthers.add(prefix);
        }
        return excluded;
    }

    /** Whom a route was withheld from whose set may be gone soon. */
    int formerlyFrom(int prefix, int handle, int source) {
        return handle == 0 || !fromOthers.contains(prefix)
                ? memberOf(source) + 1
                : from(source, named(transform.nextHop(handle, shard.channel(source), lastNextHop)));
    }

    private int from(int source, List<Integer> others) {
        int owner = memberOf(source);
        if (others.isEmpty()) {
            return owner + 1;
        }
        // The common case, once for each route: the next hop is who sent it.
        if (others.size() == 1 && (owner < 0 || owner == others.getFirst())) {
            return others.getFirst() + 1;
        }
        TreeSet<Integer> all = new TreeSet<>(others);
        if (owner >= 0) {
            all.add(owner);
        }
        return all.size() == 1 ? all.getFirst() + 1 : number(new Several(List.copyOf(all), all.size()));
    }

    /**
     * Several members.
     *
     * @param refused so many of them, the first ones, are not sent the route; the others hear of it in another way
     */
    private record Several(List<Integer> members, int refused) {}

    private int number(Several all) {
        return severalNumbers.computeIfAbsent(all, key -> {
            several.add(key);
            return members.size() + several.size();
        });
    }

    /**
     * A number for those behind another one together with members that hear of the change in another way, which may be
     * behind it, too.
     *
     * @param places of these members in the group
     */
    int with(int number, int[] places, int count) {
        if (count == 0) {
            return number;
        }
        List<Integer> all = new ArrayList<>(count(number) + count);
        for (int i = 0; i < count(number); i++) {
            all.add(member(number, i));
        }
        for (int i = 0; i < count; i++) {
            if (!all.contains(places[i])) {
                all.add(places[i]);
            }
        }
        return number(new Several(List.copyOf(all), count(number)));
    }

    /** How many of the members behind a number, the first ones, are not sent the route at all. */
    int refused(int number) {
        return number > members.size() ? several.get(number - members.size() - 1).refused : count(number);
    }

    /** How many members are behind such a number. */
    int count(int number) {
        return number == 0 ? 0 : number <= members.size() ? 1 : behind(number).size();
    }

    /** One of them, by its place in the group. */
    int member(int number, int index) {
        return number <= members.size() ? number - 1 : behind(number).get(index);
    }

    private List<Integer> behind(int number) {
        return several.get(number - members.size() - 1).members;
    }

    /** True if the route's next hop is this member's address, and the route is another one's. */
    boolean namesAsNextHop(Member member, int handle, int source) {
        if (handle == 0 || source == member.channel() || member.address().length() == 0) {
            return false;
        }
        Address nextHop = nextHop(handle, source);
        return nextHop.length() == 32 ? parts(nextHop).contains(member.address()) : nextHop.equals(member.address());
    }

    /** True if a member is not advertised such a route. */
    boolean from(Member member, int handle, int source) {
        return source == member.channel() || namesAsNextHop(member, handle, source);
    }

    /** Members whose address is the next hop, in ascending order. */
    private List<Integer> named(Address nextHop) {
        if (nextHop.length() != 32) {
            return byAddress.getOrDefault(nextHop, List.of());
        }
        Set<Integer> found = new TreeSet<>();
        parts(nextHop).stream().map(byAddress::get).filter(Objects::nonNull).forEach(found::addAll);
        return List.copyOf(found);
    }

    private static List<Address> parts(Address nextHop) {
        byte[] both = nextHop.toArray();
        return List.of(Address.copyOf(both, 0, 16), Address.copyOf(both, 16, 16));
    }

    private Address nextHop(int handle, int source) {
        if (handle != lastHandle || source != lastSource) {
            Address found = transform.nextHop(handle, shard.channel(source), lastNextHop);
            if (!found.equals(lastNextHop)) {
                lastNextHop = found;
                lastNamed = null;
            }
            lastHandle = handle;
            lastSource = source;
        }
        return lastNextHop;
    }
}
