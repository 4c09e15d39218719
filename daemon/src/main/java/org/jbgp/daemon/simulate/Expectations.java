package org.jbgp.daemon.simulate;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jbgp.config.source.SystemWords;
import org.jbgp.daemon.simulate.plan.BadInput;
import org.jbgp.daemon.simulate.plan.Plan;
import org.jbgp.daemon.simulate.plan.Prefix;
import org.jbgp.daemon.simulation.SimulatedRouter;
import org.jbgp.kernel.KernelIp;

/**
 * What a network shall do, from a file: {@code FROM DESTINATION reachable}, {@code unreachable}, {@code via ROUTER} or
 * {@code not via ROUTER}, a line each. Lines behind {@code after link r1-r2 fails} or {@code after router r3 fails}
 * hold while that lasts.
 */
final class Expectations {
    private static final String GRAMMAR = "write 'r1 192.0.2.0/24 reachable', 'unreachable', 'via r2' or 'not via r2'"
            + " ('*' stands for every router), or 'after link r1-r2 fails'";

    /** So many lines that are not understood are named: the file may be another one than was meant. */
    private static final int SAID = 10;

    private final List<Expectation> all;

    /** The names of the failures, by the words of the file. */
    private final Map<String, String> names = new HashMap<>();

    private Expectations(List<Expectation> all) {
        this.all = all;
    }

    private enum Kind {
        REACHABLE,
        UNREACHABLE,
        VIA,
        NOT_VIA
    }

    /**
     * One line.
     *
     * @param after the failure it is for; empty: none
     * @param from a router, or {@code *}
     * @param by the router of {@code via}; empty without one
     */
    private record Expectation(
            String place, String text, String after, String from, Prefix destination, Kind kind, String by) {}

    static Expectations none() {
        return new Expectations(List.of());
    }

