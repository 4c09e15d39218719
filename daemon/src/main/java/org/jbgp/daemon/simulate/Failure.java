package org.jbgp.daemon.simulate;

import java.util.ArrayList;
import java.util.List;
import org.jbgp.daemon.simulate.plan.BadInput;
import org.jbgp.daemon.simulation.Segment;
import org.jbgp.daemon.simulation.SimulatedMachine;

/** Something that fails, and is mended. */
sealed interface Failure {
    /** Happens. */
    void begin();

    /** Is over. */
    void end();

    /** As it is asked for: {@code link r1-r2}, {@code switch r1-r2}, {@code router r3}. */
    String words();

    /** A cable is cut. */
    record Link(Segment segment) implements Failure {
        @Override
        public void begin() {
            segment.cut(true);
        }

        @Override
        public void end() {
            segment.cut(false);
        }

        @Override
        public String words() {
            return "link " + segment.name();
        }
    }

    /** A link lets nothing through any more, and its interfaces do not see that. */
    record Switch(Segment segment) implements Failure {
        @Override
        public void begin() {
            segment.deafen(true);
        }

        @Override
        public void end() {
            segment.deafen(false);
        }

        @Override
        public String words() {
            return "switch " + segment.name();
        }
    }

    /** Two of several on one link do not hear each other any more. */
    record Pair(Segment segment, SimulatedMachine one, SimulatedMachine other) implements Failure {
        @Override
        public void begin() {
            segment.part(one.host(), other.host(), true);
        }

        @Override
        public void end() {
            segment.part(one.host(), other.host(), false);
        }

        @Override
        public String words() {
            return "link " + one.name() + "-" + other.name();
        }
    }

    /** A machine loses its power. */
    record Machine(SimulatedMachine machine) implements Failure {
        @Override
        public void begin() {
            machine.powerOff();
        }

        @Override
        public void end() {
            machine.start(false);
        }

        @Override
        public String words() {
            return "router " + machine.name();
        }
    }

    /**
     * What words mean.
     *
     * @param asked {@code each}, {@code link NAME}, {@code switch NAME} or {@code router NAME}
     */
    static List<Failure> of(String asked, Simulation simulation) throws BadInput {
        String[] words = asked.strip().split("\\s+", -1);
        if (words.length == 1 && words[0].equals("each")) {
            List<Failure> all = new ArrayList<>();
            simulation.world().links().stream()
                    .filter(link -> link.ports().size() > 1)
                    .forEach(link -> all.add(new Link(link)));
            simulation.machines().forEach(machine -> all.add(new Machine(machine)));
            return all;
        }
        if (words.length == 2 && words[0].equals("router")) {
            return List.of(new Machine(simulation
                    .machine(words[1])
                    .orElseThrow(() -> new BadInput(
                            "there is no router " + words[1] + " that could fail; there are " + names(simulation)))));
        }
        if (words.length == 2 && words[0].equals("link")) {
            return List.of(link(words[1], simulation));
        }
        if (words.length == 2 && words[0].equals("switch")) {
            return List.of(new Switch(
                    simulation.link(words[1]).orElseThrow(() -> noLink("switch of a link ", words[1], simulation))));
        }
        throw new BadInput("'" + asked + "' cannot fail: write 'link r1-r2', 'switch r1-r2', 'router r1' or 'each'");
    }

    private static Failure link(String name, Simulation simulation) throws BadInput {
        var whole = simulation.link(name);
        if (whole.isPresent()) {
            return new Link(whole.get());
        }
        for (Segment segment : simulation.world().links()) {
            for (SimulatedMachine one : simulation.machines()) {
                for (SimulatedMachine other : simulation.machines()) {
                    if (name.equals(one.name() + "-" + other.name()) && isOn(segment, one) && isOn(segment, other)) {
                        return new Pair(segment, one, other);
                    }
                }
            }
        }
        throw noLink("link ", name, simulation);
    }

    private static BadInput noLink(String what, String name, Simulation simulation) {
        List<String> links =
                simulation.world().links().stream().map(Segment::name).toList();
        return new BadInput("there is no " + what + name + " that could fail; there "
                + (links.isEmpty() ? "is none" : "are " + String.join(", ", links)));
    }

    private static boolean isOn(Segment segment, SimulatedMachine machine) {
        return segment.ports().stream().anyMatch(port -> port.host() == machine.host());
    }

    private static String names(Simulation simulation) {
        return String.join(
                ", ", simulation.machines().stream().map(SimulatedMachine::name).toList());
    }
}
