package org.jbgp.daemon.kernel;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jbgp.config.model.KernelConfig;
import org.jbgp.daemon.rib.nexthop.ResolvedNextHop;

/**
 * The ways out of equally good paths, for one route of the kernel: alike, or weighted by the paths' bandwidths. For one
 * route; one thread.
 */
final class MergedWays {
    /** rtnh_hops is a byte. */
    static final int MOST = 256;

    /** A weight may be this part of itself away from its share. */
    private static final double TOLERANCE = 0.005;

    private final int most;
    private final KernelConfig.LinkBandwidth how;
    private final List<Path> paths = new ArrayList<>();

    private record Path(ResolvedNextHop way, float bandwidth) {}

    /**
     * Nothing yet.
     *
     * @param most ways out of the route
     */
    MergedWays(int most, KernelConfig.LinkBandwidth how) {
        this.most = most;
        this.how = how;
    }

    /**
     * Adds a path, the best one first.
     *
     * @param bandwidth in bytes per second; 0 if it has none
     */
    void add(ResolvedNextHop way, float bandwidth) {
        paths.add(new Path(way, bandwidth));
    }

    /** What the route has then. */
    List<ResolvedNextHop.Leg> legs() {
        return weighted() ? byBandwidth() : alike();
    }

    private boolean weighted() {
        return switch (how) {
            case OFF -> false;
            case ON -> paths.stream().allMatch(path -> path.bandwidth > 0);
            case SKIP_MISSING, DEFAULT_WEIGHT -> paths.stream().anyMatch(path -> path.bandwidth > 0);
        };
    }

    private List<ResolvedNextHop.Leg> alike() {
        List<ResolvedNextHop.Leg> legs = new ArrayList<>(paths.getFirst().way.legs());
        for (Path path : paths.subList(1, paths.size())) {
            for (ResolvedNextHop.Leg leg : path.way.legs()) {
                if (legs.size() < most && !legs.contains(leg)) {
                    legs.add(leg);
                }
            }
        }
        return List.copyOf(legs);
    }

    private List<ResolvedNextHop.Leg> byBandwidth() {
        List<ResolvedNextHop.Leg> legs = new ArrayList<>();
        double[] shares = new double[most];
        for (Path path : paths) {
            if (path.bandwidth > 0 || how != KernelConfig.LinkBandwidth.SKIP_MISSING) {
                int whole = path.way.legs().stream()
                        .mapToInt(ResolvedNextHop.Leg::weight)
                        .sum();
                for (ResolvedNextHop.Leg leg : path.way.legs()) {
                    add(legs, shares, leg, path.bandwidth * leg.weight() / (double) whole);
                }
            }
        }
        int[] weights = weights(Arrays.copyOf(shares, legs.size()));
        for (int i = 0; i < weights.length; i++) {
            legs.set(i, weighted(legs.get(i), weights[i]));
        }
        return List.copyOf(legs);
    }

    /** Paths that lead the same way add up. */
    private void add(List<ResolvedNextHop.Leg> legs, double[] shares, ResolvedNextHop.Leg leg, double share) {
        ResolvedNextHop.Leg plain = weighted(leg, 1);
        int at = legs.indexOf(plain);
        if (at < 0 && legs.size() < most) {
            at = legs.size();
            legs.add(plain);
        }
        if (at >= 0) {
            shares[at] += share;
        }
    }

    private static ResolvedNextHop.Leg weighted(ResolvedNextHop.Leg leg, int weight) {
        return new ResolvedNextHop.Leg(leg.gateway(), leg.interfaceIndex(), leg.interfaceName(), weight, leg.onlink());
    }

    /**
     * Weights from 1 to {@link #MOST} in the proportion of these shares: the smallest that are as good as exact, else
     * the largest. A share of 0 has the weight 1.
     */
    static int[] weights(double[] shares) {
        double least = Double.POSITIVE_INFINITY;
        double greatest = 0;
        for (double share : shares) {
            if (share > 0) {
                least = Math.min(least, share);
                greatest = Math.max(greatest, share);
            }
        }
        for (int factor = 1; factor * greatest / least <= MOST; factor++) {
            double unit = least / factor;
            if (Arrays.stream(shares)
                    .map(share -> share / unit)
                    .allMatch(share -> Math.abs(share - Math.rint(share)) <= share * TOLERANCE)) {
                return rounded(shares, unit);
            }
        }
        return rounded(shares, greatest / MOST);
    }

    private static int[] rounded(double[] shares, double unit) {
        return Arrays.stream(shares)
                .mapToInt(share -> (int) Math.clamp(Math.rint(share / unit), 1, MOST))
                .toArray();
    }
}