    static Expectations read(Path file) throws BadInput {
        List<String> lines;
        try {
            lines = Files.readAllLines(file, StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new BadInput(file + ": " + SystemWords.of(e));
        }
        List<Expectation> all = new ArrayList<>();
        List<String> problems = new ArrayList<>();
        String after = "";
        for (int i = 0; i < lines.size(); i++) {
            String text = lines.get(i).replaceFirst("#.*", "").strip();
            String[] words = text.split("\\s+", -1);
            String place = file + ":" + (i + 1);
            if (text.isEmpty()) {
                continue;
            }
            if (words.length == 4 && words[0].equals("after") && words[3].equals("fails")) {
                after = words[1] + " " + words[2];
            } else {
                Optional<Expectation> read = expectation(place, text, after, words);
                read.ifPresentOrElse(
                        all::add,
                        () -> problems.add(place + " '" + text + "' is not understood"
                                + (problems.isEmpty() ? ": " + GRAMMAR : "")));
            }
        }
        if (problems.size() > SAID) {
            int more = problems.size() - SAID;
            problems.subList(SAID, problems.size()).clear();
            problems.add(file + ": " + more + " more lines are not understood");
        }
        if (!problems.isEmpty()) {
            throw new BadInput(problems);
        }
        if (all.isEmpty()) {
            throw new BadInput(file + ": nothing is expected in it: " + GRAMMAR);
        }
        return new Expectations(all);
    }

    private static Optional<Expectation> expectation(String place, String text, String after, String[] words) {
        Kind kind = switch (words.length) {
            case 3 ->
                words[2].equals("reachable")
                        ? Kind.REACHABLE
                        : words[2].equals("unreachable") ? Kind.UNREACHABLE : null;
            case 4 -> words[2].equals("via") ? Kind.VIA : null;
            case 5 -> words[2].equals("not") && words[3].equals("via") ? Kind.NOT_VIA : null;
            default -> null;
        };
        Optional<Prefix> destination = kind == null
                ? Optional.empty()
                : Plan.Address.parse(words[1]).map(to -> Prefix.around(to.address(), to.length()));
        return destination.map(found -> new Expectation(
                place,
                text,
                after,
                words[0],
                found,
                kind,
                kind == Kind.VIA || kind == Kind.NOT_VIA ? words[words.length - 1] : ""));
    }

    /**
     * Looks whether all routers and links that are named are there.
     *
     * @return the failures that some lines are for
     */
    List<Failure> check(Simulation simulation) throws BadInput {
        List<String> problems = new ArrayList<>();
        List<Failure> failures = new ArrayList<>();
        for (Expectation each : all) {
            for (String name : List.of(each.from, each.by)) {
                if (!name.isEmpty()
                        && !name.equals("*")
                        && simulation.machine(name).isEmpty()
                        && (!name.equals(each.from) || simulation.spot(name).isEmpty())) {
                    problems.add(each.place + " there is no router " + name);
                }
            }
            if (simulation.player(each.from).isPresent()) {
                problems.add(each.place + " a file plays " + each.from + ", so it sends no packets");
            }
            if (!each.after.isEmpty() && !names.containsKey(each.after)) {
                try {
                    Failure failure = Failure.of(each.after, simulation).getFirst();
                    names.put(each.after, failure.words());
                    failures.add(failure);
                } catch (BadInput e) {
                    names.put(each.after, "");
                    e.lines().forEach(line -> problems.add(each.place + " " + line));
                }
            }
        }
        if (!problems.isEmpty()) {
            throw new BadInput(problems);
        }
        return failures;
    }

    /**
     * Looks whether they are met at this moment.
     *
     * @param after the failure that lasts; empty for none
     */
    List<NetworkReport.ExpectationPart> met(String after, Simulation simulation, ForwardingMap forwarding) {
        List<NetworkReport.ExpectationPart> parts = new ArrayList<>();
        for (Expectation each : all) {
            if (names.getOrDefault(each.after, "").equals(after)) {
                String found = found(each, simulation, forwarding);
                parts.add(new NetworkReport.ExpectationPart(each.place, each.text, after, found.isEmpty(), found));
            }
        }
        return parts;
    }

    /** What is so instead; empty if it is met. */
    private static String found(Expectation each, Simulation simulation, ForwardingMap forwarding) {
        for (Spot spot : simulation.spots()) {
            SimulatedRouter router = spot.router();
            if (each.from.equals("*") ? spot.vrf() != 0 : !each.from.equals(spot.label())) {
                continue;
            }
            if (!router.host().isOn()) {
                if (each.from.equals("*")) {
                    continue;
                }
                return each.kind == Kind.UNREACHABLE ? "" : router.name() + " has no power";
            }
            if (each.from.equals("*")
                    && !simulation.forwards(spot, each.destination.network().family())) {
                continue;
            }
            String found = found(each, spot, forwarding);
            if (!found.isEmpty()) {
                return found;
            }
        }
        return "";
    }

    private static String found(Expectation each, Spot spot, ForwardingMap forwarding) {
        KernelIp address = each.destination.network();
        Prefix longest = forwarding.longest(address);
        Set<String> homes = longest == null ? Set.of() : forwarding.homes(longest);
        ForwardingMap.Fate fate = forwarding.fate(spot, address, homes);
        String router = spot.label();
        String way = router + (fate.passed().isEmpty() ? "" : " by " + String.join(", ", fate.passed()));
        return switch (each.kind) {
            case REACHABLE -> fate.arrives() ? "" : "unreachable from " + router + ": " + fate.reason();
            case UNREACHABLE -> fate.arrives() ? "reachable from " + way : "";
            case VIA ->
                !fate.arrives()
                        ? "unreachable from " + router + ": " + fate.reason()
                        : fate.always().contains(each.by) ? "" : "reached from " + way;
            case NOT_VIA -> fate.passed().contains(each.by) ? "reached from " + way : "";
        };
    }
}
