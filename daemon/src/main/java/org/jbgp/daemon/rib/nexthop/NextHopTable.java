package org.jbgp.daemon.rib.nexthop;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The different BGP NEXT_HOPs in one shard, numbered from 1 and reference counted by attribute sets, and what each
 * {@link ResolutionDomain} makes of them. Confined to the owning shard.
 */
public final class NextHopTable {
    private final Map<Address, Integer> ids = new HashMap<>();
    private Address[] addresses = new Address[16];
    private int[] references = new int[16];
    private int limit = 1;
    private final List<Integer> free = new ArrayList<>();
    private ResolvedNextHop[][] resolved = new ResolvedNextHop[4][];
    private byte[] lastBlob = new byte[16];
    private int lastLength;
    private int lastId;

    /** The number of this NEXT_HOP value (4, 16 or 32 bytes), with one more reference. */
    public int intern(byte[] blob, int offset, int length) {
        // Neighbors send thousands of sets with one next hop in a row.
        if (lastId != 0 && length == lastLength && Arrays.equals(lastBlob, 0, length, blob, offset, offset + length)) {
            references[lastId]++;
            return lastId;
        }
        Address key = Address.copyOf(blob, offset, length);
        Integer known = ids.get(key);
        int id = known != null ? known : add(key);
        references[id]++;
        lastId = 0;
        if (length <= lastBlob.length) {
            System.arraycopy(blob, offset, lastBlob, 0, length);
            lastLength = length;
            lastId = id;
        }
        return id;
    }

    public void release(int id) {
        if (--references[id] == 0) {
            ids.remove(addresses[id]);
            addresses[id] = null;
            for (ResolvedNextHop[] domain : resolved) {
                if (domain != null && id < domain.length) {
                    domain[id] = null;
                }
            }
            free.add(id);
            if (lastId == id) {
                lastId = 0;
            }
        }
    }

    /** The NEXT_HOP as carried: 4 bytes, 16 bytes, or 16 + 16 bytes (global and link-local, RFC 2545). */
    public Address address(int id) {
        return addresses[id];
    }

    /** The number of a NEXT_HOP, 0 if no attribute set holds it any more. */
    public int find(Address address) {
        Integer id = ids.get(address);
        return id == null ? 0 : id;
    }

    /** What the domain makes of it, or null if nobody asked the resolver yet. */
    public ResolvedNextHop resolution(int domain, int id) {
        if (domain >= resolved.length) {
            return null;
        }
        ResolvedNextHop[] known = resolved[domain];
        return known == null || id >= known.length ? null : known[id];
    }

    public void setResolution(int domain, int id, ResolvedNextHop value) {
        if (domain >= resolved.length) {
            resolved = Arrays.copyOf(resolved, Math.max(domain + 1, resolved.length * 2));
        }
        if (resolved[domain] == null) {
            resolved[domain] = new ResolvedNextHop[Math.max(16, id + 1)];
        } else if (id >= resolved[domain].length) {
            resolved[domain] = Arrays.copyOf(resolved[domain], Math.max(id + 1, resolved[domain].length * 2));
        }
        resolved[domain][id] = value;
    }

    private int add(Address key) {
        int id = free.isEmpty() ? limit++ : free.removeLast();
        if (id >= addresses.length) {
            addresses = Arrays.copyOf(addresses, id * 2);
            references = Arrays.copyOf(references, id * 2);
        }
        addresses[id] = key;
        references[id] = 0;
        ids.put(key, id);
        return id;
    }
}
